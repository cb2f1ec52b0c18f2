"""The coffee house's server, on the emulator's own API and on a scripted WeChat."""

import json
import sys
from pathlib import Path

import pytest
from support import Line, result

from emulator.clock import Clock
from emulator.dispatch import serve_api, serve_phone
from emulator.worldfile import load_world

FIXTURES = Path(__file__).parents[1] / "fixtures"
sys.path.insert(0, str(FIXTURES))

from merchant.house import CoffeeHouse  # noqa: E402
from merchant.membership import jump_parameters  # noqa: E402
from merchant.offers import OFFERS  # noqa: E402
from merchant.server import Config  # noqa: E402
from merchant.signing import signature  # noqa: E402
from merchant.wechat import WeChat, WeChatError  # noqa: E402

MINI = Config().mini_appid
COMPONENT = "wxeb490c6f9b154ef9"


class Demo:
    """The demo's world, its merchant on it, and Anna's phone with the coffee house's mini-program open."""

    def __init__(self):
        self.world = load_world(FIXTURES / "apps" / "coffee" / "world.yaml", Clock(1519869600000, frozen=True))
        self.phone = self.world.phones["p1"]
        self.asked, self.failures = [], {}
        config = Config()
        self.house = CoffeeHouse(self.door, config.appid, config.secret, config.mini_appid, config.mini_secret)
        serve_phone(self.world, self.phone)
        self.line = Line(self.phone)
        self.line.hello()
        self.phone.open_app(MINI)
        self.line.take()

    def door(self, method, path, query, body):
        self.asked.append(path)
        if self.failures.get(path):
            return {"errcode": self.failures[path].pop(0), "errmsg": "no"}
        sent = b"" if body is None else json.dumps(body).encode()
        return serve_api(self.world, method, path, query, sent).body

    def ask(self, method, path, status=200, **params):
        query, body = (params, b"") if method == "GET" else ({}, json.dumps(params).encode())
        given, answer = self.house.handle(method, path, query, body)
        assert given == status, answer
        return answer

    def log_in(self):
        code = result(self.line.wx("login"))["code"]
        return self.ask("POST", "/api/session", code=code)["session"]

    def card(self, kind):
        return next(card for card in self.ask("GET", "/api/menu")["cards"] if card["kind"] == kind)

    def take(self, *kinds):
        """Claim cards as the mini-program does; the entries of addCard's answer."""
        ids = [self.card(kind)["cardId"] for kind in kinds]
        self.line.wx("addCard", self.ask("POST", "/api/card-ext", cardIds=ids))
        return result(self.line.answer())["cardList"]

    def fill_in_form(self):
        """Through the component; its extraData."""
        extra = self.ask("GET", "/api/membership/params", card="member", outer_str="test")
        self.line.wx("navigateToMiniProgram", {"appId": COMPONENT, "extraData": extra}, tap=True)
        self.line.answer()
        opened = result(self.line.wx("memberCardOpen", {"extraData": extra}))
        assert "error" not in opened, opened["cause"]
        fields = {line["id"]: "1" for line in opened["form"]["required"]}
        return result(self.line.wx("memberCardSubmit", {"fields": fields}))["extraData"]


@pytest.fixture
def demo():
    return Demo()


def test_the_menu_holds_all_offers_with_their_stock(demo):
    cards = demo.ask("GET", "/api/menu")["cards"]
    assert [card["kind"] for card in cards] == [offer.kind for offer in OFFERS]
    assert [card["kind"] for card in cards if card["member"]] == ["member", "student"]
    assert all(set(card["title"]) == {"zh", "en"} for card in cards)
    assert demo.card("first-cup")["stock"] == 1
    assert demo.asked.count("/card/create") == len(OFFERS)


def test_a_taken_card_is_decoded_and_listed(demo):
    session = demo.log_in()
    [entry] = demo.take("latte")
    card = demo.ask("POST", "/api/decode", session=session, code=entry["code"])
    assert card["kind"] == "latte"
    assert card["status"] == "NORMAL"
    assert demo.world.held.find(card["code"]).outer_str is None
    assert demo.ask("GET", "/api/cards", session=session)["cards"] == [card]
    assert demo.ask("GET", "/api/cards", session=demo.log_in())["cards"] == [card]


def test_three_cards_at_once_each_with_its_own_nonce(demo):
    entries = demo.take("latte", "cash", "pour-over")
    assert [entry["isSuccess"] for entry in entries] == [True, True, True]
    assert len({json.loads(entry["cardExt"])["nonce_str"] for entry in entries}) == 3


def test_the_channel_is_in_card_ext_and_not_signed(demo):
    ids = [demo.card("latte")["cardId"]]
    demo.line.wx("addCard", demo.ask("POST", "/api/card-ext", cardIds=ids, outer_str="home"))
    [entry] = result(demo.line.answer())["cardList"]
    code = demo.ask("POST", "/api/decode", session=demo.log_in(), code=entry["code"])["code"]
    assert demo.world.held.find(code).outer_str == "home"


def test_joining_end_to_end(demo):
    session = demo.log_in()
    assert demo.ask("GET", "/api/membership", session=session) == {"member": None}
    extra = demo.fill_in_form()
    sent = {key: extra[key] for key in ("activate_ticket", "card_id", "code")}
    member = demo.ask("POST", "/api/membership/activate", session=session, **sent)["member"]
    assert member["active"] is True
    assert member["bonus"] == 88
    assert member["number"].startswith("HILL")
    held = demo.world.held.find(extra["code"])
    assert demo.world.face_of(demo.world.cards[held.card_id], held)["member"]["level"] == "小丘"
    assert demo.ask("GET", "/api/membership", session=session)["member"] == member
    before = len(demo.asked)
    assert demo.ask("POST", "/api/membership/activate", session=session, **sent)["member"] == member
    assert "/card/membercard/activate" not in demo.asked[before:]


