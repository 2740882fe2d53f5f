"""Tools by their number."""

from flask import Flask

app = Flask(__name__)


# Fill the blanks in the paths: what is each part called, what does it take?
@app.get("/tools/____")
def tool(tool_id):
    return {"id": tool_id}


@app.get("/tools/____/tags/____")
def tool_tag(tool_id, tag):
    return {"id": tool_id, "tag": tag}
