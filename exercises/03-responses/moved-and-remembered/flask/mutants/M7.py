from flask import Flask, redirect

app = Flask(__name__)
has_visited = False


@app.get("/tools")
def list_tools():
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return redirect("/tools", code=308)


@app.post("/visit")
def visit():
    global has_visited
    has_visited = True
    response = redirect("/tools", code=303)
    response.set_cookie("seen", "1", httponly=True, samesite="Lax")
    return response


@app.get("/seen")
def seen():
    return {"seen": has_visited}
