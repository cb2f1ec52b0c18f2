"""Replies to the app's own requests, for those who have no server of their own running."""

from ..backend import reply_from
from ..errors import BadInput
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
    replies = [reply_from(row, f"replies[{index}]") for index, row in enumerate(rows)]
    check_cards(world, [one.data for one in replies])
    world.backend.order(on, replies)
    changed(world, {"backend": on, "replies": len(rows)})
    return _backend(world, request)


def _forget(world: World, request: Request) -> Answer:
    world.backend = world.backend.at_start()
    changed(world, {"backend": "as at the start"})
    return _backend(world, request)


ROUTES: Routes = {
    ("backend", "GET"): _backend,
    ("backend", "POST"): _order,
    ("backend", "DELETE"): _forget,
}
