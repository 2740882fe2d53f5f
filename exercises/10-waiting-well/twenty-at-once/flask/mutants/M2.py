from secrets import token_hex

from flask import Flask

app = Flask(__name__)


@app.get("/slow")
def slow():
    return {"ok": True, "tickets": [token_hex(4) for _ in range(5)]}
