"""A world opened to the outside: its page, its line, its APIs on one port, with the work behind them."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

from ..accounts import COMPONENT
from ..compiler import Bundle
from ..launch import Launch, NoPage, missing_page
from ..scenario.origin import Origin
from ..store import Store
from ..world import World
from ..worldfile import check_hosts
from .app import Edge
from .guard import App
from .lan import Lan
from .pages import load_pages
from .ports import address
from .running import serving
from .watching import Watcher
from .worldwatching import WorldFile, WorldWatcher


@dataclass(frozen=True)
class Running:
    """What is being served, and where. ``base`` is the address without a slash at its end; ``merchant`` answers the
    merchant API alone."""

    world: World
    base: str
    token: str
    bundles: dict[str, Bundle]
    merchant: App
    lan: Lan | None = None
    store: Store | None = None

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
            **({"lan": self.lan.to_json()} if self.lan else {}),
            "accounts": [
                {"appid": one.app_id, "secret": one.secret, "openid": world.accounts.openid(one.app_id, user.id)}
                for one in world.accounts.all.values()
                if one.app_id != COMPONENT
            ],
        }


@contextlib.asynccontextmanager
async def opened(
    world: World,
    listener: socket.socket,
    first: str,
    launch: Launch | None = None,
    watch: bool = False,
    allow_push: Iterable[str] = (),
    lan: socket.socket | None = None,
    store: Store | None = None,
    origin: Origin | None = None,
    world_file: WorldFile | None = None,
) -> AsyncIterator[Running]:
    """Serve *world* on *listener* while the block runs; the mini-program *first* is open on each phone, entered as
    *launch* says. *watch*: what is saved in the projects' folders shows at once. *allow_push*: hosts beside this
    machine that events may go to. *lan*: a socket on the machine's network, for colleagues. *store*: the state file
    that keeps the world; its mini-programs go on. *origin*: what the world was made of, for recording scenarios.
    *world_file*: where the world comes from; what is saved in it is true at once.

    Raises BadInput for hosts that lead nowhere and projects that cannot be read, NoPage for a *launch* into nothing."""
    check_hosts(world.hosts)
    enter = launch or Launch()
    token = store.token if store else secrets.token_urlsafe(24)
    way_in = Lan(*lan.getsockname()[:2]) if lan else None
    edge = Edge(world, token, load_pages(), listener.getsockname()[1], allow_push, way_in, origin)
    bundles = await edge.files.compile_all()
    if page := missing_page(enter.path, world.projects[first]):
        raise NoPage(page, world.projects[first])
    async with contextlib.AsyncExitStack() as doors, asyncio.TaskGroup() as tasks:
        await doors.enter_async_context(serving(edge.app, listener))
        if lan is not None and edge.lan_app is not None:
            await doors.enter_async_context(serving(edge.lan_app, lan))
        work = [tasks.create_task(edge.background.run())]
        watcher = Watcher(world, edge.files)
        if watch:
            work.append(tasks.create_task(watcher.run()))
        if world_file is not None:
            work.append(tasks.create_task(WorldWatcher(world, world_file, watcher.take_in).run()))
        for phone in world.phones.values():
            if enter != Launch() or not (store and store.continued and phone.apps):
                phone.open_app(first, enter.path, enter.scene, enter.referrer)
        if store and store.continued:
            world.deliveries.resume()
        world.commit()
        try:
            await _answers(listener)
            yield Running(world, address(listener), token, bundles, edge.merchant, way_in, store)
        finally:
            for task in work:
                task.cancel()


async def _answers(listener: socket.socket) -> None:
    """Come back once a request really has its answer."""
    host, port = listener.getsockname()[:2]
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
    first = await reader.readline()
    writer.close()
    if b" 200 " not in first:
        raise RuntimeError(f"the server answered {first!r}")
