"""Open the port, serve, stop at once."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import httpx
import uvicorn

from ..protocol import MAX_MESSAGE
from .guard import App

#: Room for what a peer must be able to refuse by itself, message by message.
_LARGEST_FRAME = 4 * MAX_MESSAGE

#: A header of 100 kB is odd but no reason to fail.
_LARGEST_HEADERS = 256 * 1024


def open_port(port: int) -> socket.socket:
    """A socket that listens on loopback; *port* 0 takes any free one. Raises OSError if it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Waiting connections of a server that has just stopped may not keep the port. On Windows the option
        # means something else: sharing a port that is in use.
        if socket.SO_REUSEADDR and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(256)
    except OSError:
        listener.close()
        raise
    return listener


@contextlib.asynccontextmanager
async def serving(app: App, listener: socket.socket) -> AsyncIterator[None]:
    """Serve *app* until the block is left; it is entered once the port really answers."""
    server = _Server(
        uvicorn.Config(
            app,  # type: ignore[arg-type]  # uvicorn names each kind of scope, we take them as mappings
            http="h11",
            ws="websockets-sansio",
            ws_max_size=_LARGEST_FRAME,
            ws_per_message_deflate=False,
            h11_max_incomplete_event_size=_LARGEST_HEADERS,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=0,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await _answers(listener.getsockname()[1], running)
        yield
    finally:
        server.should_exit = server.force_exit = True
        await running


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The command line owns the signals."""
        yield


async def _answers(port: int, running: asyncio.Task[None]) -> None:
    """Come back once an HTTP request has its answer."""
    async with httpx.AsyncClient(trust_env=False) as client:
        asked = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/"))
        await asyncio.wait({asked, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            asked.cancel()
            running.result()
            raise OSError("the server stopped before it answered")
        asked.result()
