"""Replies to the app's own requests, for those who have no server of their own running."""

from typing import Any

from ..backend import Canned
from ..errors import BadInput
from ..matching import marker_fault_in
from ..merchantwords import check_cards
from ..world import World
from .request import Answer, Request, Routes, changed


def _backend(world: World, request: Request) -> Answer:
    return {"replies": {on: [one.to_json() for one in rows] for on, rows in world.backend.replies.items()}}


def _order(world: World, request: Request) -> Answer:
    body = request.only("on", "replies")
    on, rows = body.get("on"), body.get("replies")
    if not isinstance(on, str) or not isinstance(rows, list):
        raise BadInput("on must be a text such as 'POST https://api.example.com/login', and replies a list")
    replies = [_canned(row, f"replies[{index}]") for index, row in enumerate(rows)]
    check_cards(world, [one.data for one in replies])
    world.backend.order(on, replies)
    changed(world, {"backend": on, "replies": len(rows)})
    return _backend(world, request)


def _forget(world: World, request: Request) -> Answer:
    world.backend = world.backend.at_start()
    changed(world, {"backend": "as at the start"})
    return _backend(world, request)


#: What a reply may hold: the kind of each value, in words too.
_FIELDS: dict[str, tuple[type | None, str]] = {
    "status": (int, "an HTTP status, 100 to 599"),
    "data": (None, ""),
    "header": (dict, "an object of texts"),
    "takes": (int, "a number of milliseconds"),
    "fail": (str, "a text"),
    "where": (None, ""),
}


def _canned(row: Any, path: str) -> Canned:
    """A reply from its JSON. Raises BadInput naming what is wrong."""
    if not isinstance(row, dict):
        raise BadInput(f"{path} must be an object with {', '.join(_FIELDS)}")
    for key, value in row.items():
        if key not in _FIELDS:
            raise BadInput(f"{path} has no {key!r}; it has {', '.join(_FIELDS)}")
        kind, words = _FIELDS[key]
        if (kind is not None and type(value) is not kind) or not _in_range(key, value):
            raise BadInput(f"{path}.{key} must be {words}")
    if fault := marker_fault_in(row.get("where")):
        raise BadInput(f"{path}.where: {fault}")
    return Canned(**row)


def _in_range(key: str, value: Any) -> bool:
    if key == "status":
        return bool(100 <= value <= 599)
    if key == "takes":
        return bool(0 <= value < 1 << 53)
    return key != "header" or all(isinstance(one, str) for one in value.values())


ROUTES: Routes = {
    ("backend", "GET"): _backend,
    ("backend", "POST"): _order,
    ("backend", "DELETE"): _forget,
}
