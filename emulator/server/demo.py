"""The demonstration: the bundled coffee house, its merchant server, and one phone."""

import asyncio
import contextlib
import importlib
import importlib.util
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from ..accounts import COMPONENT
from ..errors import BadInput
from ..world import World
from ..worldfile import load_world
from .app import Edge
from .guard import Guard
from .pages import load_pages
from .ports import listen
from .running import serving

PACKAGE = Path(__file__).parents[1]

#: The word in the world's ``hosts`` that stands for the merchant server we start.
MERCHANT = "merchant"


@dataclass(frozen=True)
class Running:
    """What is being served, and where. ``base`` is the address without a slash at its end."""

    world: World
    base: str
    merchant: str
    token: str

    @property
    def url(self) -> str:
        """The address to open. The token is in the fragment, which no browser sends anywhere."""
        return f"{self.base}/#k={self.token}"

    def to_json(self) -> dict[str, Any]:
        world = self.world
        user = next(iter(world.phones.values())).user
        return {
            "url": self.url,
            "ws": f"{self.base.replace('http', 'ws', 1)}/_wxemu/ws",
            "merchant_api": self.base,
            "admin": f"{self.base}/_wxemu/",
            "token": self.token,
            "accounts": [
                {"appid": one.app_id, "secret": one.secret, "openid": world.accounts.openid(one.app_id, user.id)}
                for one in world.accounts.all.values()
                if one.app_id != COMPONENT
            ],
        }


@contextlib.asynccontextmanager
async def demonstration(listener: socket.socket) -> AsyncIterator[Running]:
    """Serve the coffee house on *listener* while the block runs."""
    world = load_world(bundled("apps/coffee") / "world.yaml")
    base, token = address(listener), secrets.token_urlsafe(24)
    edge = Edge(world, token, load_pages(), listener.getsockname()[1])
    await edge.files.compile_all()
    async with _merchant(world, base) as merchant, serving(edge.app, listener), asyncio.TaskGroup() as tasks:
        background = tasks.create_task(edge.background.run())
        _open_first(world)
        try:
            yield Running(world, base, merchant, token)
        finally:
            background.cancel()


def bundled(name: str) -> Path:
    """A folder that comes with us: in ``fixtures/`` of a checkout, in ``demo/`` of the installed package."""
    folders = [PACKAGE.parent / "fixtures" / name, PACKAGE / "demo" / Path(name).name]
    for folder in folders:
        if folder.is_dir():
            return folder
    raise BadInput(f"the demonstration's files are missing: {' or '.join(map(str, folders))}")


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open_first(world: World) -> None:
    first = next(project for project in world.projects.values() if not project.privileged)
    for phone in world.phones.values():
        phone.open_app(first.app_id)


@contextlib.asynccontextmanager
async def _merchant(world: World, wechat: str) -> AsyncIterator[str]:
    """The coffee house's own server, on a port of its own; it talks real HTTP to our merchant API."""
    server = _load(bundled("merchant"))
    listener = listen("127.0.0.1", 0)
    base = address(listener)
    app = Guard(server.create_app(wechat, server.Config(**_merchant_config(world))), listener.getsockname()[1])
    world.hosts.update({host: base for host, to in world.hosts.items() if to == MERCHANT})
    async with serving(app, listener):
        yield base


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
