"""Small apps for the scripts of this folder, one path per behaviour."""

import asyncio


async def asgi(scope, receive, send):
    """Echoes bodies and messages; /blob/N answers N bytes in parts of 64 kB."""
    if scope["type"] == "websocket":
        return await echo(receive, send)
    if scope["type"] != "http":
        raise NotImplementedError
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"].startswith("/blob/"):
        for _ in range(int(scope["path"][6:]) >> 16):
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
        return await send({"type": "http.response.body"})
    if scope["path"] == "/wait":
        await asyncio.sleep(0.05)
    await send({"type": "http.response.body", "body": str(size).encode()})


async def echo(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        await send({**message, "type": "websocket.send"})


def wsgi(environ, start_response):
    """Answers with the size of the body; /blob/N answers N bytes in parts of 64 kB."""
    size = 0
    while part := environ["wsgi.input"].read(65536):
        size += len(part)
    start_response("200 OK", [])
    if environ["PATH_INFO"].startswith("/blob/"):
        return (bytes(65536) for _ in range(int(environ["PATH_INFO"][6:]) >> 16))
    return [str(size).encode()]
