from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/tools")
def list_tools():
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return redirect("/tools", code=308)


@app.post("/visit")
def visit():
    response = redirect("/tools", code=303)
    response.set_cookie("seen", "1", httponly=True, samesite="Lax")
    return response


@app.get("/seen")
def seen():
    return {"seen": request.cookies["seen"] == "1"}
