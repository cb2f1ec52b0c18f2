"""The demonstration: the bundled coffee house, its merchant server, and one phone."""

import contextlib
import socket
from collections.abc import AsyncIterator, Iterable

from ..push import PushSettings
from ..recording import Recording
from ..scenario.drafting import origin
from ..shipped import MERCHANT, bundled, merchant_config, merchant_module
from ..store import Store
from ..world import World
from ..worldfile import project_world
from .guard import Guard
from .ports import listen
from .running import serving
from .station import Running, address, opened


@contextlib.asynccontextmanager
async def demonstration(
    listener: socket.socket,
    allow_push: Iterable[str] = (),
    lan: socket.socket | None = None,
    store: Store | None = None,
    by: str = "",
) -> AsyncIterator[Running]:
    """Serve the coffee house on *listener* while the block runs; *store*: the state file that keeps it. *by*: who
    records it from the start."""
    root = bundled("apps/coffee")
    world, app_id = project_world(root)
    if by:
        world.recording = Recording(by, world.clock.now())
    if store:
        store.attach(world)
    async with (
        merchant_of(world, address(listener)),
        opened(
            world, listener, app_id, allow_push=allow_push, lan=lan, store=store, origin=origin(root, app_id)
        ) as running,
    ):
        yield running


@contextlib.asynccontextmanager
async def merchant_of(world: World, wechat: str) -> AsyncIterator[None]:
    """The coffee house's own server, on a port of its own; it talks real HTTP to our merchant API."""
    server = merchant_module("server")
    listener = listen("127.0.0.1", 0)
    base = address(listener)
    house = server.create_app(wechat, server.Config(**merchant_config(world)))
    app = Guard(house, listener.getsockname()[1])
    world.hosts.update({host: base for host, to in world.hosts.items() if to == MERCHANT})
    official = world.accounts[merchant_config(world)["appid"]]
    if official.push is None or official.push.token == server.PUSH_TOKEN:
        # A world that goes on knows the port of last time.
        official.push = PushSettings(f"{base}/wx/events", server.PUSH_TOKEN)
    with contextlib.closing(house.state.wechat):
        async with serving(app, listener):
            yield
