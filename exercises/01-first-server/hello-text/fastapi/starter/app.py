"""The sign on the Toolshed's door."""

from fastapi import FastAPI

app = FastAPI()


# Wrong address, wrong text: mend both.
@app.get("/home")
def sign() -> str:
    return "closed"
