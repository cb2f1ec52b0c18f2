"""The demonstration: the bundled coffee house, its merchant server, and one phone."""

import contextlib
import socket
from collections.abc import AsyncIterator, Iterable

from ..scenario.origin import origin
from ..shipped import bundled
from ..store import Store
from ..worldfile import project_world
from .merchants import merchant_of
from .ports import address
from .station import Running, opened


@contextlib.asynccontextmanager
async def demonstration(
    listener: socket.socket,
    allow_push: Iterable[str] = (),
    lan: socket.socket | None = None,
    store: Store | None = None,
) -> AsyncIterator[Running]:
    """Serve the coffee house on *listener* while the block runs; *store*: the state file that keeps it."""
    root = bundled("apps/coffee")
    world, app_id = project_world(root)
    if store:
        store.attach(world)
    async with (
        merchant_of(world, address(listener)),
        opened(
            world, listener, app_id, allow_push=allow_push, lan=lan, store=store, origin=origin(root, app_id)
        ) as running,
    ):
        yield running
