from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates
from jinja2 import DictLoader, Environment

app = FastAPI()
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

env = Environment(loader=DictLoader({"guestbook.html": PAGE}), autoescape=True)
templates = Jinja2Templates(env=env)


@app.get("/guestbook")
def show(request: Request):
    return templates.TemplateResponse(request, "guestbook.html")
