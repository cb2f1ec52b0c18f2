"""The demonstration's merchant server, for every world in whose ``hosts`` the word for it stands."""

import contextlib
from collections.abc import AsyncIterator, Callable

from ..errors import BadInput
from ..push import PushSettings
from ..shipped import MERCHANT, merchant_config, merchant_module
from ..world import World
from .guard import Guard
from .ports import address, listen
from .running import serving

#: Sends what a world asks of these hosts to the server that runs, and its events. Raises BadInput if none runs.
Introduce = Callable[[World], None]


@contextlib.asynccontextmanager
async def merchant_of(world: World, wechat: str) -> AsyncIterator[Introduce]:
    """Serve it on a port of its own while the block runs, if *world* has a host of it; it talks real HTTP to the
    merchant API at *wechat*."""
    if MERCHANT not in world.hosts.values():
        yield _nobody
        return
    server = merchant_module("server")
    listener = listen("127.0.0.1", 0)
    base = address(listener)
    house = server.create_app(wechat, server.Config(**merchant_config(world)))

    def introduce(one: World) -> None:
        one.hosts.update({host: base for host, to in one.hosts.items() if to == MERCHANT})
        official = one.accounts[merchant_config(one)["appid"]]
        if official.push is None or official.push.token == server.PUSH_TOKEN:
            # A world that goes on knows the port of last time.
            official.push = PushSettings(f"{base}/wx/events", server.PUSH_TOKEN)

    introduce(world)
    app = Guard(house, listener.getsockname()[1])
    with contextlib.closing(house.state.wechat):
        async with serving(app, listener):
            yield introduce


def _nobody(world: World) -> None:
    for host, to in world.hosts.items():
        if to == MERCHANT:
            raise BadInput(
                f"hosts: {host}: the demonstration's server is not running yet; stop wxemu and start it again"
            )
