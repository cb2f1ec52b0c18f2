"""The line behind a view-only link: pictures go out; nothing but hello and ping is heard."""

import asyncio
import contextlib
from typing import Any

import msgspec

from ..phone import Phone
from ..viewers import Picture
from .guard import Receive, Send

PING = "Shell.ping"
ONLY_SHOWS = "this link only shows the phone"


class View:
    """One open socket of somebody who looks on. A slow one misses pictures, never the newest."""

    def __init__(self, phone: Phone, receive: Receive, send: Send) -> None:
        self._phone = phone
        self._receive = receive
        self._send = send
        self._next: Picture | None = None
        self._fresh = asyncio.Event()

    async def talk(self, hello: str) -> None:
        """Until the page goes."""
        await self._say({"id": msgspec.json.decode(hello).get("id"), "result": {}})
        writer = asyncio.create_task(self._write())
        self._phone.viewers.join(self._show)
        try:
            while (message := await self._receive())["type"] != "websocket.disconnect":
                await self._answer(message.get("text") or "")
        finally:
            self._phone.viewers.leave(self._show)
            writer.cancel()

    def _show(self, picture: Picture) -> None:
        self._next = picture
        self._fresh.set()

    async def _write(self) -> None:
        # A page that has gone (OSError) is for the reader to notice.
        with contextlib.suppress(OSError):
            while True:
                await self._fresh.wait()
                self._fresh.clear()
                await self._say({"method": "View.picture", "params": self._next})

    async def _answer(self, text: str) -> None:
        try:
            message: Any = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            message = None
        asked = message if isinstance(message, dict) else {}
        if asked.get("method") == PING:
            await self._say({"id": asked.get("id"), "result": {}})
        else:
            await self._say({"id": asked.get("id"), "error": {"message": ONLY_SHOWS}})

    async def _say(self, message: dict[str, Any]) -> None:
        await self._send({"type": "websocket.send", "text": msgspec.json.encode(message).decode()})
