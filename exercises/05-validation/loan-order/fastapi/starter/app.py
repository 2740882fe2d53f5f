from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

app = FastAPI()


class Order(BaseModel):
    member: str = Field(min_length=1)
    lines: list[dict]  # a list of what, and how many? No tool twice?


@app.exception_handler(RequestValidationError)
async def refuse(request: Request, error: RequestValidationError):
    # "loc" is ("body", "lines", 1, "days"): which line, its end does not say.
    errors = [
        {"field": str(e["loc"][-1]), "problem": e["msg"]}
        for e in error.errors()
    ]
    return JSONResponse({"errors": errors}, status_code=422)


@app.post("/orders", status_code=201)
def create_order(order: Order):
    return {"total_days": sum(line["days"] for line in order.lines)}
