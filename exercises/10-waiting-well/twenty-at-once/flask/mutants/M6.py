from flask import Flask
from upstream import get_json

app = Flask(__name__)


@app.get("/slow")
def slow():
    tickets = []
    for number in range(1, 6):
        answer = get_json(f"/wait/{number}")
        tickets.append(answer["ticket"])
    return {"ok": True, "tickets": tickets}
