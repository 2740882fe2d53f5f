"""The sign on the Toolshed's door."""

from flask import Flask

app = Flask(__name__)


# Wrong address, wrong text: mend both.
@app.get("/home")
def sign() -> str:
    return "closed"
