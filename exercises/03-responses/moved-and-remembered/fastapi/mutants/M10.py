from typing import Annotated

from fastapi import Cookie, FastAPI, status
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/tools")
def list_tools() -> list[str]:
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools() -> RedirectResponse:
    return RedirectResponse("/tools", status.HTTP_308_PERMANENT_REDIRECT)


@app.post("/visit")
def visit():
    return RedirectResponse("/tools", 303).set_cookie(
        "seen", "1", httponly=True, samesite="lax"
    )


@app.get("/seen")
def seen(seen: Annotated[str | None, Cookie()] = None) -> dict[str, bool]:
    return {"seen": seen is not None}
