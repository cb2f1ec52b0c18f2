"""Whatever a program passes: an answer in WeChat's words, no bug of ours, and a phone that still shows its wallet."""

import json
from typing import Any

import pytest
from support import COMPONENT, OFFICIAL, SHOP, Shop, events, result

from emulator import admin
from emulator.rules import Outcome

ODD: list[Any] = [None, True, 0, -1, 1.5, 10**30, "", "山", "²", "a" * 5000, [], {}, [[]], {"a": {}}]


@pytest.fixture
def shop():
    return Shop().open()


def finish(shop, messages, **answer):
    """The answer to a call, confirming what it asks."""
    if shop.phone.sheet:
        messages = messages + shop.line.answer(**answer)
    return result(messages)


def is_well(shop):
    """No call ended by a fault of ours, and all that the page and the panel show can be shown."""
    ends = [entry.cause.id for entry in shop.world.journal.entries if entry.cause]
    for kind in ("world", "journal", "wallet", "events"):
        status, shown = admin.serve(shop.world, "GET", kind, {}, b"")
        assert status == 200
        json.dumps(shown)
    return "emulator.bug" not in ends


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
class TestAnyValue:
    def test_in_card_list(self, shop, value):
        card = shop.card()
        for item in (value, {"cardId": value, "cardExt": "{}"}, {"cardId": card.card_id, "cardExt": value}):
            assert finish(shop, shop.line.wx("addCard", {"cardList": [item]}))["errMsg"].startswith("addCard:fail ")
        for item in (value, {"cardId": value, "code": "1"}, {"cardId": card.card_id, "code": value}):
            assert finish(shop, shop.line.wx("openCard", {"cardList": [item]}))["errMsg"].startswith("openCard:fail ")
        assert is_well(shop)

    @pytest.mark.parametrize(
        "key", ["timestamp", "nonce_str", "code", "openid", "outer_str", "fixed_begintimestamp", "balance", "signature"]
    )
    def test_in_card_ext(self, shop, key, value):
        card = shop.card(use_custom_code=key == "code")
        item = {"cardId": card.card_id, "cardExt": json.dumps({**shop.ext(card), key: value})}
        finish(shop, shop.line.wx("addCard", {"cardList": [item]}))
        assert is_well(shop)

    def test_in_what_hovers_and_asks(self, shop, value):
        for key in ("title", "duration", "icon", "image", "mask"):
            result(shop.line.wx("showToast", {"title": "好", key: value}))
        for key in ("title", "content", "showCancel", "cancelText", "confirmText", "editable", "placeholderText"):
            finish(shop, shop.line.wx("showModal", {key: value}))
        for key in ("itemList", "itemColor", "alertText"):
            finish(shop, shop.line.wx("showActionSheet", {"itemList": ["甲"], key: value}), index=value)
        assert is_well(shop)

    def test_in_a_request(self, shop, value):
        for key in ("url", "method", "header", "body", "timeout", "responseType"):
            shop.line.wx("request", {"url": "https://hill.example", "bodyIsBase64": True, key: value})
        assert is_well(shop)

    def test_in_a_jump_and_in_the_component(self, shop, value):
        for key in ("appId", "path", "extraData", "envVersion", "noRelaunchIfPathUnchanged"):
            finish(shop, shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT, key: value}, tap=True))
            shop.phone.open_app(SHOP)
            shop.line.take()
        card = shop.member_card()
        good = {"create_card_appid": OFFICIAL, "card_id": card.card_id}
        shop.phone.open_app(COMPONENT)
        shop.line.take()
        for key in ("encrypt_card_id", "biz", "outer_str", "activate_type", "jump_url", "card_code", *good):
            result(shop.line.wx("memberCardOpen", {"extraData": {**good, key: value}}))
            result(shop.line.wx("memberCardSubmit", {"fields": {"USER_FORM_INFO_FLAG_MOBILE": value}}))
        assert is_well(shop)

    def test_from_the_page(self, shop, value):
        for method, params in (
            ("Phone.openApp", {"appId": value}),
            ("Phone.openCard", {"code": "1", "cardId": value}),
            ("Sheet.answer", {"sheet": value, "answer": {"action": "confirm"}}),
            ("Wx.call", {"instance": value, "call": 1, "name": "login"}),
        ):
            assert "error" in shop.line.say(method, params)[-1] or method == "Sheet.answer"
        assert is_well(shop)

    def test_from_the_panel(self, shop, value):
        for path, body in (
            ("rules", {"on": "addCard", "outcome": {"answer": value}}),
            ("rules", {"on": "addCard", "outcome": {"delay": value}}),
            ("clock/advance", {"ms": value}),
        ):
            status, _ = admin.serve(shop.world, "POST", path, {}, json.dumps(body).encode())
            assert status == 400 or value == 0
        assert is_well(shop)


