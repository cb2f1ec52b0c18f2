"""Exactly once: reconnects, reloads, repeated and bad messages on the conversation of ``docs/protocol.md``."""

import json

import pytest
from support import SHOP, Shop, events, result

from emulator.rules import Outcome


@pytest.fixture
def shop():
    return Shop().open()


def reconnect(shop, **alive):
    """The line drops and returns; the page names the instances whose frames live."""
    shop.phone.disconnect()
    return shop.line.hello(alive)


def test_hello_is_answered_first_then_comes_the_state():
    shop = Shop()
    first, second = shop.line.hello()[:2]
    assert first["result"]["phone"] == "p1"
    assert second["method"] == "Phone.state"


def test_events_are_sent_again_until_acknowledged(shop):
    messages = reconnect(shop, i1={"received": 0, "events": 0})
    assert [event for _, event, _ in events(messages)] == ["launch"]
    assert events(reconnect(shop, i1={"received": 0, "events": 1})) == []


def test_an_answered_event_is_forgotten(shop):
    shop.line.say("Phone.home", {})
    shop.line.send({"id": "i1#1", "result": {}})
    again = events(reconnect(shop, i1={"received": 0, "events": 0}))
    assert [event for _, event, _ in again] == ["hide"]


def test_the_line_is_cut_while_the_sheet_is_open(shop):
    card = shop.card()
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    reconnect(shop, i1={"received": 0, "events": 1})
    assert shop.line.state["sheet"]["kind"] == "addCard"
    assert result(shop.line.answer())["errMsg"] == "addCard:ok"
    assert card.quantity == 4


def test_an_answer_lost_on_the_way_is_sent_again_and_nothing_runs_twice(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}))
    item = shop.item(card)
    first = result(shop.line.wx("addCard", {"cardList": [item]}))
    again = reconnect(shop, i1={"received": 0, "events": 1})
    assert result(again) == first
    resent = {"instance": "i1", "call": 1, "received": 0, "name": "addCard", "params": {"cardList": [item]}}
    assert [one for one in shop.line.say("Wx.call", resent, "i1:1") if "result" in one] == []
    assert card.quantity == 4
    reconnect(shop, i1={"received": 1, "events": 1})
    assert shop.phone.front.undelivered == []


def test_answers_while_the_line_is_down_wait(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}, delay=2000))
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    shop.phone.disconnect()
    shop.world.clock.set(shop.world.clock.now() + 5000)
    shop.world.run_due()
    assert shop.line.take() == []
    assert result(shop.line.hello({"i1": {"received": 0, "events": 1}}))["errMsg"] == "addCard:ok"


def test_answers_and_events_keep_their_order_over_a_reconnect(shop):
    shop.line.wx("navigateToMiniProgram", {"appId": "wxeb490c6f9b154ef9"}, tap=True)
    shop.phone.sheet.resume({"action": "confirm"})
    shop.phone.sheets.clear()
    messages = reconnect(shop, i1={"received": 0, "events": 1}, i2={})
    order = [one["id"] for one in messages if str(one.get("id", "")).startswith("i")]
    assert order == ["i1:1", "i1#2", "i2#1"]


def test_a_reload_ends_sheet_and_call_and_starts_the_app_afresh(shop):
    card = shop.card()
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    messages = reconnect(shop)
    assert shop.line.state["sheet"] is None
    assert [app["instance"] for app in shop.line.state["apps"]] == ["i2"]
    assert events(messages)[-1][:2] == ("i2", "launch")
    assert card.quantity == 5
    [end] = shop.world.journal.find("wx.addCard", "end")
    assert end.cause.id == "app.gone"
    assert [one for one in messages if one.get("id") == "i1:1"] == []


def test_an_app_opened_before_any_page_came_is_kept_for_it():
    shop = Shop()
    shop.phone.open_app(SHOP)
    assert events(shop.line.hello())[0][:2] == ("i1", "launch")


def test_the_first_answer_to_a_sheet_wins(shop):
    shop.line.wx("showModal", {"title": "?"})
    sheet = shop.phone.sheet.id
    shop.line.answer("cancel")
    [late] = shop.line.say("Sheet.answer", {"sheet": sheet, "answer": {"action": "confirm"}})
    assert late["result"] == {"accepted": False}


