from fastapi import FastAPI

app = FastAPI()


@app.get("/tools")
def list_tools():
    return ["Drill", "Ladder"]


@app.get("/old-tools")
def old_tools():
    return "The tools have moved to /tools."  # no program reads this


@app.post("/visit")
def visit():
    return "Thank you for coming by."  # lead on to /tools, and remember


@app.get("/seen")
def seen():
    return "Who knows?"  # has this client been here?
