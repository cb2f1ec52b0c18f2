"""https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html"""

from pathlib import Path

import pytest
from support import COMPONENT, SHOP, Shop, events, result

from emulator.project import Project

TAP = "navigateToMiniProgram:fail can only be invoked by user TAP gesture."


@pytest.fixture
def shop():
    return Shop().open()


def jump(shop, answer="confirm", tap=True, **params):
    messages = shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT, **params}, tap=tap)
    if shop.phone.sheet:
        messages += shop.line.answer(answer)
    return messages


def test_there_and_back_again(shop):
    messages = jump(shop, path="pages/card_open/card_open?a=1&b=%E5%B1%B1", extraData={"biz": "b"})
    assert result(messages) == {"errMsg": "navigateToMiniProgram:ok"}
    order = [one.get("result", {}).get("errMsg") or one.get("params", {}).get("event") for one in messages]
    assert [one for one in order if one][-3:] == ["navigateToMiniProgram:ok", "hide", "launch"]
    _, event, options = events(messages)[-1]
    assert event == "launch"
    assert options["path"] == "pages/card_open/card_open"
    assert options["query"] == {"a": "1", "b": "山"}
    assert options["scene"] == 1037
    assert options["referrerInfo"] == {"appId": SHOP, "extraData": {"biz": "b"}}

    messages = shop.line.wx("navigateBackMiniProgram", {"extraData": {"code": "1"}})
    assert result(messages) == {"errMsg": "navigateBackMiniProgram:ok"}
    (left, hide, _), (back, show, options) = events(messages)
    assert (left, hide, back, show) == ("i2", "hide", "i1", "show")
    assert options["path"] == "pages/home/home"
    assert options["scene"] == 1038
    assert options["referrerInfo"] == {"appId": COMPONENT, "extraData": {"code": "1"}}


def test_a_swipe_back_carries_no_extra_data(shop):
    jump(shop)
    messages = shop.line.say("App.exit", {"instance": "i2"})
    assert events(messages)[-1][2]["referrerInfo"] == {"appId": COMPONENT}


def test_closing_by_the_ring_returns_to_the_caller(shop):
    jump(shop)
    messages = shop.line.say("Phone.closeApp", {"instance": "i2"})
    assert events(messages)[-1][2]["scene"] == 1038
    assert "extraData" not in events(messages)[-1][2]["referrerInfo"]


def test_going_back_when_nobody_opened_us_fails(shop):
    answer = result(shop.line.wx("navigateBackMiniProgram"))
    assert answer["errMsg"] == "navigateBackMiniProgram:fail not opened by another mini-program"
    assert shop.cause() == "navigate.no-way-back"


@pytest.mark.parametrize(
    ("params", "errmsg", "cause"),
    [
        ({"appId": SHOP}, "fail can't navigate to myself", "navigate.own-app"),
        ({"appId": "wx404"}, "fail invalid appid", "navigate.unknown-app"),
        ({"appId": None}, "fail parameter error: parameter.appId should be String instead of Null;", "arguments.wrong"),
    ],
)
def test_bad_targets(shop, params, errmsg, cause):
    assert result(jump(shop, **params))["errMsg"] == f"navigateToMiniProgram:{errmsg}"
    assert shop.cause() == cause


def test_a_missing_app_id_is_a_parameter_error(shop):
    answer = result(shop.line.wx("navigateToMiniProgram", {"shortLink": "#小程序://x"}, tap=True))
    assert answer["errMsg"] == (
        "navigateToMiniProgram:fail parameter error: parameter.appId should be String instead of Undefined;"
    )


def test_the_user_refuses_in_the_dialog(shop):
    assert result(jump(shop, answer="cancel"))["errMsg"] == "navigateToMiniProgram:fail cancel"
    assert shop.phone.front.app_id == SHOP


def test_a_tap_allows_one_jump_for_some_seconds(shop):
    """https://developers.weixin.qq.com/community/develop/doc/000c88fa390190ff5112de9c76fc00"""
    assert result(jump(shop, tap=False))["errMsg"] == TAP
    assert shop.cause() == "tap.missing"
    assert result(jump(shop, answer="cancel"))["errMsg"].endswith("fail cancel")
    assert result(jump(shop, tap=False))["errMsg"] == TAP
    shop.line.say("App.tap", {"instance": "i1"})
    shop.world.clock.set(shop.world.clock.now() + 5001)
    assert result(jump(shop, tap=False))["errMsg"] == TAP
    assert shop.cause() == "tap.too-old"
    shop.world.switches.set("tap.needed", False)
    assert result(jump(shop, tap=False))["errMsg"] == "navigateToMiniProgram:ok"


