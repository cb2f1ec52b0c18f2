"""What a merchant's call costs: ``python -m benchmarks.merchant``.

First over HTTP, the server's processor time for a call against a bare uvicorn + Starlette route that reads and writes
JSON, each in a process of its own. Then without HTTP, the same calls in a small world and in one with 10,000 cards and
100,000 codes. Ratios matter; the figures themselves are this machine's.
"""

import argparse
import gc
import http.client
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from emulator.cards import HeldCard
from emulator.crypto import sign_card
from emulator.dispatch import serve_api, serve_phone
from emulator.world import World

from .bridge import APP, CARD, Child, child, row
from .server_ours import OFFICIAL, make_world

NEW_CARD = {
    "card_type": "GROUPON",
    "groupon": {
        "base_info": {
            "logo_url": "http://example.com/logo.png", "brand_name": "Bench", "title": "card", "color": "Color010",
            "notice": "show it", "description": "a card", "code_type": "CODE_TYPE_QRCODE", "sku": {"quantity": 9},
            "date_info": {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 30, "fixed_begin_term": 0},
        },
    },
}  # fmt: skip
FEW, MANY_CARDS, MANY_CODES = 10, 10_000, 100_000


# -- over HTTP ------------------------------------------------------------------------------------------------------


class Caller:
    """A back end that keeps its connection, as SDKs do."""

    def __init__(self, server: Child) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", server.port)
        self.token = ""

    def ask(self, method: str, path: str, params: Any = None) -> dict[str, Any]:
        body = None if params is None else json.dumps(params)
        self._line.request(method, f"{path}{'&' if '?' in path else '?'}access_token={self.token}", body)
        answer: dict[str, Any] = json.loads(self._line.getresponse().read())
        if answer.get("errcode", 0):
            raise RuntimeError(f"{path}: {answer}")
        return answer

    def close(self) -> None:
        self._line.close()


def log_in(caller: Caller) -> None:
    query = f"grant_type=client_credential&appid={OFFICIAL}&secret=s1"
    caller.token = caller.ask("GET", f"/cgi-bin/token?{query}")["access_token"]


def card_get(caller: Caller) -> None:
    caller.ask("POST", "/card/get", {"card_id": CARD})


def card_create(caller: Caller) -> None:
    caller.ask("POST", "/card/create", {"card": NEW_CARD})


#: What is asked of ours; the bare server is asked the same, and answers with what it was sent.
OVER_HTTP: dict[str, Callable[[Caller], None]] = {"/card/get": card_get, "/card/create": card_create}


def cpu_per_call(name: str, ask: Callable[[Caller], None], calls: int) -> float:
    """Microseconds of the server's processor time."""
    with child(name, 1) as server:
        caller = Caller(server)
        log_in(caller) if name == "ours" else setattr(caller, "token", "t" * 136)
        for _ in range(50):
            ask(caller)
        before = server.cpu()
        for _ in range(calls):
            ask(caller)
        spent = server.cpu() - before
        caller.close()
        return spent / calls * 1e6


# -- worlds of two sizes --------------------------------------------------------------------------------------------


@dataclass
class Shop:
    """A world with so many cards and codes, its back end, and a user who holds ten of the codes."""

    world: World
    token: str
    codes: list[str]

    def ask(self, path: str, **params: Any) -> dict[str, Any]:
        reply = serve_api(self.world, "POST", path, {"access_token": self.token}, json.dumps(params).encode()).body
        if reply.get("errcode", 0):
            raise RuntimeError(f"{path}: {reply}")
        return reply


def make_shop(cards: int, codes: int) -> Shop:
    world = make_world(1)
    official, now = world.accounts[OFFICIAL], world.clock.seconds()
    token = world.accounts.issue_token(official, now).value
    base = world.cards[CARD].base
    ids = [world.add_card(OFFICIAL, "GROUPON", {"base_info": dict(base)}).card_id for _ in range(cards)]
    for number, card_id in zip(range(codes), itertools.cycle(ids)):
        user = "u1" if number < FEW else f"x{number % 1000}"
        world.held.add(HeldCard(f"{number:012}", card_id, user, APP, now, now, None))
    world.journal.clear()
    shop = Shop(world, token, [f"{number:012}" for number in range(FEW)])
    serve_phone(world, world.phones["p1"])
    return shop


def fresh_codes(shop: Shop) -> Iterator[str]:
    """Codes of the user, new ones, each good for one redemption."""
    for number in itertools.count():
        code, now = f"N{number:011}", shop.world.clock.seconds()
        shop.world.held.add(HeldCard(code, CARD, "u1", APP, now, now, None))
        yield code


