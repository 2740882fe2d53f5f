from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from jinja2 import DictLoader, Environment

app = FastAPI()
entries: list[dict[str, str]] = []

PAGE = """<!doctype html>
<title>Guestbook</title>
{% if blank %}<p role="alert">Write something first.</p>{% endif %}
<ul>
  {% for entry in entries %}
  <li><b>{{ entry.name }}</b> {{ entry.text }}</li>
  {% endfor %}
</ul>
<form method="post">
  <input name="name" value="{{ name }}">
  <textarea name="text"></textarea> <button>Sign</button>
</form>
"""

env = Environment(loader=DictLoader({"guestbook.html": PAGE}), autoescape=True)
templates = Jinja2Templates(env=env)


@app.get("/guestbook")
def show(request: Request):
    values = {"entries": entries}
    return templates.TemplateResponse(request, "guestbook.html", values)


@app.post("/guestbook")
def sign(
    request: Request,
    name: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
):
    if not text.strip():
        values = {"entries": entries, "name": name, "blank": True}
        return templates.TemplateResponse(request, "guestbook.html", values), 422
    entries.append({"name": name.strip(), "text": text.strip()})
    return RedirectResponse("/guestbook", status_code=303)
