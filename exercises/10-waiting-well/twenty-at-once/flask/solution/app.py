from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.typing import ResponseReturnValue
from upstream import get_json

app = Flask(__name__)


def ticket(number: int) -> str:
    return str(get_json(f"/wait/{number}")["ticket"])


@app.get("/slow")
def slow() -> ResponseReturnValue:
    with ThreadPoolExecutor(max_workers=5) as pool:
        tickets = list(pool.map(ticket, range(1, 6)))
    return {"ok": True, "tickets": tickets}
