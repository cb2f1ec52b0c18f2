"""What we are compared with: uvicorn and Starlette, a websocket and a route for JSON that send back what they hear."""

import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def sent_back(request: Request) -> JSONResponse:
    return JSONResponse(await request.json())


async def echo(line: WebSocket) -> None:
    await line.accept()
    try:
        while True:
            await line.send_text(await line.receive_text())
    except WebSocketDisconnect:
        return


app = Starlette(
    routes=[
        Route("/", page),
        WebSocketRoute("/_wxemu/ws", echo),
        Route("/card/{call}", sent_back, methods=["POST"]),
    ]
)

if __name__ == "__main__":
    config = uvicorn.Config(
        app,
        http="h11",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(config).run([socket.socket(fileno=int(sys.argv[1]))])
