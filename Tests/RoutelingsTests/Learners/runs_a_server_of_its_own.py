from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "Toolshed is open"


app.run(port=5000)
