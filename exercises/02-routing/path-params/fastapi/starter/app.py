"""Tools by their number."""

from fastapi import FastAPI

app = FastAPI()


# Fill the blanks in the paths, and say in the signatures what each part is.
@app.get("/tools/____")
def tool(tool_id):
    return {"id": tool_id}


@app.get("/tools/____/tags/____")
def tool_tag(tool_id, tag):
    return {"id": tool_id, "tag": tag}
