"""The whole world as one JSON object."""

from typing import Any

import msgspec

from ..errors import BadInput
from ..exporting import export_world
from ..world import World
from .request import Answer, Request, Routes


def _export(world: World, request: Request) -> Answer:
    secrets = request.query.get("secrets", "")
    if secrets not in ("", "keep"):
        raise BadInput("secrets must be keep, or left out")
    made: dict[str, Any] = msgspec.to_builtins(export_world(world, secrets == "keep"))
    return made


ROUTES: Routes = {("export", "GET"): _export}