def redeemed(shop: Shop) -> Callable[[], Any]:
    codes = list(itertools.islice(fresh_codes(shop), 20_000))
    return lambda: shop.ask("/card/code/consume", code=codes.pop())


def deposited(shop: Shop) -> Callable[[], Any]:
    """A card in deposit mode, with as many codes as there are in this world."""
    mode = {"use_custom_code": True, "get_custom_code_mode": "GET_CUSTOM_CODE_MODE_DEPOSIT"}
    card = shop.world.add_card(OFFICIAL, "GROUPON", {"base_info": {**shop.world.cards[CARD].base, **mode}})
    card.deposited += [held.code for held in shop.world.held]
    return lambda: shop.ask("/card/code/checkcode", card_id=card.card_id, code=[shop.codes[0], "none"])


def claims(shop: Shop) -> Callable[[], Any]:
    """addCard by rule, as the mini-program calls it; the messages are made before they are timed."""
    world, phone = shop.world, shop.world.phones["p1"]
    hello = {"id": 1, "method": "Shell.hello", "params": {"token": "", "instances": {}}}
    phone.peer.receive(json.dumps(hello))
    phone.open_app(APP)
    phone.peer.messages()
    assert phone.front is not None
    instance, numbers = phone.front.instance, itertools.count(1)
    ticket = world.accounts.ticket(world.accounts[OFFICIAL], "wx_card", world.clock.seconds()).value

    def claim() -> None:
        number = next(numbers)
        ext: dict[str, Any] = {"timestamp": 1, "nonce_str": str(number)}
        item = {"cardId": CARD, "cardExt": json.dumps({**ext, "signature": sign_card(ticket, CARD, ext)})}
        call = {"instance": instance, "call": number, "received": number - 1, "name": "addCard",
                "params": {"cardList": [item]}}  # fmt: skip
        phone.peer.receive(json.dumps({"id": f"{instance}:{number}", "method": "Wx.call", "params": call}))
        told = "".join(phone.peer.messages())
        if "addCard:ok" not in told:
            raise RuntimeError(f"not claimed: {told[:500]}")

    return claim


#: What is measured in both worlds → what makes the call.
IN_WORLDS: dict[str, Callable[[Shop], Callable[[], Any]]] = {
    "/card/get": lambda shop: lambda: shop.ask("/card/get", card_id=CARD),
    "/card/create": lambda shop: lambda: shop.ask("/card/create", card=NEW_CARD),
    "/card/code/checkcode": deposited,
    "/card/batchget": lambda shop: lambda: shop.ask("/card/batchget", offset=0, count=10),
    "/card/code/get": lambda shop: lambda: shop.ask("/card/code/get", code=shop.codes[3]),
    "/card/code/consume": redeemed,
    "/card/user/getcardlist": lambda shop: lambda: shop.ask(
        "/card/user/getcardlist", openid=shop.world.accounts.openid(OFFICIAL, "u1"),
        card_id=next(iter(shop.world.held)).card_id),
    "wx.addCard": claims,
}  # fmt: skip


def time_call(shops: list[Shop], make: Callable[[Shop], Callable[[], Any]], calls: int) -> list[float]:
    """Microseconds of a call in each world: the median of many, the worlds taking turns."""
    asks = [make(shop) for shop in shops]
    times: list[list[float]] = [[] for _ in shops]
    for _ in range(calls):
        for ask, found in zip(asks, times, strict=True):
            began = time.perf_counter()
            ask()
            found.append(time.perf_counter() - began)
    return [statistics.median(found) * 1e6 for found in times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000, help="calls of each measure")
    options = parser.parse_args()
    print(f"{'over HTTP: server CPU of a call':<34}{'wxemu':>10}{'bare':>10} {'unit':<9}{'ratio':>6}    aim")
    for name, ask in OVER_HTTP.items():
        row(name, "µs", cpu_per_call("ours", ask, options.calls), cpu_per_call("bare", ask, options.calls), "≤ 2")
    print(f"\n{'10,000 cards and 100,000 codes':<34}{'many':>10}{'few':>10} {'unit':<9}{'ratio':>6}    aim")
    few, many = make_shop(FEW, FEW), make_shop(MANY_CARDS, MANY_CODES)
    gc.collect()
    gc.freeze()
    for name, make in IN_WORLDS.items():
        small, large = time_call([few, many], make, options.calls)
        row(name, "µs", large, small, "≤ 1.5")


if __name__ == "__main__":
    main()
