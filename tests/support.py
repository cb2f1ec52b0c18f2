"""Plain verbs for the tests: a world with a shop, a line to its phone, and signed cards."""

import itertools
import json
from pathlib import Path
from typing import Any

from emulator.accounts import Account
from emulator.cards import Card
from emulator.clock import Clock
from emulator.crypto import sign_card
from emulator.dispatch import serve_api, serve_phone
from emulator.phone import Phone
from emulator.project import Project
from emulator.world import World
from emulator.worldfile import component_project

START = 1519869600000
SHOP = "wx1234567890abcdef"
OFFICIAL = "wx0000000000000001"
COMPONENT = "wxeb490c6f9b154ef9"


def base_info(**more: Any) -> dict[str, Any]:
    return {
        "logo_url": "https://example.com/logo.png",
        "brand_name": "山丘咖啡",
        "title": "拿铁券",
        "color": "Color010",
        "notice": "请出示二维码",
        "description": "一杯拿铁",
        "code_type": "CODE_TYPE_QRCODE",
        "date_info": {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 30, "fixed_begin_term": 0},
        "sku": {"quantity": 5},
        "get_limit": 3,
        **more,
    }


class Shop:
    """A frozen world with a verified mini-program, its official account, and one phone on the line."""

    def __init__(self, seed: int = 7) -> None:
        self.world = World(Clock(START, frozen=True), seed)
        self.world.add_account(Account(OFFICIAL, "official", "山丘咖啡", "s1", "gh_hill", platform="op1"))
        self.world.add_account(Account(SHOP, "mini_program", "山丘咖啡小程序", "s2", platform="op1"))
        self.world.add_project(Project(SHOP, "山丘咖啡", Path("."), app_json={"pages": ["pages/home/home"]}))
        self.world.add_project(component_project())
        self.phone = self.world.add_phone()
        serve_phone(self.world, self.phone)
        self.line = Line(self.phone)
        self._nonce = itertools.count(1)

    def open(self) -> "Shop":
        """Connect the phone and start the shop's mini-program."""
        self.line.hello()
        self.phone.open_app(SHOP)
        self.line.take()
        return self

    def card(self, card_type: str = "GROUPON", info: dict[str, Any] | None = None, **base: Any) -> Card:
        return self.world.add_card(OFFICIAL, card_type, {"base_info": base_info(**base), **(info or {})})

    def member_card(self, *, form: bool = True, **info: Any) -> Card:
        date = {"type": "DATE_TYPE_PERMANENT"}
        given = {"wx_activate": True, "wx_activate_after_submit": True, **info}
        card = self.card("MEMBER_CARD", given, date_info=date, title="会员卡")
        if form:
            required = {"common_field_id_list": ["USER_FORM_INFO_FLAG_MOBILE", "USER_FORM_INFO_FLAG_NAME"]}
            card.form = {"required_form": required}
        return card

    @property
    def ticket(self) -> str:
        account = self.world.accounts[OFFICIAL]
        return self.world.accounts.ticket(account, "wx_card", self.world.clock.seconds()).value

    def ext(self, card: Card, *, ticket: str | None = None, **fields: Any) -> dict[str, Any]:
        """A signed cardExt as an object."""
        seconds = self.world.clock.seconds()
        ext = {"timestamp": seconds, "nonce_str": f"nonce{next(self._nonce)}", **fields}
        return {**ext, "signature": sign_card(ticket or self.ticket, card.card_id, ext)}

    def item(self, card: Card, **fields: Any) -> dict[str, Any]:
        """An entry of cardList."""
        return {"cardId": card.card_id, "cardExt": json.dumps(self.ext(card, **fields))}

    @property
    def token(self) -> str:
        return self.world.accounts.issue_token(self.world.accounts[OFFICIAL], self.world.clock.seconds()).value

    def api(self, path: str, token: str | None = None, **params: Any) -> dict[str, Any]:
        """POST to the merchant API with the official account's token."""
        query = {"access_token": token or self.token}
        return serve_api(self.world, "POST", path, query, json.dumps(params).encode()).body

    def claimed(self, card: Card, **fields: Any) -> str:
        """Let the user take this card; its plain code. The shop must be open."""
        self.line.wx("addCard", {"cardList": [self.item(card, **fields)]})
        answer = result(self.line.answer())["cardList"][0]
        assert answer["isSuccess"], answer
        return str(self.api("/card/code/decrypt", encrypt_code=answer["code"])["code"])

    def cause(self) -> str | None:
        """The cause id of the last ended call."""
        ends = [entry for entry in self.world.journal.entries if entry.phase == "end"]
        return ends[-1].cause.id if ends and ends[-1].cause else None


class Line:
    """The page's end of the conversation, as a simple client would keep it."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self._ids = itertools.count(1)
        self.calls: dict[str, int] = {}
        self.state: dict[str, Any] = {}

    def hello(self, instances: dict[str, Any] | None = None, journal: bool = False) -> list[dict[str, Any]]:
        params = {"token": "t", "instances": instances or {}, "journal": journal}
        return self.say("Shell.hello", params)

    def say(self, method: str, params: dict[str, Any], id_: Any = None) -> list[dict[str, Any]]:
        """Send a request; returns all that came back."""
        self.send({"id": next(self._ids) if id_ is None else id_, "method": method, "params": params})
        return self.take()

    def send(self, message: dict[str, Any]) -> None:
        self.phone.peer.receive(json.dumps(message))

    def take(self) -> list[dict[str, Any]]:
        messages = [json.loads(text) for text in self.phone.peer.messages()]
        for message in messages:
            if message.get("method") == "Phone.state":
                self.state = message["params"]
        return messages

    def wx(self, name: str, params: Any = None, *, instance: str | None = None, tap: bool = False) -> list[Any]:
        """Call wx.name from the app in front; returns what came back."""
        front = self.phone.front
        assert front is not None
        instance = instance or front.instance
        if tap:
            self.send({"method": "App.tap", "params": {"instance": instance}})
        number = self.calls[instance] = self.calls.get(instance, 0) + 1
        call = {"instance": instance, "call": number, "received": 0, "name": name, "params": params or {}}
        if params is not None and not isinstance(params, dict):
            call["params"] = params
        return self.say("Wx.call", call, f"{instance}:{number}")

    def answer(self, action: str = "confirm", **more: Any) -> list[dict[str, Any]]:
        """Answer the sheet in sight."""
        sheet = self.phone.sheet
        assert sheet is not None, "no sheet is open"
        return self.say("Sheet.answer", {"sheet": sheet.id, "answer": {"action": action, **more}})


def result(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The one answer of a wx call among these messages."""
    found = [one["result"] for one in messages if isinstance(one.get("id"), str) and "result" in one]
    assert len(found) == 1, f"expected one answer, got {messages}"
    answer: dict[str, Any] = found[0]
    return answer


def events(messages: list[dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    """(instance, event, options) of each App.event, in order."""
    return [
        (one["params"]["instance"], one["params"]["event"], one["params"]["options"])
        for one in messages
        if one.get("method") == "App.event"
    ]
