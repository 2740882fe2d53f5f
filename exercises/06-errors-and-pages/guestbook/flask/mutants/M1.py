from flask import Flask, redirect, request

app = Flask(__name__)
entries = []


def page(name="", blank=False):
    alert = "<p>Write something first.</p>" if blank else ""
    items = "".join(f"<li><b>{e['name']}</b> {e['text']}</li>" for e in entries)
    return f"""<!doctype html>
<title>Guestbook</title>
{alert}
<ul>{items}</ul>
<form method="post">
  <input name="name" value="{name}"> <textarea name="text"></textarea> <button>Sign</button>
</form>
"""


@app.get("/guestbook")
def show():
    return page()


@app.post("/guestbook")
def sign():
    name, text = request.form["name"], request.form["text"]
    if not text.strip():
        return page(name, blank=True), 422
    entries.append({"name": name, "text": text})
    return redirect("/guestbook", 303)
