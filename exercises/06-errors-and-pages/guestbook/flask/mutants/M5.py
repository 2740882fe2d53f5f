import re

from flask import Flask, redirect, render_template_string, request

app = Flask(__name__)
entries = []

PAGE = """<!doctype html>
<title>Guestbook</title>
{% if blank %}<p role="alert">Write something first.</p>{% endif %}
<ul>
  {% for entry in entries %}<li><b>{{ entry.name }}</b> {{ entry.text }}</li>{% endfor %}
</ul>
<form method="post">
  <input name="name" value="{{ name }}"> <textarea name="text"></textarea> <button>Sign</button>
</form>
"""


def page(name="", blank=False):
    return render_template_string(PAGE, entries=entries, name=name, blank=blank)


@app.get("/guestbook")
def show():
    return page()


@app.post("/guestbook")
def sign():
    name, text = request.form["name"], request.form["text"]
    if not text.strip():
        return page(name, blank=True), 422
    name, text = (re.sub(r"<[^>]*>", "", value) for value in (name, text))
    entries.append({"name": name, "text": text})
    return redirect("/guestbook", 303)
