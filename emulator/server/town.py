"""Several worlds behind one port: a page and its admin API by the token, WeChat's server API by app id or access token,
or by ``/w/<id>/`` in front of the path."""

import asyncio
import contextlib
import re
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import msgspec
from starlette.responses import Response

from ..errors import BadInput
from ..launch import Launch
from ..world import World
from ..worldfile import check_hosts
from .app import Edge
from .guard import App, Guard, Message, Receive, Scope, Send
from .merchants import merchant_of
from .pages import Page, load_pages
from .ports import address, listen
from .running import serving
from .sockets import HELLO_WITHIN, REFUSED, first_message

_PREFIX = re.compile(r"/w/(\w+)(/.*)")


@dataclass(frozen=True)
class House:
    """A world with its address. ``base`` is the address of WeChat's server API for this world alone."""

    id: str
    world: World
    token: str
    edge: Edge
    work: asyncio.Task[None]
    doors: contextlib.AsyncExitStack


class Town:
    """All of it belongs to the loop that :func:`town` runs on."""

    def __init__(self, listener: socket.socket) -> None:
        self.base = address(listener)
        self._port = listener.getsockname()[1]
        self._pages: dict[str, Page] = load_pages()
        self._houses: dict[str, House] = {}
        self._made = 0
        self.app: App = Guard(self._serve, self._port)

    async def move_in(self, world: World, first: str, launch: Launch) -> House:
        """Serve *world*; its mini-program *first* is open on each phone. Raises BadInput for what does not compile."""
        self._made += 1
        id_, token = f"w{self._made}", secrets.token_urlsafe(24)
        async with contextlib.AsyncExitStack() as doors:
            await doors.enter_async_context(merchant_of(world, f"{self.base}/w/{id_}"))
            check_hosts(world.hosts)
            house = await self._house(id_, token, world)
            house.doors.push_async_exit(doors.pop_all())
        self._houses[id_] = house
        for phone in world.phones.values():
            phone.open_app(first, launch.path, launch.scene, launch.referrer)
        world.commit()
        return house

    async def _house(self, id_: str, token: str, world: World) -> House:
        edge = Edge(world, token, self._pages, self._port)
        bundles = await edge.files.compile_all()
        errors = [error.told("en") for bundle in bundles.values() for error in bundle.errors]
        if errors:
            raise BadInput("\n".join(errors))
        work = asyncio.create_task(edge.background.run(), name=f"world {id_}")
        return House(id_, world, token, edge, work, contextlib.AsyncExitStack())

    async def move_out(self, house: House) -> None:
        self._houses.pop(house.id, None)
        house.work.cancel()
        await asyncio.wait({house.work})
        await house.doors.aclose()

    async def close(self) -> None:
        for house in list(self._houses.values()):
            await self.move_out(house)

    # -- whose request it is ------------------------------------------------------------------------------------

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._line(scope, receive, send)
            return
        found = _PREFIX.fullmatch(scope["path"])
        if found:
            await self._of_house(found[1], {**scope, "path": found[2]}, receive, send)
        elif scope["path"] in self._pages:
            page = self._pages[scope["path"]]
            await Response(page.body, headers=page.headers)(scope, receive, send)
        elif scope["path"].startswith("/_wxemu/"):
            await self._admin(scope, receive, send)
        else:
            await self._merchant(scope, receive, send)

    async def _of_house(self, id_: str, scope: Scope, receive: Receive, send: Send) -> None:
        house = self._houses.get(id_)
        if house is None:
            await _error(404, f"there is no world /w/{id_}/; it ended with its test")(scope, receive, send)
        else:
            await house.edge.app(scope, receive, send)

    async def _admin(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        house = self._by_token(given.removeprefix("Bearer "))
        if house is None:
            told = "this needs the header Authorization: Bearer TOKEN, with the token of a world that is served"
            await _error(401, told)(scope, receive, send)
        else:
            await house.edge.app(scope, receive, send)

    async def _line(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page's socket; its first message carries the token that says which world it is of."""
        await receive()
        await send({"type": "websocket.accept"})
        hello = await first_message(receive, HELLO_WITHIN)
        house = self._by_token(_token_of(hello))
        if house is None or scope["path"] != "/_wxemu/ws":
            await send({"type": "websocket.close", "code": REFUSED, "reason": "hello, with the right token, first"})
            return
        said: Iterator[Message] = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": hello}])

        async def again() -> Message:
            return next(said, None) or await receive()

        async def beyond(message: Message) -> None:
            if message["type"] != "websocket.accept":
                await send(message)

        await house.edge.app(scope, again, beyond)

    async def _merchant(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request of a merchant's server: whose account it speaks of."""
        body = await _whole(receive)
        houses = self._by_account(dict(parse_qsl(scope["query_string"].decode("latin-1"))), body)
        if len(houses) == 1:
            await houses[0].edge.app(scope, _replayed(body, receive), send)
            return
        several = ", ".join(f"{self.base}/w/{house.id}" for house in houses or self._houses.values())
        why = "several worlds have this account" if houses else "this account is in no world that is served"
        await _error(404, f"{why}; put the world's own address in front: {several or 'none is served'}")(
            scope, receive, send
        )

    def _by_token(self, token: str) -> House | None:
        return next((one for one in self._houses.values() if secrets.compare_digest(
            one.token.encode(), token.encode())), None)  # fmt: skip

    def _by_account(self, query: dict[str, str], body: bytes) -> list[House]:
        if len(self._houses) == 1:
            return list(self._houses.values())
        token = query.get("access_token")
        if token is not None:
            return [one for one in self._houses.values() if token in one.world.accounts.tokens]
        app_id = query.get("appid") or _field(body, "appid")
        return [one for one in self._houses.values() if app_id in one.world.accounts.all]


@contextlib.asynccontextmanager
async def town() -> AsyncIterator[Town]:
    """On a free port of loopback, while the block runs."""
    with listen("127.0.0.1", 0) as listener:
        made = Town(listener)
        async with serving(made.app, listener):
            try:
                yield made
            finally:
                await made.close()


def _token_of(hello: str) -> str:
    params = _decoded(hello.encode()).get("params")
    token = params.get("token") if isinstance(params, dict) else None
    return token if isinstance(token, str) else ""


def _field(body: bytes, name: str) -> str:
    value = _decoded(body).get(name)
    return value if isinstance(value, str) else ""


def _decoded(text: bytes) -> dict[str, object]:
    """Empty for what is no JSON object."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    said: Iterator[Message] = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def again() -> Message:
        return next(said, None) or await receive()

    return again


def _error(status: int, message: str) -> Response:
    return Response(msgspec.json.encode({"error": {"message": message}}), status, media_type="application/json")
