"""What can be done with a tool."""

from flask import Flask

app = Flask(__name__)


@app.get("/tools/<int:tool_id>")
def read_tool(tool_id: int) -> dict[str, int | str]:
    return {"id": tool_id, "did": "read"}


@app.put("/tools/<tool_id>")
def replace_tool(tool_id: int) -> dict[str, int | str]:
    return {"id": tool_id, "did": "replaced"}


@app.delete("/tools/<int:tool_id>")
def delete_tool(tool_id: int) -> tuple[str, int]:
    return "", 204
