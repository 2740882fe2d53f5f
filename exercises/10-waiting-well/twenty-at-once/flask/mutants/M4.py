from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from flask import Flask
from upstream import get_json

app = Flask(__name__)
lock = Lock()


def ticket(number):
    return get_json(f"/wait/{number}")["ticket"]


@app.get("/slow")
def slow():
    with lock, ThreadPoolExecutor(5) as pool:
        tickets = list(pool.map(ticket, range(1, 6)))
    return {"ok": True, "tickets": tickets}
