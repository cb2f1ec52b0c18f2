"""What a merchant's own server asks of WeChat during a recording is a step of the scenario: it does not run again."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from support import base_info

from emulator.crypto import sign_card
from emulator.dispatch import serve_api
from emulator.recording import Recording
from emulator.scenario.drafting import draft
from emulator.scenario.model import load
from emulator.scenario.origin import origin
from emulator.scenario.runner import run_case
from emulator.testing import open_project
from emulator.world import World

APP = "wx00000000000000aa"
PROJECT = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["a"]}),
    "a.js": """Page({ data: { said: '' }, ask({ currentTarget: { dataset: { path } } }) {
      const success = ({ data }) => data.says ? this.setData({ said: data.says }) : wx.addCard({ cardList: data })
      wx.request({ url: `https://api.shop.example/${path}`, success })
    } })""",
    "a.wxml": "".join(
        f'<button data-path="{path}" bindtap="ask">{path}</button>' for path in ("use", "join", "make", "look", "new")
    )
    + "<view>{{said}}</view>",
    "world.yaml": """
mini_program: {app_id: wx00000000000000aa, name: Shop}
merchant: {name: Shop}
user: {owns: [latte, club]}
cards:
  latte: {card_id: pLATTE, title: Latte}
  club: {card_id: pCLUB, title: Club, kind: member, activated: false}
""",
}
LATTE = {"card_id": "pLATTE"}
#: What the server asks at each address of its own.
ASKS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "use": ("/card/code/consume", "pLATTE", {}),
    "join": ("/card/membercard/activate", "pCLUB", {"membership_number": "1001", "init_bonus": 88}),
    "make": ("/card/qrcode/create", "pLATTE", {"action_name": "QR_CARD", "action_info": {"card": LATTE}}),
    "look": ("/card/membercard/userinfo/get", "pCLUB", {}),
}  # fmt: skip


def answer(fetch, data):
    header = {"content-type": "application/json"}
    return {"statusCode": 200, "header": header, "cookies": [], "body": json.dumps(data).encode()}


def signed(world):
    """The server makes a member card and signs for it."""
    account = next(one for one in world.accounts.all.values() if one.kind == "official")
    now = world.clock.seconds()
    info = {"base_info": base_info(title="New", date_info={"type": "DATE_TYPE_PERMANENT"}), "prerogative": "10% off",
            "supply_bonus": True, "supply_balance": False, "auto_activate": True}  # fmt: skip
    body = json.dumps({"card": {"card_type": "MEMBER_CARD", "member_card": info}}).encode()
    token = world.accounts.issue_token(account, now).value
    card_id = serve_api(world, "POST", "/card/create", {"access_token": token}, body).body["card_id"]
    ext = {"timestamp": str(now), "nonce_str": "once"}
    signature = sign_card(world.accounts.ticket(account, "wx_card", now).value, card_id, ext)
    return [{"cardId": card_id, "cardExt": json.dumps({**ext, "signature": signature})}]


@pytest.fixture
def record(tmp_path, monkeypatch):
    shop = tmp_path / "shop"
    shop.mkdir()
    for name, text in PROJECT.items():
        (shop / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    worlds: list[World] = []

    def fetch(fetch):
        [world] = worlds
        if fetch.url.endswith("/new"):
            return answer(fetch, signed(world))
        path, card_id, more = ASKS[urlsplit(fetch.url).path.strip("/")]
        account = world.accounts[world.cards[card_id].app_id]
        [held] = world.held.of_user("u1", card_id)
        token = world.accounts.issue_token(account, world.clock.seconds()).value
        body = {**({} if path == "/card/qrcode/create" else {"card_id": card_id, "code": held.code}), **more}
        reply = serve_api(world, "POST", path, {"access_token": token}, json.dumps(body).encode())
        assert reply.body["errcode"] == 0, reply.body
        return answer(fetch, {"says": "done"})

    def recorded(*taps):
        with open_project(shop, fetch=fetch) as app:
            worlds.append(app.world)
            app.world.recording = Recording("command", app.world.clock.now())
            for tap in taps:
                app.world.note(app.phone, "App.did", {"do": "tap", "text": tap})
                app.tap(tap)
                if app.sheet:
                    app.answer()
            return shop, draft(app.world, origin(shop, APP), "recorded")

    return recorded


def test_what_changed_cards_and_memberships_is_asked_again(record):
    shop, made = record("use", "join")
    assert [one.row for one in made.steps] == [
        {"tap": "use"},
        {"api": "/card/code/consume", "with": {"card": "Latte"}},
        {"tap": "join"},
        {"api": "/card/membercard/activate", "with": {"card": "Club", "membership_number": "1001", "init_bonus": 88}},
    ]
    assert made.lost == []
    file = shop / "recorded.scenario.yaml"
    file.write_text(made.text(), "utf-8")
    scenario = load(file)
    assert scenario.cases[0].expect["wallet"]["Club"] == {"count": 1, "active": True, "bonus": 88}
    result = run_case(scenario.cases[0], scenario)
    assert result.ok, result.faults


def test_what_only_reads_is_no_step_and_what_makes_a_name_is_told(record):
    _, made = record("look", "make")
    assert [one.row for one in made.steps] == [{"tap": "look"}, {"tap": "make"}]
    assert made.lost == ["/card/qrcode/create, asked by the merchant's server"]


def test_a_card_that_it_makes_is_one_of_the_files(record):
    shop, made = record("new")
    assert made.lost == []
    [(name, card)] = made.own["cards"].items()
    assert f"cardExt: $card_ext {name}" in made.text()
    assert card["info"]["base_info"]["title"] == "New"
    assert made.expect["wallet"]["New"] == {"count": 1, "active": True, "bonus": 0}
    file = shop / "recorded.scenario.yaml"
    file.write_text(made.text(), "utf-8")
    scenario = load(file)
    result = run_case(scenario.cases[0], scenario)
    assert result.ok, result.faults
