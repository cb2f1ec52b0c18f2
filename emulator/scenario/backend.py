"""What answers the app's requests: the demonstration's merchant server without a socket, or real HTTP where a host says
so. All else has no address, so that a run never depends on the network."""

import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ..dispatch import serve_api
from ..questions import Fetch
from ..shipped import MERCHANT, merchant_config, merchant_module
from ..world import World
from ..wx.network import UNKNOWN_HOST

Door = Callable[[Fetch], dict[str, Any]]


def door(world: World, http: Door) -> Door:
    """*http* makes real requests."""
    servers = {host: _house(world) for host, to in world.hosts.items() if to == MERCHANT}

    def fetch(fetch: Fetch) -> dict[str, Any]:
        parts = urlsplit(fetch.url)
        host = parts.hostname or ""
        if host not in world.hosts:
            return {"error": UNKNOWN_HOST}
        if host not in servers:
            return http(fetch)
        status, answer = servers[host](fetch.method, parts.path, dict(parse_qsl(parts.query)), fetch.body)
        return {"statusCode": status, "header": {}, "cookies": [], "body": json.dumps(answer).encode()}

    return fetch


def _house(world: World) -> Callable[..., tuple[int, dict[str, Any]]]:
    """The coffee house on the world's clock and seed."""
    count = itertools.count(1)

    def draw(size: int) -> str:
        return world.seed.bytes("merchant", str(next(count))).hex()[: 2 * size]

    def wechat(method: str, path: str, query: dict[str, str], body: dict[str, Any] | None) -> dict[str, Any]:
        content = b"" if body is None else json.dumps(body).encode()
        reply = serve_api(world, method, path, query, content)
        return {} if reply.lost else reply.body

    house = merchant_module("house").CoffeeHouse(
        wechat, **merchant_config(world), now=lambda: world.clock.now() / 1000, draw=draw
    )
    handle: Callable[..., tuple[int, dict[str, Any]]] = house.handle
    return handle
