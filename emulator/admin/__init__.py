"""The admin API under ``/_wxemu/``: ``docs/protocol.md`` section 9. The edge has checked the token already."""

from ..errors import BadInput
from ..recording import Act
from ..world import World
from . import backend, core, export, openapi, phones, pushes, signing
from .core import advance
from .request import Answer, Request, Routes, read_json

_OWN: Routes = {("openapi.json", "GET"): lambda world, request: openapi.document()}

ROUTES: Routes = {
    **core.ROUTES, **backend.ROUTES, **phones.ROUTES, **pushes.ROUTES, **signing.ROUTES, **export.ROUTES, **_OWN,
}  # fmt: skip

#: Named by its whole path.
_ADVANCE = "clock/advance"


def serve(world: World, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, Answer]:
    """Answer one request; *path* without ``/_wxemu/``. Returns the HTTP status and the JSON body."""
    head, _, tail = path.strip("/").partition("/")
    known = {verb: action for (name, verb), action in ROUTES.items() if name == (f"{head}/*" if tail else head)}
    if path.strip("/") == _ADVANCE:
        known = {"POST": core.move_clock}
    if not known:
        return 404, _error(f"there is no /_wxemu/{path.strip('/')}")
    if method not in known:
        return 405, _error(f"/_wxemu/{path.strip('/')} takes {', '.join(known)}, not {method}")
    act = None
    try:
        given = read_json(body)
        act = _noted(world, method, path.strip("/"), query, given)
        return 200, known[method](world, Request(tail, query, given))
    except BadInput as error:
        if act is not None:
            act.refused = True
        return 400, _error(str(error))


def _noted(world: World, method: str, path: str, query: dict[str, str], given: Answer) -> Act | None:
    """A change of the world, for a recording."""
    if method == "GET" or path == "sign":
        return None
    phone = world.phones.get(query.get("phone", "")) or next(iter(world.phones.values()))
    return world.note(phone, f"{method} {path}", given)


def _error(message: str) -> Answer:
    return {"error": {"message": message}}


__all__ = ["ROUTES", "advance", "serve"]
