from typing import Annotated

from fastapi import Cookie, FastAPI, status
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/tools")
def list_tools() -> list[str]:
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return "/tools", 308


@app.post("/visit")
def visit() -> RedirectResponse:
    response = RedirectResponse("/tools", status.HTTP_303_SEE_OTHER)
    response.set_cookie("seen", "1", httponly=True, samesite="lax")
    return response


@app.get("/seen")
def seen(seen: Annotated[str | None, Cookie()] = None) -> dict[str, bool]:
    return {"seen": seen is not None}
