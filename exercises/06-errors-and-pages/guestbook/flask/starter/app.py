from flask import Flask, render_template_string

app = Flask(__name__)
entries = []

PAGE = """<!doctype html>
<title>Guestbook</title>
<p role="alert">Write something first.</p>
<ul>
  <li><b>Name</b> Text</li>
</ul>
<form method="post">
  <input name="name" value="">
  <textarea name="text"></textarea> <button>Sign</button>
</form>
"""


@app.get("/guestbook")
def show():
    return render_template_string(PAGE)
