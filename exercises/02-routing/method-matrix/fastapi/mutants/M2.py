"""What can be done with a tool."""

from fastapi import FastAPI, Request, Response

app = FastAPI()


@app.api_route("/tools/{tool_id}", methods=["GET", "POST", "PUT", "DELETE"])
def tool(tool_id: int, request: Request):
    if request.method == "PUT":
        return {"id": tool_id, "did": "replaced"}
    if request.method == "DELETE":
        return Response(status_code=204)
    return {"id": tool_id, "did": "read"}