def test_before_2_3_0_neither_tap_nor_dialog(shop):
    shop.phone.set({"baseLibrary": "2.2.5"})
    assert result(shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT}))["errMsg"] == "navigateToMiniProgram:ok"


def test_the_list_in_app_json_where_it_is_asked_for(shop):
    shop.world.switches.set("navigate.app-list", True)
    assert result(jump(shop))["errMsg"] == (
        f'navigateToMiniProgram:fail appId "{COMPONENT}" is not in navigateToMiniProgramAppIdList'
    )
    shop.world.projects[SHOP].app_json["navigateToMiniProgramAppIdList"] = [COMPONENT]
    assert result(jump(shop))["errMsg"] == "navigateToMiniProgram:ok"


def test_success_can_fire_after_hide(shop):
    shop.world.switches.set("navigate.success-order", "after-hide")
    order = [one.get("params", {}).get("event") or one.get("result", {}).get("errMsg") for one in jump(shop)]
    assert order.index("hide") < order.index("navigateToMiniProgram:ok")


def test_a_second_visit_finds_the_app_alive(shop):
    jump(shop, path="pages/index/index?x=1")
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    messages = jump(shop, path="pages/index/index?x=1", noRelaunchIfPathUnchanged=True)
    assert "reLaunch" not in events(messages)[-1][2]
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    messages = jump(shop, path="pages/index/index?x=2", noRelaunchIfPathUnchanged=True)
    assert events(messages)[-1][0] == "i2"
    assert events(messages)[-1][2]["reLaunch"] is True


def test_ordinary_launches_have_no_referrer(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getLaunchOptionsSync.html"""
    assert shop.phone.front.enter["referrerInfo"] == {}
    other = Shop()
    other.world.switches.use_profile("observed")
    front = other.open().phone.front
    assert front is not None
    assert "referrerInfo" not in front.enter


def test_the_home_gesture_and_coming_back(shop):
    jump(shop)
    shop.line.wx("navigateBackMiniProgram", {"extraData": {"code": "1"}})
    assert events(shop.line.say("Phone.home", {}))[-1][1] == "hide"
    assert not any(app["shown"] for app in shop.line.state["apps"])
    options = events(shop.line.say("Phone.openApp", {"appId": SHOP}))[-1][2]
    assert options["scene"] == 1001
    assert options["referrerInfo"] == {"appId": COMPONENT, "extraData": {"code": "1"}}
    shop.world.switches.set("return.repeated", False)
    shop.line.say("Phone.home", {})
    options = events(shop.line.say("Phone.openApp", {"appId": SHOP}))[-1][2]
    assert options["referrerInfo"] == {"appId": COMPONENT}
    assert options["scene"] == 1001


def test_android_keeps_the_scene_after_the_home_key(shop):
    """https://developers.weixin.qq.com/minigame/dev/guide/base-ability/scene.html"""
    jump(shop)
    shop.line.wx("navigateBackMiniProgram")
    shop.world.switches.platform = "android"
    shop.line.say("Phone.home", {})
    assert events(shop.line.say("Phone.openApp", {"appId": SHOP}))[-1][2]["scene"] == 1038


def test_exit_needs_a_tap(shop):
    assert result(shop.line.wx("exitMiniProgram"))["errMsg"].endswith("by user TAP gesture.")
    messages = shop.line.wx("exitMiniProgram", tap=True)
    assert result(messages) == {"errMsg": "exitMiniProgram:ok"}
    assert shop.phone.at_home


def test_many_apps_end_the_one_longest_out_of_sight(shop):
    for n in range(6):
        shop.world.add_project(Project(f"wx{n}", str(n), Path(".")))
        shop.phone.open_app(f"wx{n}")
    assert [app.app_id for app in shop.phone.apps] == [f"wx{n}" for n in range(1, 6)]
