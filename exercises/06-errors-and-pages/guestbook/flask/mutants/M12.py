from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)
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
  <input name="name" value={{ name }}>
  <textarea name="text"></textarea> <button>Sign</button>
</form>
"""


def page(name: str = "", blank: bool = False) -> str:
    return render_template_string(
        PAGE, entries=entries, name=name, blank=blank
    )


@app.get("/guestbook")
def show() -> ResponseReturnValue:
    return page()


@app.post("/guestbook")
def sign() -> ResponseReturnValue:
    name = request.form.get("name", "").strip()
    text = request.form.get("text", "").strip()
    if not text:
        return page(name, blank=True), 422
    entries.append({"name": name, "text": text})
    return redirect("/guestbook", 303)