def test_answers_to_closed_instances_are_refused(shop):
    shop.phone.kill(shop.phone.front)
    [error] = shop.line.say("App.tap", {"instance": "i1"})[-1:]
    assert "there is no instance" in error["error"]["message"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "must be an object"),
        ("{}", "needs a method"),
        ('{"id": 1, "method": "Nobody.home"}', "unknown method"),
        ('{"id": 1, "method": 7}', "unknown method"),
        ('{"id": 1, "method": "Wx.call", "params": 3}', "params must be an object"),
        ('{"id": [], "method": "Wx.call"}', "id must be"),
        ('{"id": 5, "method": "Wx.call", "params": {"instance": "i1"}}', "instance:call"),
        ('{"id": "i1:1", "method": "Wx.call", "params": {"instance": "i9", "call": 1}}', "no instance"),
        ('{"id": 1, "method": "Sheet.answer", "params": {"answer": 3}}', "answer must be"),
        ('{"id": 1, "method": "Phone.openApp", "params": {"appId": "../x"}}', "no mini-program"),
        ('{"id": 1, "method": "Phone.openCard", "params": {"code": "0"}}', "no card"),
        ('{"id": 1, "method": "Shell.hello", "params": {"instances": 3}}', "instances must be"),
        ("\ud800".encode("utf-8", "surrogatepass"), "not JSON"),
        ('{"x": "' + "x" * (16 * 1024 * 1024) + '"}', "may have"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_messages_are_answered_and_the_line_lives(shop, text, words):
    shop.phone.peer.receive(text)
    [answer] = [one for one in shop.line.take() if "error" in one]
    assert words in answer["error"]["message"]
    assert result(shop.line.wx("login"))["errMsg"] == "login:ok"


def test_an_id_in_flight_cannot_be_used_again(shop):
    shop.line.wx("showModal", {"title": "?"})
    call = {"instance": "i1", "call": 1, "name": "login"}
    [answer] = shop.line.say("Wx.call", call, "i1:1")
    assert answer["id"] is None
    assert "already in flight" in answer["error"]["message"]


def test_storage_is_kept_per_app_and_in_order(shop):
    write = {"instance": "i1", "set": {"a": "1", "b": "2"}, "remove": [], "clear": False}
    shop.line.say("Storage.write", write)
    shop.line.say("Storage.write", {"instance": "i1", "set": {"c": "3"}, "remove": ["a"]})
    assert shop.phone.storage[SHOP] == {"b": "2", "c": "3"}
    shop.line.say("Storage.write", {"instance": "i1", "clear": True, "set": {"d": "4"}})
    assert shop.phone.storage[SHOP] == {"d": "4"}


def test_the_journal_follows_the_page_that_asks_for_it(shop):
    shop.phone.disconnect()
    messages = shop.line.hello({"i1": {}}, journal=True)
    assert any(one.get("method") == "Journal.entries" for one in messages)
    [entries] = [one["params"]["entries"] for one in shop.line.wx("login") if one.get("method") == "Journal.entries"]
    assert [(entry["kind"], entry["phase"]) for entry in entries] == [("wx.login", "start"), ("wx.login", "end")]
    assert entries[0]["says"]["en"] == "The app calls wx.login"


def test_a_bug_in_a_handler_ends_the_call_and_nothing_else(shop, monkeypatch, caplog):
    from emulator import wx

    monkeypatch.setitem(wx.HANDLERS, "login", lambda call: 1 // 0)
    assert result(shop.line.wx("login"))["errMsg"] == "login:fail system error"
    assert shop.cause() == "emulator.bug"
    assert "ZeroDivisionError" in caplog.text
    assert result(shop.line.wx("checkSession"))["errMsg"] == "checkSession:ok"


def test_modal_and_action_sheet(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/api/ui/interact/wx.showModal.html"""
    shop.line.wx("showModal", {"title": "删除？", "editable": True})
    assert shop.line.state["sheet"]["content"]["confirmText"] == "确定"
    assert result(shop.line.answer(content="好")) == {
        "errMsg": "showModal:ok", "cancel": False, "confirm": True, "content": "好",
    }  # fmt: skip
    shop.line.wx("showActionSheet", {"itemList": ["A", "B"]})
    assert result(shop.line.answer(index=1))["tapIndex"] == 1
    shop.line.wx("showActionSheet", {"itemList": ["A", "B"]})
    assert result(shop.line.answer("cancel"))["errMsg"] == "showActionSheet:fail cancel"
    assert "at least 1 item" in result(shop.line.wx("showActionSheet", {"itemList": []}))["errMsg"]


def test_a_toast_goes_by_the_clock(shop):
    shop.line.wx("showToast", {"title": "好", "duration": 2000})
    assert shop.line.state["toast"]["title"] == "好"
    shop.world.clock.set(shop.world.clock.now() + 2000)
    shop.world.run_due()
    shop.line.take()
    assert shop.line.state["toast"] is None


def test_login_codes_work_once(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html"""
    from emulator.dispatch import serve_api

    code = result(shop.line.wx("login"))["code"]
    query = {"appid": SHOP, "secret": "s2", "js_code": code, "grant_type": "authorization_code"}
    session = serve_api(shop.world, "GET", "/sns/jscode2session", query, b"").body
    assert session["openid"] == shop.world.accounts.openid(SHOP, "u1")
    assert "errcode" not in session
    assert serve_api(shop.world, "GET", "/sns/jscode2session", query, b"").body["errcode"] == 40163
    assert json.dumps(session)
