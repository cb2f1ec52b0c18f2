"""What every handler of the admin API needs: its request, and a way to tell of changes."""

from collections.abc import Callable
from typing import Any

import msgspec

from ..errors import BadInput
from ..world import World

Answer = dict[str, Any]


class Request(msgspec.Struct):
    tail: str
    query: dict[str, str]
    body: dict[str, Any]

    def only(self, *keys: str) -> dict[str, Any]:
        """The body, if it has none but these keys."""
        for key in self.body:
            if key not in keys:
                raise BadInput(f"{key!r} is not known here; there is {', '.join(keys)}")
        return self.body


def read_json(body: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise BadInput("the body must be an object")
    return value


#: Handlers by name (``*`` stands for one more part of the path) and verb.
Routes = dict[tuple[str, str], Callable[[World, Request], Answer]]


def changed(world: World, changes: Answer) -> Answer:
    what = msgspec.json.encode(changes).decode()
    world.journal.add("wechat", "world.changed", says_id="says.world.changed", says_values={"what": what[:200]},
                      detail=changes)  # fmt: skip
    world.touch_phones()
    return {"profile": world.switches.profile, "switches": world.switches.values()}
