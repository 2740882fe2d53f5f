from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, RedirectResponse

app = FastAPI()
entries = []

Field = Annotated[str, Form()]


def page(name="", blank=False):
    alert = "<p>Write something first.</p>" if blank else ""
    items = "".join(f"<li><b>{e['name']}</b> {e['text']}</li>" for e in entries)
    page = f"""<!doctype html>
<title>Guestbook</title>
{alert}
<ul>{items}</ul>
<form method="post">
  <input name="name" value="{name}"> <textarea name="text"></textarea> <button>Sign</button>
</form>
"""
    return HTMLResponse(page, 422 if blank else 200)


@app.get("/guestbook")
def show():
    return page()


@app.post("/guestbook")
def sign(name: Field = "", text: Field = ""):
    if not text.strip():
        return page(name, blank=True)
    entries.append({"name": name, "text": text})
    return RedirectResponse("/guestbook", status_code=303)
