"""The admin API of ``docs/protocol.md`` section 9."""

import json

import pytest
from support import SHOP, START, Shop, events, result

from emulator import admin


@pytest.fixture
def shop():
    return Shop().open()


def ask(shop, method, path, body=None, **query):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    return admin.serve(shop.world, method, path, query, raw)


def ok(shop, method, path, body=None, **query):
    status, answer = ask(shop, method, path, body, **query)
    assert status == 200, answer
    return answer


def test_the_world_shows_the_whole_book(shop):
    shop.card()
    world = ok(shop, "GET", "world")
    assert world["profile"] == "documented"
    assert {"id", "says", "source", "confidence", "value", "default"} <= set(world["switches"][0])
    assert world["cards"][0]["quantity"] == 5
    assert json.dumps(world)


def test_profile_switches_phone_and_account_can_be_changed(shop):
    answer = ok(shop, "PATCH", "world", {"profile": "observed", "switches": {"tap.window": 100}})
    assert answer["switches"]["tap.window"] == 100
    assert answer["switches"]["component.return-keys"] == "five"
    assert ok(shop, "PATCH", "phone", {"platform": "android", "baseLibrary": "1.0.1"})["platform"] == "android"
    assert shop.world.switches["home.scene"] == "kept"
    assert ok(shop, "PATCH", f"accounts/{SHOP}", {"verified": False, "bound": False})["verified"] is False
    assert not shop.world.accounts.bound(SHOP, SHOP)


def test_a_theme_change_reaches_the_apps(shop):
    ok(shop, "PATCH", "phone", {"theme": "dark"})
    assert events(shop.line.take())[-1][1:] == ("theme", {"theme": "dark"})


def test_rules_come_and_go(shop):
    rule = {"on": "addCard", "times": 1, "outcome": {"error": "no"}}
    [made] = ok(shop, "POST", "rules", rule)["rules"]
    shop.line.take()
    assert shop.line.state["rules"] == [made]
    assert result(shop.line.wx("addCard", {"cardList": []}))["errMsg"] == "addCard:fail no"
    assert shop.line.state["rules"] == []
    [made] = ok(shop, "POST", "rules", {**rule, "times": None})["rules"]
    assert ok(shop, "DELETE", f"rules/{made['id']}")["rules"] == []
    ok(shop, "POST", "rules", rule)
    assert ok(shop, "DELETE", "rules")["rules"] == []


def test_the_clock_moves_everything(shop):
    ok(shop, "POST", "rules", {"on": "login", "outcome": {"delay": 1000}})
    shop.line.wx("login")
    assert ok(shop, "POST", "clock/advance", {"ms": 1000}) == {"now": START + 1000, "frozen": True}
    messages = shop.line.take()
    assert result(messages)["errMsg"] == "login:ok"
    assert events(messages)[-1][1:] == ("clock", {"now": START + 1000, "frozen": True})
    assert ok(shop, "PATCH", "clock", {"frozen": False})["frozen"] is False
    assert ok(shop, "PATCH", "clock", {"now": START, "frozen": True}) == {"now": START, "frozen": True}


def test_wallet_journal_and_events(shop):
    card = shop.card()
    ok(shop, "POST", "rules", {"on": "addCard", "outcome": {"answer": {"action": "confirm"}}})
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    [held] = ok(shop, "GET", "wallet")["cards"]
    assert shop.api("/card/code/decrypt", encrypt_code=held["encryptCode"])["code"] == held["code"]
    entries = ok(shop, "GET", "journal")["entries"]
    assert ok(shop, "GET", "journal", after=str(entries[-2]["seq"]))["entries"][0] == entries[-1]
    assert [event["Event"] for event in ok(shop, "GET", "events")["events"]] == ["card_pass_check", "user_get_card"]


