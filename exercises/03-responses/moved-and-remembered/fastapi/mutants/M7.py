from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()
has_visited = False


@app.get("/tools")
def list_tools():
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return RedirectResponse("/tools", status_code=301)


@app.post("/visit")
def visit():
    global has_visited
    has_visited = True
    response = RedirectResponse("/tools", status_code=303)
    response.set_cookie("seen", "1", httponly=True, samesite="lax")
    return response


@app.get("/seen")
def seen():
    return {"seen": has_visited}
