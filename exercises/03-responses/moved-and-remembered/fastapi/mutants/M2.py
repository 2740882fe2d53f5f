from typing import Annotated

from fastapi import Cookie, FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/tools")
def list_tools():
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return RedirectResponse("/tools", status_code=301)


@app.post("/visit")
def visit():
    response = RedirectResponse("/tools", status_code=303)
    response.set_cookie("seen", "1")
    return response


@app.get("/seen")
def seen(seen: Annotated[str | None, Cookie()] = None):
    return {"seen": seen is not None}