@pytest.mark.parametrize(("failures", "status"), [([72012], 200), ([72012, 72012], 502), ([72013], 502)])
def test_a_ticket_that_fails_at_first_is_tried_once_more(demo, failures, status):
    """https://developers.weixin.qq.com/community/personal/oCJUsw-yOvbxVS8F8uaflD_VITJU/follow"""
    session, extra = demo.log_in(), demo.fill_in_form()
    sent = {key: extra[key] for key in ("activate_ticket", "card_id", "code")}
    demo.failures = {"/card/membercard/activatetempinfo/get": failures}
    answer = demo.ask("POST", "/api/membership/activate", status, session=session, **sent)
    assert not any(demo.failures.values())
    if status == 200:
        assert answer["member"]["active"] is True


def test_a_spent_token_is_replaced(demo):
    demo.ask("GET", "/api/menu")
    demo.world.accounts.tokens.clear()
    before = len(demo.asked)
    demo.ask("GET", "/api/menu")
    assert demo.asked[before:][:3] == ["/card/get", "/cgi-bin/token", "/card/get"]


def test_after_a_reset_of_the_world_the_cards_are_made_again(demo):
    session = demo.log_in()
    [entry] = demo.take("latte")
    demo.ask("POST", "/api/decode", session=session, code=entry["code"])
    demo.world.reset()
    demo.line = Line(demo.phone)
    demo.line.hello()
    demo.phone.open_app(MINI)
    demo.line.take()
    assert len(demo.ask("GET", "/api/menu")["cards"]) == len(OFFERS)
    assert demo.ask("GET", "/api/cards", session=session)["cards"] == []
    [entry] = demo.take("latte")
    assert entry["isSuccess"] is True


@pytest.mark.parametrize(
    ("method", "path", "params", "status", "words"),
    [
        ("GET", "/api/nothing", {}, 404, "there is no GET /api/nothing"),
        ("POST", "/api/card-ext", {}, 400, "cardIds"),
        ("POST", "/api/card-ext", {"cardIds": ["pStrange"]}, 404, "not one of our cards"),
        ("POST", "/api/session", {}, 400, "code is missing"),
        ("POST", "/api/session", {"code": "x"}, 502, "40029"),
        ("GET", "/api/cards", {}, 401, "log in first"),
        ("GET", "/api/membership/params", {"card": "latte"}, 400, "no member card"),
    ],
)
def test_bad_requests_are_told_why(demo, method, path, params, status, words):
    assert words in demo.ask(method, path, status, **params)["error"]["message"]


def test_a_body_that_is_not_json(demo):
    assert demo.house.handle("POST", "/api/card-ext", {}, b"{")[0] == 400
    assert demo.house.handle("POST", "/api/card-ext", {}, b"[]")[0] == 400


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({}, "22dce6bad4db532d4a2ef82ca2ca7bbe1e10ef28"),
        ({"code": "random_code"}, "2e9c6d12952246e071717d7baeab20c30420b5cd"),
        ({"openid": "random_openid"}, "ded860a5dd4467312764bd86e544ad0579cbfad0"),
        ({"code": "random_code", "openid": "random_openid"}, "950dc1842852457ea573d4d6af34879c1ec093c8"),
    ],
    ids=["V1", "V2", "V3", "V4"],
)
def test_signatures(extra, expected):
    """wechatpy tests/test_client.py, test_jsapi_get_jsapi_add_card_params"""
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    assert signature(ticket, "random_card_id", "1414587457", "Wm3WZYTPz0wzccnW", **extra) == expected


def test_the_jump_url_of_geturl():
    url = (
        "https://mp.weixin.qq.com/bizmall/activatemembercard?action=preshow&&encrypt_card_id=a%2Bb%2Fc%3D"
        "&outer_str=a%20b&biz=MzU2NzQxNTg3Mw%3D%3D#wechat_redirect"
    )
    assert jump_parameters(url) == {"encrypt_card_id": "a+b/c=", "outer_str": "a%20b", "biz": "MzU2NzQxNTg3Mw=="}
    assert jump_parameters(url.replace("&outer_str=a%20b", ""))["outer_str"] == ""


def test_token_and_ticket_are_kept_until_they_are_nearly_over():
    now, asked = [0.0], []

    def door(method, path, query, body):
        asked.append(path)
        kind = "access_token" if path == "/cgi-bin/token" else "ticket"
        return {kind: f"v{len(asked)}", "expires_in": 7200}

    wechat = WeChat(door, "wx1", "s", lambda: now[0])
    assert wechat.card_ticket() == wechat.card_ticket() == "v2"
    now[0] = 6899
    assert wechat.card_ticket() == "v2"
    now[0] = 6901
    assert wechat.card_ticket() == "v4"
    assert asked == ["/cgi-bin/token", "/cgi-bin/ticket/getticket"] * 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_is_replaced_once_and_not_for_ever(code):
    asked = []

    def door(method, path, query, body):
        asked.append(path)
        good = {"access_token": "t", "expires_in": 7200}
        return good if path == "/cgi-bin/token" else {"errcode": code, "errmsg": "no"}

    with pytest.raises(WeChatError, match=str(code)):
        WeChat(door, "wx1", "s").post("/card/get", {"card_id": "p"})
    assert asked == ["/cgi-bin/token", "/card/get"] * 2


def test_the_demo_world_and_the_server_agree():
    world = load_world(FIXTURES / "apps" / "coffee" / "world.yaml")
    config = Config()
    assert world.accounts[config.appid].secret == config.secret
    assert world.accounts[config.mini_appid].secret == config.mini_secret
    assert world.switches["addCard.report"] == "page"
