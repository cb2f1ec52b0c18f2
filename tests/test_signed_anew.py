"""A recording in which a merchant's own server has signed runs again, sealed too: with words that sign anew.

https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import json
import re
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from support import Shop

from emulator.cli import commands
from emulator.crypto import sign_card
from emulator.merchantwords import filled
from emulator.recording import Recording
from emulator.scenario.drafting import draft
from emulator.scenario.model import load
from emulator.scenario.origin import origin
from emulator.scenario.runner import run_case
from emulator.scenario.signing import signs_anew
from emulator.sealed.filming import sealed_recording
from emulator.testing import open_project
from emulator.world import World

APP = "wx00000000000000aa"
SCRIPT = """
const take = cardList => wx.addCard({ cardList })
const ask = (path, then) => wx.request({ url: `https://api.shop.example${path}`, success: ({ data }) => then(data) })
Page({
  whole() { ask('/whole', ({ cards }) => take(cards)) },
  channel() { ask('/channel', take) },
  parts() {
    ask('/parts', ({ timestamp, nonceStr, cards }) => take(cards.map(({ cardId, signature }) =>
      ({ cardId, cardExt: JSON.stringify({ timestamp, nonce_str: nonceStr, signature }) }))))
  },
  timed() {
    ask('/timed', ({ cardId, timestamp, signature }) =>
      take([{ cardId, cardExt: JSON.stringify({ timestamp, signature }) }]))
  },
})
"""
PROJECT = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["a"]}),
    "a.js": SCRIPT,
    "a.wxml": "".join(f'<button bindtap="{name}">{name}</button>' for name in ("whole", "channel", "parts", "timed")),
    "world.yaml": """
mini_program: {app_id: wx00000000000000aa, name: Shop}
merchant: {name: Shop}
hosts: {api.shop.example: "http://127.0.0.1:9"}
cards:
  latte: {card_id: pLATTE, title: Latte}
  mocha: {card_id: pMOCHA, title: Mocha}
""",
}


class Server:
    """Signs as a real one does: with WeChat's ticket, another nonce each time."""

    world: World

    def __init__(self):
        self._nonces = 0

    def ext(self, card_id, **more):
        self._nonces += 1
        ext = {"timestamp": str(self.world.clock.seconds()), "nonce_str": f"nonce-{self._nonces}", **more}
        return {**ext, "signature": sign_card(self.ticket, card_id, ext)}

    @property
    def ticket(self):
        world = self.world
        account = world.accounts[world.cards["pLATTE"].app_id]
        return world.accounts.ticket(account, "wx_card", world.clock.seconds()).value

    def __call__(self, fetch):
        first, now = self.ext("pLATTE"), {"timestamp": str(self.world.clock.seconds())}
        both = [(id_, json.dumps(self.ext(id_))) for id_ in ("pLATTE", "pMOCHA")]
        answers = {
            "/whole": {"cards": [{"cardId": card_id, "cardExt": ext} for card_id, ext in both]},
            "/channel": [{"cardId": "pMOCHA", "cardExt": json.dumps(self.ext("pMOCHA", outer_str="counter"))}],
            "/parts": {"timestamp": int(first["timestamp"]), "nonceStr": first["nonce_str"],
                       "cards": [{"cardId": "pLATTE", "signature": first["signature"]}]},
            "/timed": {"cardId": "pMOCHA", **now, "signature": sign_card(self.ticket, "pMOCHA", now)},
        }  # fmt: skip
        body = json.dumps(answers[urlsplit(fetch.url).path]).encode()
        header = {"content-type": "application/json"}
        return {"statusCode": 200, "header": header, "cookies": [], "body": body}


