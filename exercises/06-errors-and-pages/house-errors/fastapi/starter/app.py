from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/keys")
def keys():
    return {"keys": 3}


@app.get("/vault")
def vault():
    raise HTTPException(403, "access denied")


# Errors: one handler here, for all of them. What /vault raises is one;
# an unknown path is another.
