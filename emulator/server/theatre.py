"""One port whose world changes from case to case, and the line to the page that performs: docs/protocol.md, section 11.

The loop runs only while somebody waits for the page, so world and interpreter share one thread without locks.
"""

import asyncio
import contextlib
import secrets
import socket
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from ..testing import HostLost
from ..world import World
from .app import Edge
from .guard import Guard, Receive, Scope, Send
from .pages import load_pages
from .ports import address, listen
from .running import serving
from .sockets import HELLO_WITHIN, REFUSED, first_message

Result = TypeVar("Result")

LINE = "/_wxemu/stage"

#: Seconds that the page has for one thing, its own animations included.
PATIENCE = 30.0


class PageGone(HostLost):
    """The page that performs has left, or does not answer; the text says which."""


class PageRefused(Exception):
    """The page could not do it: its own words."""


class BrokenOff(Exception):
    """The page wants something else now."""


@dataclass
class Order:
    """What the page asks for: a request of its own, answered once it has been done."""

    id: int
    method: str
    params: dict[str, Any]


class Theatre:
    """*listener*: where it listens, else any free port; *patience*: seconds that the page has for one thing. ``url`` is
    what a browser opens.

    Use it as a context manager."""

    def __init__(self, listener: socket.socket | None = None, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.token = secrets.token_urlsafe(24)
        self._listener = listener or listen("127.0.0.1", 0)
        self._port = self._listener.getsockname()[1]
        self._pages = load_pages()
        self._edge = Edge(World(), self.token, self._pages, self._port)
        self._line = Guard(self._talk, self._port)
        self._runner = asyncio.Runner()
        self._open = contextlib.AsyncExitStack()
        self._send: Send | None = None
        self._changed = asyncio.Event()
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        #: The page did not answer in time.
        self.silent = False
        #: What the page has asked for and has not been done yet.
        self.orders: deque[Order] = deque()
        #: Whether one of these orders ends what is being done now.
        self.breaks_off: Callable[[Order], bool] = lambda order: False

    @property
    def url(self) -> str:
        return f"{address(self._listener)}/_wxemu/play#k={self.token}"

    @property
    def here(self) -> bool:
        """Whether the page is there."""
        return self._send is not None

    def show(self, world: World) -> Edge:
        """From now on the port belongs to this world."""
        self._edge = Edge(world, self.token, self._pages, self._port)
        return self._edge

    def ask(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """What the page answers. Raises PageRefused, BrokenOff, PageGone where it does not answer."""
        self._asked += 1
        id_ = self._asked
        self.tell(method, params, id_)
        page = self._send
        self.wait(lambda: id_ in self._answers or self._send is not page, self.patience, f"{method} had no answer")
        if id_ not in self._answers:
            raise PageGone("the page that performs has been closed")
        answer = self._answers.pop(id_)
        if "error" in answer:
            raise PageRefused(answer["error"]["message"])
        return answer.get("result")

    def tell(self, method: str, params: dict[str, Any] | None = None, id_: int | None = None) -> None:
        """Say something to the page; with *id_* it answers. Raises PageGone."""
        message = {"method": method, "params": params or {}} | ({} if id_ is None else {"id": id_})
        self._say(message)

    def answer(self, order: Order, result: Any) -> None:
        if self.here:
            self._say({"id": order.id, "result": result})

    def wait(self, until: Callable[[], bool], within: float | None, why: str) -> None:
        """Let the loop run until something is so. Raises PageGone with *why* after *within* seconds, BrokenOff."""

        async def waiting() -> None:
            async with asyncio.timeout(within):
                while not until():
                    self._changed.clear()
                    if any(map(self.breaks_off, self.orders)):
                        raise BrokenOff
                    await self._changed.wait()

        try:
            self.run(waiting())
        except TimeoutError:
            self.silent = True
            raise PageGone(f"the page that performs is silent: {why}") from None

    def wait_for(self, until: Callable[[], bool], why: str) -> None:
        """The same for what nobody tells of: asked anew each time that the loop has done something."""

        async def waiting() -> None:
            async with asyncio.timeout(self.patience):
                while not until():
                    await asyncio.sleep(0.001)

        try:
            self.run(waiting())
        except TimeoutError:
            raise PageGone(f"the page that performs is silent: {why}") from None

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do this on the loop."""
        return self._runner.run(work)

    def changed(self) -> None:
        """What is waited for may have come."""
        self._changed.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._line if scope["path"] == LINE else self._edge.app
        await app(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page's line: a later page takes the place of an earlier one."""
        if scope["type"] != "websocket":
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await receive()
        await send({"type": "websocket.accept"})
        if not self._is_ours(await first_message(receive, HELLO_WITHIN)):
            await send({"type": "websocket.close", "code": REFUSED, "reason": "hello, with the right token, first"})
            return
        await send({"type": "websocket.send", "text": '{"id":1,"result":{}}'})
        self._send, before = send, self._send
        if before is not None:
            with contextlib.suppress(OSError, RuntimeError):
                await before({"type": "websocket.close", "code": 4001, "reason": "a newer page performs"})
        self.orders.clear()
        self._answers.clear()
        self._changed.set()
        while (message := await receive())["type"] != "websocket.disconnect":
            self._hear(message.get("text") or "")
        if self._send is send:
            self._send = None
            self._changed.set()

    def _is_ours(self, hello: str) -> bool:
        try:
            message = msgspec.json.decode(hello, type=dict[str, Any])
        except msgspec.DecodeError:
            return False
        given = message.get("params")
        token = given.get("token") if isinstance(given, dict) else None
        if message.get("method") != "Stage.hello" or message.get("id") != 1 or not isinstance(token, str):
            return False
        return secrets.compare_digest(token.encode(), self.token.encode())

    def _hear(self, text: str) -> None:
        try:
            message = msgspec.json.decode(text, type=dict[str, Any])
        except msgspec.DecodeError:
            return
        id_, method = message.get("id"), message.get("method")
        if method is None and isinstance(id_, int):
            self._answers[id_] = message
        elif isinstance(method, str) and isinstance(id_, int):
            params = message.get("params")
            self.orders.append(Order(id_, method, params if isinstance(params, dict) else {}))
        self._changed.set()

    def _say(self, message: dict[str, Any]) -> None:
        send = self._send
        if send is None:
            raise PageGone("the page that performs has been closed")
        text = msgspec.json.encode(message).decode()

        async def saying() -> None:
            with contextlib.suppress(OSError):
                await send({"type": "websocket.send", "text": text})

        self.run(saying())

    def __enter__(self) -> Self:
        try:
            self._runner.__enter__()
            # A page that is busy with a performance is no page that has gone.
            self.run(self._open.enter_async_context(serving(self, self._listener, ping=None)))
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        try:
            self.run(self._open.aclose())
        finally:
            self._runner.close()
            self._listener.close()
