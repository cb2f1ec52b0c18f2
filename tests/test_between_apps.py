"""Several mini-programs on one phone: whose tap, whose sheet, whose way back, and what a reset forgets.

https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html
"""

import pytest
from support import COMPONENT, SHOP, Shop, events, result

from emulator import admin
from emulator.rules import Outcome


@pytest.fixture
def shop():
    return Shop().open()


def jump(shop, app_id=COMPONENT, **params):
    shop.line.wx("navigateToMiniProgram", {"appId": app_id, **params}, tap=True)
    return shop.line.answer()


def exit_(shop):
    return shop.line.say("App.exit", {"instance": shop.phone.front.instance})


def test_without_extra_data_the_target_gets_an_empty_object(shop):
    assert events(jump(shop))[-1][2]["referrerInfo"] == {"appId": SHOP, "extraData": {}}


def test_going_back_without_extra_data_gives_an_empty_object(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateBackMiniProgram.html"""
    shop.world.projects[COMPONENT].privileged = False
    jump(shop)
    back = shop.line.wx("navigateBackMiniProgram")
    assert events(back)[-1][2]["referrerInfo"] == {"appId": COMPONENT, "extraData": {}}


def test_a_tap_is_lost_when_its_app_goes_out_of_sight(shop):
    shop.line.say("App.tap", {"instance": "i1"})
    shop.line.say("Phone.home", {})
    shop.line.say("Phone.openApp", {"appId": SHOP})
    answer = result(shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT}))
    assert answer["errMsg"].endswith("by user TAP gesture.")


def test_native_pages_close_when_the_app_goes_out_of_sight(shop):
    shop.line.say("Phone.openWallet", {})
    assert shop.line.state["screens"]
    shop.line.say("Phone.home", {})
    assert shop.line.state["screens"] == []


def test_only_the_app_in_front_can_go_back(shop):
    jump(shop)
    shop.line.say("Phone.home", {})
    shop.line.say("Phone.openApp", {"appId": SHOP})
    answer = result(shop.line.wx("navigateBackMiniProgram", instance="i2"))
    assert answer["errMsg"].startswith("navigateBackMiniProgram:fail ")
    assert shop.phone.front.app_id == SHOP


def sheet(shop):
    shown = shop.line.state["sheet"]
    return shown and shown["kind"]


def test_a_sheet_waits_until_its_app_is_in_front(shop):
    shop.line.wx("showModal", {"title": "好"})
    shop.line.say("Phone.home", {})
    assert sheet(shop) is None
    shop.line.say("Phone.openApp", {"appId": COMPONENT})
    assert sheet(shop) is None
    shop.line.say("Phone.openApp", {"appId": SHOP})
    assert sheet(shop) == "modal"


def test_an_app_left_behind_lies_below_and_knows_no_way_back(shop):
    jump(shop)
    exit_(shop)
    assert [app.instance for app in shop.phone.apps] == ["i2", "i1"]
    assert [app.opener for app in shop.phone.apps] == [None, None]


def test_a_restart_keeps_the_way_back(shop):
    jump(shop, path="pages/a?x=1")
    shop.line.say("Phone.restartApp", {"instance": "i2"})
    assert (shop.phone.front.instance, shop.phone.front.start) == ("i3", ("pages/a", "x=1"))
    assert events(exit_(shop))[-1][2]["scene"] == 1038


def test_an_ordinary_opening_without_a_path_keeps_the_pages(shop):
    shop.phone.open_app(SHOP, scene=1011)
    assert "reLaunch" not in events(shop.line.take())[-1][2]
    shop.phone.open_app(SHOP, "pages/home/home")
    assert events(shop.line.take())[-1][2]["reLaunch"] is True


def test_the_entry_page_may_not_be_the_first(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html"""
    shop.world.projects[SHOP].app_json = {"pages": ["pages/a", "pages/b"], "entryPagePath": "pages/b"}
    assert shop.phone.open_app(SHOP).enter["path"] == "pages/b"


def test_empty_values_of_a_query_are_kept(shop):
    assert events(jump(shop, path="pages/a?x=&y=1"))[-1][2]["query"] == {"x": "", "y": "1"}


def test_a_reset_forgets_rules_and_what_was_due_or_under_way(shop):
    shop.world.rules.add("login", Outcome(delay=1000))
    shop.line.wx("login")
    shop.line.wx("request", {"url": "https://hill.example"})
    admin.serve(shop.world, "POST", "reset", {}, b"")
    assert shop.world.rules.all == []
    assert shop.world.clock.next_deadline() is None
    assert shop.world.take_fetches() == []
