"""The lines of mini-programs' sockets to other servers."""

import asyncio
import base64
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.typing import Subprotocol

from ..links import Link, Links, Order

log = logging.getLogger(__name__)

#: No message may be larger (bytes).
MAX_MESSAGE = 16 * 1024 * 1024

_CLOSE_WITHIN = 5.0


class Linker:
    """Carries out the orders of one world: a task for each line, and a queue of what goes out over it."""

    def __init__(self, links: Links, hosts: Mapping[str, str]) -> None:
        self._links = links
        self._hosts = hosts
        self._lines: dict[tuple[str, str, int], asyncio.Queue[Order]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def carry_out(self) -> None:
        """Begin all that was ordered."""
        for order in self._links.take():
            if order.do == "open":
                queue = self._lines[order.link.key] = asyncio.Queue()
                task = asyncio.create_task(self._hold(order.link, queue))
                self._tasks.add(task)
                task.add_done_callback(self._ended)
            elif (line := self._lines.get(order.link.key)) is not None:
                line.put_nowait(order)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a bug in the emulator, in a socket", exc_info=task.exception())

    async def _hold(self, link: Link, queue: asyncio.Queue[Order]) -> None:
        """From the handshake until one side closes."""
        try:
            connection = await self._connect(link)
        except (OSError, InvalidHandshake, InvalidURI, TimeoutError, ValueError) as error:
            self._links.happened(link, "error", errMsg=str(error) or type(error).__name__)
            self._links.happened(link, "close", code=1006, reason="abnormal closure")
            del self._lines[link.key]
            return
        response = connection.response
        self._links.happened(link, "open", header=dict(response.headers.raw_items()) if response else {})
        writer = asyncio.create_task(_write(connection, queue))
        try:
            async for message in connection:
                self._links.happened(link, "message", **_carried(message))
        except ConnectionClosed:
            pass  # how it closed is told below
        finally:
            writer.cancel()
            del self._lines[link.key]
            await asyncio.shield(connection.close())
        self._links.happened(link, "close", code=connection.close_code or 1006, reason=connection.close_reason or "")

    async def _connect(self, link: Link) -> ClientConnection:
        parts = urlsplit(link.url)
        target = self._hosts.get(parts.hostname or "")
        url = link.url
        if target is not None:
            to = urlsplit(target)
            url = urlunsplit((to.scheme.replace("http", "ws"), to.netloc, parts.path, parts.query, ""))
        return await connect(
            url,
            additional_headers=link.headers,
            subprotocols=[Subprotocol(one) for one in link.protocols] or None,
            open_timeout=link.timeout / 1000,
            close_timeout=_CLOSE_WITHIN,
            max_size=MAX_MESSAGE,
            proxy=None,
        )


async def _write(connection: ClientConnection, queue: asyncio.Queue[Order]) -> None:
    while True:
        order = await queue.get()
        try:
            if order.do == "close":
                await connection.close(order.code, str(order.data))
                return
            await connection.send(order.data)
        except ConnectionClosed:
            return


def _carried(message: str | bytes) -> dict[str, str]:
    return {"data": message} if isinstance(message, str) else {"base64": base64.b64encode(message).decode()}