@pytest.fixture
def project(tmp_path, monkeypatch):
    shop = tmp_path / "shop"
    shop.mkdir()
    for name, text in PROJECT.items():
        (shop / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return shop


#: What is tapped, what the file then says, and what is in the wallet.
TAPPED = {
    "whole": ("cardExt: $card_ext mocha", {"Latte": 1, "Mocha": 1}),
    "channel": ("cardExt: {$card_ext: mocha, outer_str: counter}", {"Mocha": 1}),
    "parts": ("{timestamp: $timestamp, nonceStr: $nonce_str, cards: [{cardId: pLATTE, signature: $signature latte}]}",
              {"Latte": 1}),
    "timed": ("{cardId: pMOCHA, timestamp: $timestamp, signature: $signature mocha}", {"Mocha": 1}),
}  # fmt: skip


@pytest.fixture(params=TAPPED)
def recorded(project, request):
    """What was tapped and recorded, the world of it, and the scenario that it became."""
    tapped = request.param
    server = Server()
    with open_project(project, fetch=server) as app:
        server.world = world = app.world
        world.recording = Recording("command", world.clock.now())
        world.note(app.phone, "App.did", {"do": "tap", "text": tapped})
        app.tap(tapped).answer()
        assert {face["title"] for face in world.wallet(app.phone)} == TAPPED[tapped][1].keys()
        yield tapped, server, draft(world, origin(project, APP), "recorded")


def test_the_scenario_signs_anew_and_passes(recorded, project):
    tapped, _, made = recorded
    words, wallet = TAPPED[tapped]
    text = made.text()
    assert words in text
    assert not re.search(r"[0-9a-f]{40}", text)
    assert made.expect["wallet"] == wallet
    file = project / "recorded.scenario.yaml"
    file.write_text(text, "utf-8")
    scenario = load(file)
    result = run_case(scenario.cases[0], scenario)
    assert result.ok, result.faults


def test_sealed_it_runs_on_another_machine(recorded, project, tmp_path_factory, monkeypatch):
    _, server, made = recorded
    world = server.world
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    page = elsewhere / "page.html"
    of, file = origin(project, APP), project / "recorded.scenario.yaml"
    page.write_text(sealed_recording(world.recording, world.journal.entries, world, made, of, file, []), "utf-8")
    assert server.ticket not in page.read_text("utf-8")
    monkeypatch.chdir(elsewhere)
    told = CliRunner().invoke(commands, ["test", "page.html", "--lang", "en"])
    assert told.exit_code == 0, told.output


def test_a_case_whose_replies_were_signed_by_hand_is_sealed_so_that_it_runs(tmp_path, monkeypatch):
    ext = {"timestamp": "1740543991", "nonce_str": "cc420ff3"}
    signed = json.dumps({**ext, "signature": sign_card("TICKET", "pLATTE", ext)})
    (tmp_path / "t.scenario.yaml").write_text(f"""format: wxemu-scenario/1
title: t
world:
  merchant: {{ api_ticket: TICKET }}
  cards: {{ latte: {{ card_id: pLATTE }} }}
  backend: {{ /sign: {{ data: {{ ext: '{signed}' }} }} }}
cases:
  - case: one
    says: s
    steps:
      - {{ call: request, with: {{ url: "https://a.example/sign" }} }}
    expect:
      app_saw:
        - request.success: {{ data: {{ ext: '$matches "signature": "[0-9a-f]{{40}}"' }} }}
        - request.complete: {{}}
""", "utf-8")  # fmt: skip
    monkeypatch.chdir(tmp_path)
    command = ["export", "page.html", "--html", "--scenario", "t.scenario.yaml", "--lang", "en"]
    told = CliRunner().invoke(commands, command)
    assert told.exit_code == 0, told.output
    assert "$card_ext latte" in (tmp_path / "page.html").read_text("utf-8")
    assert "does not go" not in told.output


def test_what_fits_no_ticket_of_the_world_stays_as_it_was():
    shop = Shop().open()
    card = shop.card(title="Coffee")
    says = signs_anew(shop.world, {"coffee": card.card_id})
    ext = {"timestamp": "1740543991", "nonce_str": "n"}
    other = {"ext": json.dumps({**ext, "signature": sign_card("ANOTHER", card.card_id, ext)}), "sha": "0" * 40}
    assert says(other) == other


def test_cards_of_one_reply_have_nonces_of_their_own_unless_it_names_one():
    """``nonce_str``: another one for each request; a repeated one makes the claim fail."""
    shop = Shop().open()
    shop.card(title="Coffee")
    exts = [json.loads(one)["nonce_str"] for one in filled(shop.world, ["$card_ext Coffee", "$card_ext Coffee"])]
    assert len(set(exts)) == 2
    parts = {"nonce": "$nonce_str", "signature": "$signature Coffee"}
    several = filled(shop.world, [parts, parts])
    assert several[0]["nonce"] != several[1]["nonce"]
    ext = json.loads(filled(shop.world, {"$card_ext": "Coffee", "outer_str": "x", "code": "1"}))
    assert ext.keys() == {"timestamp", "nonce_str", "outer_str", "code", "signature"}
    [card] = shop.world.cards.values()
    account = shop.world.accounts[card.app_id]
    ticket = shop.world.accounts.ticket(account, "wx_card", shop.world.clock.seconds()).value
    assert ext["signature"] == sign_card(ticket, card.card_id, ext)
