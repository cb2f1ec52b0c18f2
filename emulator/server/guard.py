"""Who may talk to us: decided before routing, on HTTP and websocket alike, from the raw scope.

The classes of attack: https://green.sapphi.red/blog/local-server-security-best-practices
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = ("localhost", "127.0.0.1", "[::1]")

MAX_BODY = 16 * 1024 * 1024

#: On every answer. Pages with a policy of their own replace the first.
HEADERS = {
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cache-control": b"no-store",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}


class Refused(Exception):
    """The request is not served: HTTP status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Guard:
    """ASGI middleware for a server on *port*, reached as one of *names*; *open_to* says which addresses it has at all.

    The Host must be one of our own names, so that a foreign name rebound to 127.0.0.1 gets nothing. An Origin must
    be ours: ``null``, a sub-domain, another port or address is refused. Without an Origin it is a program: allowed,
    for tokens decide what it may do. The ``Sec-Fetch-Site`` of a browser must be our own, except for opening
    a page of ours.

    *secure*: over TLS, and no page is served there, so that every Origin is foreign.
    """

    def __init__(
        self,
        app: App,
        port: int,
        names: Iterable[str] = NAMES,
        open_to: Callable[[str], bool] = lambda path: True,
        secure: bool = False,
    ) -> None:
        self._app = app
        self._open_to = open_to
        # A client that is led to another port still believes that it talks to the usual one.
        bare = list(names) if secure or port == 80 else []
        self._hosts = {host.encode() for host in [*(f"{name}:{port}" for name in names), *bare]}
        self._origins = frozenset() if secure else {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._check(scope)
        except Refused as refusal:
            await _refuse(scope, receive, send, refusal)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        await self._serve_http(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        host = _only(scope, b"host", needed=True)
        if host is None or host.lower() not in self._hosts:
            raise Refused(400, "this Host is not ours; open the address that the emulator printed")
        origin = _only(scope, b"origin")
        if origin is not None and origin.lower() not in self._origins:
            raise Refused(403, "requests from other sites are refused")
        site = _only(scope, b"sec-fetch-site")
        if site not in (None, b"same-origin", b"none") and not _opens_page(scope):
            raise Refused(403, "requests from other sites are refused")
        if not self._open_to(scope["path"]):
            raise Refused(403, "this address is for the machine itself, not for its network")
        length = _only(scope, b"content-length")
        if length is not None and length.isdigit() and int(length) > MAX_BODY:
            raise Refused(413, f"a request may have {MAX_BODY} bytes")

    async def _serve_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0

        async def count() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                # Starlette answers this one by itself, wherever it is raised.
                raise HTTPException(413, f"a request may have {MAX_BODY} bytes")
            return message

        async def harden(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                message = {**message, "headers": given + [row for row in HEADERS.items() if row[0] not in names]}
            await send(message)

        await self._app(scope, count, harden)


def _only(scope: Scope, name: bytes, needed: bool = False) -> bytes | None:
    """The header's one value; none is bad where it is *needed*, two are always bad."""
    found: list[bytes] = [value for key, value in scope["headers"] if key.lower() == name]
    if len(found) > 1 or (needed and not found):
        raise Refused(400, f"a request needs exactly one {name.decode().title()} header")
    return found[0] if found else None


def _opens_page(scope: Scope) -> bool:
    """A link or bookmark that opens our page in a tab of its own."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] in ("/", "/_wxemu/view")
        and _only(scope, b"sec-fetch-mode") == b"navigate"
        and _only(scope, b"sec-fetch-dest") == b"document"
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Refused) -> None:
    kind = "http.response"
    if scope["type"] == "websocket":
        await receive()
        kind = "websocket.http.response"
    body = f"{refusal}\n".encode()
    headers = [
        *HEADERS.items(),
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": f"{kind}.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
