"""Websocket to ``Peer``: ``docs/protocol.md`` section 1."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import msgspec

from ..dispatch import serve_phone
from ..phone import Phone
from ..world import World
from .guard import Receive, Scope, Send
from .lan import Grade, Keys
from .viewing import View

HELLO_WITHIN = 10.0
REFUSED = 1008
REPLACED = 4001


class Sockets:
    """The lines of one world's phones: one live page for each, the newest."""

    def __init__(self, world: World, keys: Keys) -> None:
        self._world = world
        self._keys = keys
        self._lines: dict[str, Line] = {}
        self._goodbyes: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        hello = await first_message(receive, HELLO_WITHIN)
        grade, phone = self._welcome(hello)
        if phone is None or grade is None:
            await send({"type": "websocket.close", "code": REFUSED, "reason": "hello, with the right token, first"})
            return
        if grade == "viewer":
            await View(phone, receive, send).talk(hello)
            return
        line = Line(phone, receive, send, self._world.commit)
        before = self._lines.get(phone.id)
        if before is not None:
            before.open = False
            goodbye = asyncio.create_task(before.say_replaced())
            self._goodbyes.add(goodbye)
            goodbye.add_done_callback(self._goodbyes.discard)
        self._lines[phone.id] = line
        try:
            await line.talk(hello)
        finally:
            if self._lines.get(phone.id) is line:
                del self._lines[phone.id]
                phone.disconnect()

    def _welcome(self, hello: str) -> tuple[Grade | None, Phone | None]:
        """Who says hello, and the phone that is asked for: the first unless it is named. None for what is not valid."""
        try:
            message: Any = msgspec.json.decode(hello)
            params = message["params"]
            token, name = params["token"], params.get("phone", next(iter(self._world.phones)))
        except (msgspec.DecodeError, RecursionError, TypeError, KeyError, AttributeError):
            return None, None
        if message.get("method") != "Shell.hello" or not isinstance(token, str) or not isinstance(name, str):
            return None, None
        return self._keys.grade(token), self._world.phones.get(name)


class Line:
    """One open socket of one phone. What the phone has to say goes out in order, one writer at a time.

    Once ``open`` is False nothing more is read or taken from the phone: it may belong to another line.
    """

    def __init__(self, phone: Phone, receive: Receive, send: Send, commit: Callable[[], None]) -> None:
        self._phone = phone
        self._commit = commit
        self._receive = receive
        self._send = send
        self._writer: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self.open = True

    async def talk(self, hello: str) -> None:
        """Until the page goes or another takes its place."""
        peer = self._phone.peer
        text: str | bytes = hello
        try:
            while self.open:
                # While a message is handled its output needs no other task to be woken for it.
                peer.on_output = _nothing
                peer.receive(text)
                peer.on_output = self._wake_writer
                await self._flush()
                # A page that says much at once lets the others have their turn, and its own end be noticed.
                await asyncio.sleep(0)
                message = await self._receive()
                if message["type"] == "websocket.disconnect":
                    break
                text = message.get("text") or message.get("bytes") or ""
        finally:
            self.open = False
            if self._writer is not None:
                self._writer.cancel()

    async def say_replaced(self) -> None:
        """Another page has the phone now: say so and close, as soon as this page takes it."""
        # A page that has gone meanwhile (OSError) needs no goodbye.
        with contextlib.suppress(OSError):
            async with self._writing:
                await self._send({"type": "websocket.send", "text": '{"method":"Shell.replaced","params":{}}'})
                await self._send({"type": "websocket.close", "code": REPLACED, "reason": "a newer page has this phone"})

    def _wake_writer(self) -> None:
        """The phone has something to say by itself: a task carries it, there only as long as it is needed."""
        if self._writer is None:
            # A performance changes the world between two runs of the loop.
            self._writer = self._loop.create_task(self._write())

    async def _write(self) -> None:
        # A page that has gone (OSError) is for the reader to notice.
        with contextlib.suppress(OSError):
            await self._flush()
        self._writer = None

    async def _flush(self) -> None:
        """Send what waits. A slow page holds us back here; what changes meanwhile is told once, as it then is."""
        async with self._writing:
            while self.open:
                texts = self._phone.peer.messages()
                self._commit()
                if not texts:
                    return
                for text in texts:
                    if self.open:
                        await self._send({"type": "websocket.send", "text": text})


def attach(world: World) -> None:
    """Let every phone of the world answer."""
    for phone in world.phones.values():
        serve_phone(world, phone)


async def first_message(receive: Receive, within: float) -> str:
    """The first message; empty if none comes in time (seconds), or it is no text."""
    try:
        async with asyncio.timeout(within):
            message = await receive()
    except TimeoutError:
        return ""
    return message.get("text") or ""


def _nothing() -> None:
    """Nobody needs to be woken."""
