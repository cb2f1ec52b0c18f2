"""The demonstration: the bundled coffee house, its merchant server, and one phone."""

import contextlib
import importlib
import importlib.util
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from types import ModuleType

from ..accounts import COMPONENT
from ..errors import BadInput
from ..push import PushSettings
from ..world import World
from ..worldfile import project_world
from .guard import Guard
from .ports import listen
from .running import serving
from .station import Running, address, opened

PACKAGE = Path(__file__).parents[1]

#: The word in the world's ``hosts`` that stands for the merchant server we start.
MERCHANT = "merchant"


@contextlib.asynccontextmanager
async def demonstration(
    listener: socket.socket, allow_push: Iterable[str] = (), lan: socket.socket | None = None
) -> AsyncIterator[Running]:
    """Serve the coffee house on *listener* while the block runs."""
    world, app_id = project_world(bundled("apps/coffee"))
    async with (
        _merchant(world, address(listener)),
        opened(world, listener, app_id, allow_push=allow_push, lan=lan) as running,
    ):
        yield running


def bundled(name: str) -> Path:
    """A folder that comes with us: in ``fixtures/`` of a checkout, in ``demo/`` of the installed package."""
    folders = [PACKAGE.parent / "fixtures" / name, PACKAGE / "demo" / Path(name).name]
    for folder in folders:
        if folder.is_dir():
            return folder
    raise BadInput(f"the demonstration's files are missing: {' or '.join(map(str, folders))}")


@contextlib.asynccontextmanager
async def _merchant(world: World, wechat: str) -> AsyncIterator[None]:
    """The coffee house's own server, on a port of its own; it talks real HTTP to our merchant API."""
    server = _load(bundled("merchant"))
    listener = listen("127.0.0.1", 0)
    base = address(listener)
    app = Guard(server.create_app(wechat, server.Config(**_merchant_config(world))), listener.getsockname()[1])
    world.hosts.update({host: base for host, to in world.hosts.items() if to == MERCHANT})
    official = world.accounts[_merchant_config(world)["appid"]]
    official.push = official.push or PushSettings(f"{base}/wx/events", server.PUSH_TOKEN)
    async with serving(app, listener):
        yield


def _merchant_config(world: World) -> dict[str, str]:
    accounts = {one.kind: one for one in world.accounts.all.values() if one.app_id != COMPONENT}
    official, mini = accounts["official"], accounts["mini_program"]
    return {
        "appid": official.app_id,
        "secret": official.secret,
        "mini_appid": mini.app_id,
        "mini_secret": mini.secret,
    }


def _load(folder: Path) -> ModuleType:
    """The merchant's server is a package of its own, not ours: it is found by its folder."""
    name, start = "wxemu_demo_merchant", folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(name, start, submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise BadInput(f"{start} cannot be loaded")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return importlib.import_module(f"{name}.server")