@pytest.mark.parametrize("duration", ["long", -1, 0, None, [], True])
def test_a_duration_that_is_none_is_the_default(shop, duration):
    """https://developers.weixin.qq.com/miniprogram/dev/api/ui/interact/wx.showToast.html"""
    assert result(shop.line.wx("showToast", {"title": "好", "duration": duration}))["errMsg"] == "showToast:ok"
    admin.advance(shop.world, 1499)
    assert shop.phone.toast is not None
    admin.advance(shop.world, 1)
    assert shop.phone.toast is None


def test_half_an_emoji_is_told_on_as_one_unknown_character(shop):
    """JavaScript can cut an emoji in two; its JSON then holds what UTF-8 cannot."""
    assert result(shop.line.wx("showToast", {"title": "\ud83d 好"}))["errMsg"] == "showToast:ok"
    assert shop.line.state["toast"]["title"] == "\ufffd 好"
    result(shop.line.wx("showToast", {"title": "\ud83d\ude00"}))
    assert shop.line.state["toast"]["title"] == "😀"


def test_depth_is_refused_not_fallen_into(shop):
    deep = "[" * 100_000
    shop.phone.peer.receive(deep)
    assert "not JSON" in shop.line.take()[-1]["error"]["message"]
    card = shop.card()
    finish(shop, shop.line.wx("addCard", {"cardList": [{"cardId": card.card_id, "cardExt": deep}]}))
    assert shop.cause() == "card-ext.not-json"
    assert admin.serve(shop.world, "PATCH", "world", {}, deep.encode())[0] == 400


@pytest.mark.parametrize("begin", ["soon", -1, 10**12, 1.5, {}])
def test_a_begin_that_is_no_second_is_refused(shop, begin):
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"""
    answer = finish(shop, shop.line.wx("addCard", {"cardList": [shop.item(shop.card(), fixed_begintimestamp=begin)]}))
    assert answer["errMsg"] == "addCard:fail invalid card_ext"
    assert shop.cause() == "card-ext.begin"


def test_a_begin_in_seconds_moves_the_validity(shop):
    """Number and text both occur."""
    noon = shop.world.clock.seconds() + 86_400
    for begin in (noon, str(noon)):
        finish(shop, shop.line.wx("addCard", {"cardList": [shop.item(shop.card(), fixed_begintimestamp=begin)]}))
    assert [held.begin for held in shop.world.held.of_user("u1")] == [noon, noon]


@pytest.mark.parametrize("timestamp", [None, ""])
def test_a_timestamp_must_say_something(shop, timestamp):
    finish(shop, shop.line.wx("addCard", {"cardList": [shop.item(shop.card(), timestamp=timestamp)]}))
    assert shop.cause() == "signature.timestamp-missing"


def test_a_date_beyond_the_calendar_can_be_shown(shop):
    """A merchant's mistake, milliseconds for seconds, must not blind the page."""
    date = {"type": "DATE_TYPE_FIX_TIME_RANGE", "begin_timestamp": 1519869600000, "end_timestamp": 10**15}
    card = shop.card(date_info=date)
    finish(shop, shop.line.wx("addCard", {"cardList": [shop.item(card)]}))
    assert is_well(shop)
    assert "9999.12.31" in shop.world.wallet(shop.phone)[0]["validity"]["en"]


