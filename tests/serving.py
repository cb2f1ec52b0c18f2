"""A real server on a free port of loopback, its loop in a thread of its own, and raw conversations with it."""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from emulator.server.app import Edge
from emulator.server.lan import Lan
from emulator.server.pages import load_pages
from emulator.server.ports import listen
from emulator.server.running import serving
from emulator.world import World

TOKEN = "the-token-of-the-tests"


class Server:
    """``edge`` and ``world`` belong to the loop's thread: reach them by :meth:`on_loop`."""

    def __init__(
        self, world: World, edge: Edge, port: int, loop: asyncio.AbstractEventLoop, lan: Lan | None = None
    ) -> None:
        self.lan = lan
        self.world = world
        self.edge = edge
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._loop = loop

    def on_loop(self, action: Callable[[], Any]) -> Any:
        """Do *action* on the server's thread; its result."""

        async def act() -> Any:
            return action()

        return asyncio.run_coroutine_threadsafe(act(), self._loop).result(10)

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One HTTP request from a program without a token."""
        return httpx.request(method, self.url + path, trust_env=False, timeout=60, **more)

    def admin(self, method: str, path: str, body: Any = None, token: str = TOKEN) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return self.request(method, f"/_wxemu/{path}", headers=headers, json=body)

    def raw(self, *lines: bytes, body: bytes = b"") -> bytes:
        """Send these lines of a request as they are; returns the answer whole."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            answer = b""
            try:
                line.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
                while piece := line.recv(65536):
                    answer += piece
            except (ConnectionResetError, BrokenPipeError):
                # The server closed before it had read all that we sent; what it said counts.
                pass
            return answer

    def ask(self, *headers: bytes, target: bytes = b"/", method: bytes = b"GET", body: bytes = b"") -> int:
        """The status of a request that has these headers and no others."""
        first = method + b" " + target + b" HTTP/1.1"
        return status(self.raw(first, *headers, b"Connection: close", body=body))

    def knock(self, *headers: bytes) -> int:
        """The status that a websocket handshake with these headers gets: 101, or a refusal."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            upgrade = (
                b"Connection: Upgrade",
                b"Upgrade: websocket",
                b"Sec-WebSocket-Version: 13",
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            )
            line.sendall(b"\r\n".join((b"GET /_wxemu/ws HTTP/1.1", *headers, *upgrade)) + b"\r\n\r\n")
            while b"\r\n" not in answer and (piece := line.recv(65536)):
                answer += piece
        return status(answer)

    @property
    def host(self) -> bytes:
        """Our own Host header."""
        return f"Host: 127.0.0.1:{self.port}".encode()

    def open_line(self, **options: Any) -> ClientConnection:
        """A websocket of a program, before its hello."""
        line: ClientConnection = connect(
            f"ws://127.0.0.1:{self.port}/_wxemu/ws", compression=None, proxy=None, **options
        )
        return line

    @contextmanager
    def page(self, instances: dict[str, Any] | None = None, token: str = TOKEN) -> Iterator["Page"]:
        """A page that has said hello."""
        with self.open_line(max_size=None) as line:
            page = Page(line)
            page.say({"id": 1, "method": "Shell.hello", "params": {"token": token, "instances": instances or {}}})
            yield page


class Page:
    """The page's end of a websocket."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line

    def say(self, message: Any) -> None:
        self.line.send(message if isinstance(message, str | bytes) else json.dumps(message))

    def hear(self) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(self.line.recv(10))
        return message

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The next message that is wanted; others are passed over."""
        while True:
            message = self.hear()
            if wanted(message):
                return message

    def answer(self, id_: Any) -> dict[str, Any]:
        """The answer to the request with this id."""
        return self.until(lambda message: message.get("id") == id_ and "method" not in message)


@contextmanager
def running(world: World, static: Path, lan: bool = False) -> Iterator[Server]:
    """Serve *world* while the block runs; the pages come from the folder *static*. *lan*: at a second address too,
    as to the machine's network."""
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    network = listen("127.0.0.1", 0) if lan else None
    way_in = Lan(*network.getsockname()) if network else None
    ready: list[tuple[Edge, asyncio.AbstractEventLoop, asyncio.Event]] = []
    up = threading.Event()
    failed: list[BaseException] = []

    async def serve() -> None:
        edge = Edge(world, TOKEN, load_pages(static), port, lan=way_in)
        work = asyncio.create_task(edge.background.run())
        leave = asyncio.Event()
        async with contextlib.AsyncExitStack() as doors:
            await doors.enter_async_context(serving(edge.app, listener))
            if edge.lan_app is not None and network is not None:
                await doors.enter_async_context(serving(edge.lan_app, network))
            ready.append((edge, asyncio.get_running_loop(), leave))
            up.set()
            await leave.wait()
        work.cancel()
        await asyncio.wait({work})

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            up.set()
            raise

    thread = threading.Thread(target=run, name="server")
    thread.start()
    up.wait(20)
    if failed or not ready:
        thread.join(10)
        raise RuntimeError("the server did not start") from (failed[0] if failed else None)
    edge, loop, leave = ready[0]
    try:
        yield Server(world, edge, port, loop, way_in)
    finally:
        loop.call_soon_threadsafe(leave.set)
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop"


def client_files(folder: Path) -> Path:
    """A stand-in for the built client: these tests are about who may load it."""
    for name in (
        "shell.html",
        "frame.html",
        "view.html",
        "player.html",
        "play.html",
        "shell-0a1b2c3d.js",
        "shell-0a1b2c3d.css",
    ):
        (folder / name).write_text(f"<!-- {name} -->", "utf-8")
    return folder


def status(answer: bytes) -> int:
    """The status of a raw answer; 0 if there is none."""
    first = answer.split(b"\r\n", 1)[0].split()
    return int(first[1]) if len(first) > 1 else 0
