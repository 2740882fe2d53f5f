from flask import Flask, abort

app = Flask(__name__)


@app.get("/keys")
def keys():
    return {"keys": 3}


@app.get("/vault")
def vault():
    abort(403, description="access denied")


# Errors: one handler here, for all of them. A view's abort is one;
# an unknown path is another.
