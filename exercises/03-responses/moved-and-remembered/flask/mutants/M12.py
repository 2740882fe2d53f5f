from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)


@app.get("/tools")
def list_tools() -> ResponseReturnValue:
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools() -> ResponseReturnValue:
    return redirect("/tools", code=308)


@app.post("/visit")
def visit() -> ResponseReturnValue:
    response = redirect("/tools", code=303)
    response.set_cookie("seen", "1", httponly=True, samesite="Lax")
    return response


@app.get("/seen")
def seen() -> ResponseReturnValue:
    return {"seen": request.cookies.get("seen") == 1}