@pytest.mark.parametrize(("text", "code"), [("40001", 40001), ("-1", -1), ("²", -1), ("--5", -1), ("busy", -1)])
def test_an_ordered_api_error(shop, text, code):
    shop.world.rules.add("/card/get", Outcome(error=text))
    assert shop.api("/card/get", card_id="p1")["errcode"] == code


def test_what_is_refused_in_part_is_refused_whole(shop):
    body = json.dumps({"profile": "observed", "switches": {"tap.window": 1, "no.such": 1}}).encode()
    assert admin.serve(shop.world, "PATCH", "world", {}, body)[0] == 400
    assert shop.world.switches.profile == "documented"
    assert shop.world.switches["tap.window"] == 5000


def test_the_journal_after_no_number(shop):
    assert admin.serve(shop.world, "GET", "journal", {"after": "²"}, b"")[0] == 400


# -- an app that is gone --------------------------------------------------------------------------------------------


def test_its_sheets_close_and_nobody_hears_of_its_calls(shop):
    card = shop.card()
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    shop.line.say("Phone.restartApp", {"instance": "i1"})
    assert shop.line.state["sheet"] is None
    [end] = shop.world.journal.find("wx.addCard", "end")
    assert (end.cause.id, end.detail["lost"]) == ("app.gone", True)
    assert card.quantity == 5


def test_a_late_reply_reaches_no_other_instance(shop):
    shop.world.rules.add("login", Outcome(delay=1000))
    shop.line.wx("login")
    shop.line.say("Phone.restartApp", {"instance": "i1"})
    admin.advance(shop.world, 1000)
    assert not [one for one in shop.line.take() if "result" in one]


def test_a_fetch_that_ends_later_is_dropped(shop):
    shop.line.wx("request", {"url": "https://hill.example"})
    [pending] = shop.world.take_fetches()
    shop.line.say("Phone.restartApp", {"instance": "i1"})
    pending.done({"statusCode": 200, "header": {}, "cookies": [], "body": b""})
    assert shop.line.take() == []
    assert len(shop.world.journal.find("wx.request", "end")) == 1


def hovering(shop):
    toast = shop.line.state["toast"]
    return toast and toast["icon"]


def test_what_hovers_goes_with_its_app_and_comes_back_with_it(shop):
    shop.line.wx("showLoading", {"title": "加载中"})
    shop.line.say("Phone.home", {})
    assert hovering(shop) is None
    shop.line.say("Phone.openApp", {"appId": SHOP})
    assert hovering(shop) == "loading"
    finish(shop, shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT}, tap=True))
    assert hovering(shop) is None
    shop.line.wx("hideLoading", instance="i2")
    assert events(shop.line.say("App.exit", {"instance": "i2"}))[-1][1] == "show"
    assert hovering(shop) == "loading"
    shop.line.say("Phone.restartApp", {"instance": "i1"})
    assert hovering(shop) is None


def test_two_phones_share_the_stock_and_nothing_else(shop):
    from support import Line

    from emulator.accounts import User
    from emulator.dispatch import serve_phone

    card = shop.card(get_limit=1, sku={"quantity": 2})
    other = shop.world.add_phone(User("u2"))
    serve_phone(shop.world, other)
    line = Line(other)
    line.hello()
    other.open_app(SHOP)
    line.take()
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    line.wx("addCard", {"cardList": [shop.item(card)]})
    assert result(shop.line.answer())["errMsg"] == result(line.answer())["errMsg"] == "addCard:ok"
    assert card.quantity == 0
    one, two = shop.world.held.of_user("u1"), shop.world.held.of_user("u2")
    assert len(one) == len(two) == 1
    assert one[0].code != two[0].code
    stolen = result(line.wx("openCard", {"cardList": [{"cardId": card.card_id, "code": one[0].code}]}))
    assert stolen["errMsg"].startswith("openCard:fail ")
    line.wx("showToast", {"title": "好"})
    line.send({"method": "Storage.write", "params": {"instance": "i1", "set": {"a": "1"}}})
    shop.line.take()
    assert shop.phone.toast is None
    assert shop.phone.storage == {}
    assert {event.openid for event in shop.world.events if event.name == "user_get_card"} == {
        shop.world.accounts.openid(OFFICIAL, user) for user in ("u1", "u2")
    }
