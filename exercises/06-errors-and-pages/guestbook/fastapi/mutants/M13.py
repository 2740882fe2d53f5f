from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
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


def page(request: Request, name: str = "", blank: bool = False) -> Response:
    values = {"entries": entries, "name": name, "blank": blank}
    status = 422 if blank else 200
    return templates.TemplateResponse(
        "guestbook.html", values, status_code=status
    )


@app.get("/guestbook")
def show(request: Request) -> Response:
    return page(request)


@app.post("/guestbook")
def sign(
    request: Request,
    name: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
) -> Response:
    if not text.strip():
        return page(request, name, blank=True)
    entries.append({"name": name.strip(), "text": text.strip()})
    return RedirectResponse("/guestbook", status_code=303)