def test_reset_begins_anew(shop):
    card = shop.card()
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    shop.phone.storage[SHOP] = {"a": "1"}
    world = ok(shop, "POST", "reset")
    assert world["cards"] == []
    assert world["phone"]["sheet"] is None
    assert [app["instance"] for app in world["phone"]["apps"]] == ["i2"]
    assert shop.phone.storage == {}
    assert [entry.kind for entry in shop.world.journal.entries][-1] == "world.reset"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "nothing", None, 404, "no /_wxemu/nothing"),
        ("GET", "../secrets", None, 404, "there is no"),
        ("PUT", "world", None, 405, "takes GET, PATCH"),
        ("PATCH", "world", b"{", 400, "not JSON"),
        ("PATCH", "world", [], 400, "must be an object"),
        ("PATCH", "world", {"profil": 1}, 400, "not known"),
        ("PATCH", "world", {"profile": "dream"}, 400, "documented, observed"),
        ("PATCH", "world", {"switches": {"x": 1}}, 400, "no switch"),
        ("PATCH", "phone", {"platform": "symbian"}, 400, "ios, android, devtools"),
        ("PATCH", "phone", {"baseLibrary": "new"}, 400, "3.8.7"),
        ("PATCH", "phone", {"colour": "red"}, 400, "no setting"),
        ("PATCH", "accounts/wx9", {}, 400, "no account"),
        ("PATCH", f"accounts/{SHOP}", {"verified": "yes"}, 400, "true or false"),
        ("POST", "rules", {"outcome": {}}, 400, "on must be"),
        ("POST", "rules", {"on": "x", "times": 0, "outcome": {}}, 400, "times"),
        ("POST", "rules", {"on": "x", "outcome": {"delay": -1}}, 400, "milliseconds"),
        ("POST", "rules", {"on": "x", "outcome": {"fail": "x"}}, 400, "outcome has no"),
        ("DELETE", "rules/r9", None, 400, "no rule"),
        ("PATCH", "clock", {"now": "noon"}, 400, "milliseconds"),
        ("POST", "clock/advance", {"ms": -1}, 400, "not negative"),
    ],
)
def test_bad_requests_say_what_is_wrong_and_change_nothing(shop, method, path, body, status, words):
    before = ok(shop, "GET", "world")
    got, answer = ask(shop, method, path, body)
    assert got == status
    assert words in answer["error"]["message"]
    assert ok(shop, "GET", "world") == before


REPLY = {"status": 201, "data": {"token": "t1"}, "where": {"code": "c1"}}


def test_replies_to_the_apps_requests_come_and_go(shop):
    on = "POST https://api.example.com/login"
    [made] = ok(shop, "POST", "backend", {"on": on, "replies": [REPLY]})["replies"][on]
    assert made == {
        **REPLY,
        "base64": None,
        "header": {},
        "takes": 0,
        "fail": None,
        "aside": False,
        "later": True,
        "used": 0,
    }
    asked = {"url": on.partition(" ")[2], "method": "POST", "body": '{"code": "c1"}'}
    answer = result(shop.line.wx("request", asked))
    assert (answer["statusCode"], answer["body"]) == (201, '{"token": "t1"}')
    assert shop.world.journal.find("wx.request", "end")[-1].detail["reply"] == on
    assert ok(shop, "GET", "backend")["replies"][on][0]["used"] == 1
    assert ok(shop, "DELETE", "backend")["replies"] == {}


@pytest.mark.parametrize(("body", "said"), [
    ({"on": "login", "replies": [{}]}, "'login' names no request; it looks like"),
    ({"on": "/login", "replies": []}, "at least one"),
    ({"on": "/login", "replies": {}}, "replies a list"),
    ({"on": 1, "replies": [{}]}, "on must be a text"),
    ({"on": "/login", "replies": [{}, 1]}, "replies[1] must be an object"),
    ({"on": "/login", "replies": [{"state": 1}]}, "replies[0] has no 'state'"),
    ({"on": "/login", "replies": [{"status": 99}]}, "replies[0].status must be an HTTP status"),
    ({"on": "/login", "replies": [{"status": True}]}, "replies[0].status must be"),
    ({"on": "/login", "replies": [{"header": {"a": 1}}]}, "replies[0].header must be an object of texts"),
    ({"on": "/login", "replies": [{"takes": -1}]}, "replies[0].takes must be a number of milliseconds"),
    ({"on": "/login", "replies": [{"where": {"a": ["$matches ("]}}]}, "replies[0].where: '(' is no regular expression"),
])  # fmt: skip
def test_a_reply_that_is_none_is_refused_in_words(shop, body, said):
    status, answer = ask(shop, "POST", "backend", body)
    assert status == 400
    assert said in answer["error"]["message"]
