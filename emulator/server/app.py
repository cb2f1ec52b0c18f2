"""Which address is answered by what: our page, its phone's line, the admin API; all else is WeChat's server API."""

import asyncio
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from .. import admin
from ..admin.request import read_json
from ..dispatch import serve_api
from ..errors import BadInput
from ..phone import Phone
from ..scenario.origin import Origin
from ..texts import say
from ..world import World
from .background import Background
from .files import Files
from .guard import App, Guard
from .lan import Grade, Keys, Lan, open_to_guests
from .pages import PLAYER_POLICY, Page
from .sockets import Sockets, attach

if TYPE_CHECKING:
    from .recorder import Recorder

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Edge:
    """One world on one port. ``background.run()`` must run beside the app."""

    def __init__(
        self,
        world: World,
        token: str,
        pages: dict[str, Page],
        port: int,
        allow_push: Iterable[str] = (),
        lan: Lan | None = None,
        origin: Origin | None = None,
    ) -> None:
        attach(world)
        self.world = world
        self.files = Files(world)
        self.background = Background(world, allow_push)
        self._keys = Keys(token, lan)
        self._lan = lan
        self._origin = origin
        self._pages = pages
        #: The addresses of this port, the first that fits answers.
        self.routes: list[BaseRoute] = [
            *(Route(path, self._page, methods=["GET"]) for path in pages),
            WebSocketRoute("/_wxemu/ws", Sockets(world, self._keys)),
            Route("/_wxemu/apps/{app_id}", self._describe, methods=["GET"]),
            Route("/_wxemu/apps/{app_id}/assets/{id}", self._asset, methods=["GET"]),
            Route("/_wxemu/pair", self._pair, methods=["POST"]),
            Route("/_wxemu/share", self._share, methods=["GET"]),
            Route("/_wxemu/recording/sealed", self._sealed, methods=["GET"]),
            Route("/_wxemu/recording", self._recording, methods=["GET", "POST"]),
            Route("/_wxemu/{path:path}", self._admin, methods=METHODS),
            Route("/favicon.ico", _nothing, methods=["GET"]),
            Route("/.well-known/{path:path}", _nothing, methods=["GET"]),
            Route("/{path:path}", self._wechat, methods=METHODS),
        ]
        app = _routed(self.routes)
        self.app: App = Guard(app, port)
        self.lan_app: App | None = Guard(app, lan.port, [lan.host], open_to_guests) if lan else None
        #: WeChat's own paths and no others; its guard is up to whoever serves it.
        self.merchant: App = _routed([Route("/{path:path}", self._wechat, methods=METHODS)])

    @cached_property
    def _recorder(self) -> "Recorder":
        """Read when somebody records: all that scenarios need takes a third of the start."""
        from .recorder import Recorder

        return Recorder(self.world, self._origin)

    async def _page(self, request: Request) -> Response:
        page = self._pages[request.scope["path"]]
        return Response(page.body, headers=page.headers)

    async def _describe(self, request: Request) -> Response:
        if not self._is(request, "owner", "guest"):
            return _no_token()
        project = self.world.projects.get(request.path_params["app_id"])
        if project is None:
            return _json(404, {"error": {"message": f"there is no mini-program {request.path_params['app_id']!r}"}})
        try:
            told = await self.files.describe(self._phone(request), project, request.query_params.get("instance", ""))
        except BadInput as error:
            return _json(404, {"error": {"message": str(error)}})
        return _json(200, told)

    async def _asset(self, request: Request) -> Response:
        if not self._is(request, "owner", "guest"):
            return _no_token()
        asset = self.files.asset(request.path_params["app_id"], request.path_params["id"])
        try:
            body = None if asset is None else await asyncio.to_thread(asset.file.read_bytes)
        except OSError:
            body = None
        if asset is None or body is None:
            return _json(404, {"error": {"message": "there is no such file"}})
        return Response(body, media_type=asset.type)

    async def _admin(self, request: Request) -> Response:
        if not self._is(request, "owner"):
            return _no_token()
        path, query = request.path_params["path"], dict(request.query_params)
        status, body = admin.serve(self.world, request.method, path, query, await request.body())
        self.world.commit()
        return _json(status, body)

    async def _wechat(self, request: Request) -> Response:
        query = dict(request.query_params)
        reply = serve_api(self.world, request.method, request.scope["path"], query, await request.body())
        self.world.commit()
        if reply.lost:
            # The answer never comes: the line stays open until the caller hangs up.
            await request.receive()
            return Response(status_code=503)
        if reply.delay:
            await self.background.wait(reply.delay)
        return _json(reply.status, reply.body)

    async def _pair(self, request: Request) -> Response:
        """A colleague's code for a token to drive the phone with."""
        lan = self._lan
        if lan is None:
            return _json(404, {"error": {"message": "the emulator was not started with --lan"}})
        try:
            code = msgspec.json.decode(await request.body(), type=dict[str, Any]).get("code")
        except (msgspec.DecodeError, RecursionError):
            return _json(400, {"error": {"message": "the body must be an object with a code"}})
        token = lan.pair(code)
        told = "lan.paired" if token else "lan.locked" if lan.locked else "lan.wrong-code"
        self.world.journal.add("wechat", told, ok=token is not None, says_id=f"says.{told}")
        if token is None:
            return _json(
                423 if lan.locked else 403, {"error": {"message": say(f"says.{told}")["en"]}, "left": lan.left}
            )
        return _json(200, {"token": token})

    async def _share(self, request: Request) -> Response:
        if not self._is(request, "owner"):
            return _no_token()
        return _json(200, {"lan": self._lan.to_json() if self._lan else None})

    async def _recording(self, request: Request) -> Response:
        if not self._is(request, "owner"):
            return _no_token()
        try:
            if request.method == "POST":
                return _json(200, await self._recorder.turn(read_json(await request.body())))
        except BadInput as error:
            return _json(400, {"error": {"message": str(error)}})
        return _json(200, self._recorder.state())

    async def _sealed(self, request: Request) -> Response:
        """A file to be saved, never shown here."""
        if not self._is(request, "owner"):
            return _no_token()
        try:
            html = await self._recorder.sealed()
        except BadInput as error:
            return _json(400, {"error": {"message": str(error)}})
        return Response(html, media_type="text/html", headers={"content-security-policy": PLAYER_POLICY})

    def _is(self, request: Request, *grades: Grade) -> bool:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return scheme == "Bearer" and self._keys.grade(token) in grades

    def _phone(self, request: Request) -> Phone:
        """The one that the query names, else the first."""
        phones = self.world.phones
        return phones.get(request.query_params.get("phone", "")) or next(iter(phones.values()))


def _routed(routes: list[BaseRoute]) -> Starlette:
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return app


def _json(status: int, body: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")


def _no_token() -> Response:
    return _json(401, {"error": {"message": "this needs the header Authorization: Bearer TOKEN"}})


def _nothing(request: Request) -> Response:
    """What browsers ask for by themselves is no call of WeChat's API."""
    return Response(status_code=404)
