"""Running an ASGI app on a bound socket, so that it stops at once when told."""

import asyncio
import contextlib
import gc
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from websockets.protocol import Protocol, State

from ..protocol import MAX_MESSAGE
from .guard import App

#: A longer message than the peer takes is answered with an error, up to this size (bytes).
MAX_FRAME = 4 * MAX_MESSAGE

_log = logging.getLogger("uvicorn.error")


def keep_much() -> None:
    """For a process that serves: a world is many small values that stay, so the collector need not look often."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers and without its clock: whoever starts it also stops it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """A line whose other end is just going needs no goodbye; uvicorn would stumble over it."""
        for one in self.server_state.connections:
            if _is_closing(getattr(one, "conn", None)):
                one.shutdown = one.transport.close  # type: ignore[method-assign]
        await super().shutdown(sockets)


def _is_closing(line: object) -> bool:
    return isinstance(line, Protocol) and line.state in (State.CLOSING, State.CLOSED)


@contextlib.asynccontextmanager
async def serving(
    app: App, listener: socket.socket, certificate: Path | None = None, ping: float | None = 20.0
) -> AsyncIterator[None]:
    """Serve *app* while the block runs. The port accepts connections from the first line of the block on.

    *certificate*: key and certificates in PEM; with it, over TLS. *ping*: seconds between looks whether a line is still
    alive; None where that is no question."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=ping,
        lifespan="off",
        # Nobody stands between a client and us, so nobody may say who the client is.
        proxy_headers=False,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=0,
        # A header of 100 kB is answered, not refused.
        h11_max_incomplete_event_size=256 * 1024,
        ssl_certfile=certificate,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listener]), name="uvicorn")
    started = asyncio.create_task(server.ready.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    started.cancel()
    try:
        if task.done():
            task.result()
        yield
    finally:
        await _stop(server, task)


async def _stop(server: _Server, task: asyncio.Task[None]) -> None:
    """Requests still under way are cancelled, which uvicorn would report as errors of the app; who does not read what
    it is sent is left behind, or its connection would outlive the loop."""
    before, _log.disabled = _log.disabled, True
    try:
        server.leaving.set()
        await task
        if server.server_state.tasks:
            await asyncio.wait(server.server_state.tasks)
        lines = server.server_state.connections
        for one in lines:
            one.transport.abort()
        while lines:
            await asyncio.sleep(0)
    finally:
        _log.disabled = before
