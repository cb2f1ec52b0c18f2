"""A real project on a phone in V8: lifetimes, routes, templates, and the whole way of a call and back."""

from pathlib import Path

import pytest
from support import COMPONENT, OFFICIAL, SHOP, Shop

from emulator.realm import DriveError
from emulator.rules import Outcome
from emulator.server.traffic import line
from emulator.testing import AppUnderTest, open_project

PROBE = Path(__file__).parent / "apps" / "probe"


@pytest.fixture
def shop():
    shop = Shop()
    shop.world.projects[SHOP].root = PROBE
    return shop


@pytest.fixture
def app(shop):
    with AppUnderTest(shop.world, SHOP).open() as app:
        yield app


def test_it_opens(app):
    assert app.page == "pages/home/home"
    assert app.text("#title") == "第 0 次 Array"
    assert app.text().splitlines()[1:3] == ["甲", "乙"]
    assert app.exists("脚注 0")


def test_a_tap_changes_the_page(app):
    app.tap("加一").tap("加一")
    assert app.text("#title") == "第 2 次 Array"
    assert app.data()["count"] == 2


def test_components_have_properties_events_and_slots(app):
    assert app.text("#badge") == "银卡 会员"
    app.tap(selector=".badge")
    app.tap(selector=".badge")
    assert app.text("#badge") == "金卡 会员"


def test_timers_follow_the_worlds_clock(app):
    app.tap("稍后").advance(4999)
    assert app.data()["count"] == 0
    app.advance(1)
    assert app.data()["count"] == 100


def test_pages_come_and_go(app):
    app.tap("下一页")
    assert app.stack == ["pages/home/home", "pages/next/next"]
    assert app.data()["query"] == {"id": "7", "name": "%E5%B1%B1"}
    app.tap("返回")
    assert app.stack == ["pages/home/home"]
    app.tap("链接")
    assert app.text().startswith("下一页 8")
    app.back()
    assert app.page == "pages/home/home"
    app.back()
    assert app.front is None


def test_a_card_is_claimed_and_the_callbacks_come_in_order(app, shop):
    card = shop.card()
    app.call("setData", {"cards": None})
    app._host.drive(do="wx", name="addCard", value={"cardList": [shop.item(card)]})
    assert app.sheet["cards"][0]["title"] == "拿铁券"
    app.answer()
    assert [held.card_id for held in app.world.held.of_user("u1")] == [card.card_id]
    app.tap("领取").answer("cancel")
    assert app.data()["told"] == ["fail", "complete"]
    assert app.data()["fail"] == {"errMsg": "addCard:fail cancel"}
    assert app.told("addCard.fail") == [{"errMsg": "addCard:fail cancel"}]


def test_an_exception_in_the_app_is_reported_and_the_app_lives(app):
    app.tap("出错")
    [error] = app.world.journal.find("app.error")
    assert error.detail["message"] == "TypeError: ouch"
    assert error.detail["where"] == "pages/home/home.js:21"
    app.tap("加一")
    assert app.data()["count"] == 1


def test_a_jump_and_the_way_back_keep_the_page_stack(app):
    app.tap("下一页").back()
    app.tap("开卡")
    assert app.sheet["kind"] == "openApp"
    app.answer()
    assert app.front == COMPONENT
    app.close_app()
    assert app.front == SHOP
    assert app.stack == ["pages/home/home"]
    shown = app.told("App.onShow")[-1]
    assert shown["scene"] == 1038
    assert shown["referrerInfo"] == {"appId": COMPONENT}


def test_the_navigator_jumps_too(app):
    app.tap("去会员卡").answer()
    assert app.phone.front.enter["referrerInfo"]["extraData"] == {"biz": "c"}


def test_forms_gather_their_fields(app):
    app.fill("#phone", "13800138000").tap(selector="#agree").tap(selector="#big").tap("提交")
    assert app.data()["form"] == {"phone": "13800138000", "agree": True, "size": "大"}


def test_storage_is_kept_for_the_next_start(app):
    app._host.drive(do="wx", name="setStorage", value={"key": "a", "data": {"b": [1]}})
    assert list(app.phone.storage[SHOP]) == ["a"]
    app.phone.restart_app(app.phone.front)
    app._host.settle()
    assert app.page == "pages/home/home"
    assert list(app.phone.storage[SHOP]) == ["a"]


def test_what_is_not_on_the_page_is_named_with_what_is(app):
    with pytest.raises(DriveError, match=r"the page reads: .*加一"):
        app.tap("不存在")


def test_base_library_1_0_1_has_no_cards(app):
    app.phone.set({"baseLibrary": "1.0.1"})
    app.phone.restart_app(app.phone.front)
    app._host.settle()
    app.tap("领取")
    *_, error = app.world.journal.find("app.error")
    assert "addCard is not a function" in error.detail["message"]


def test_a_rule_answers_for_the_user(app):
    app.world.rules.add("addCard", Outcome(error="out of luck", delay=3000))
    app.tap("领取")
    assert app.data()["told"] == []
    app.advance(3000)
    assert app.data()["fail"] == {"errMsg": "addCard:fail out of luck"}


def test_open_project_needs_nothing_but_the_folder():
    with open_project(PROBE) as app:
        assert app.front == SHOP
        assert OFFICIAL not in app.world.accounts.all


def test_a_handler_that_does_not_exist_is_one_warning_of_the_journal(tmp_path):
    """In WeChat's words: https://github.com/zhengguorong/xbosstrack-wechat/issues/5"""
    (tmp_path / "app.json").write_text('{"pages": ["a"]}')
    (tmp_path / "a.wxml").write_text('<view bindtap="jion">join</view>')
    (tmp_path / "a.js").write_text("Page({ join() {} })")
    with open_project(tmp_path) as app:
        app.tap("join").tap("join")
        [warning] = app.world.journal.find("console.warn")
        told = 'Component "a" does not have a method "jion" to handle event "tap".'
        near = {"en": "The nearest is join", "zh": "最接近的是 join"}
        assert (warning.detail["text"], warning.detail["where"]) == (f"{told} {near['en']}", "a.wxml")
        assert str(line(warning, "en")).endswith(f"!   Console: {told} {near['en']}   a.wxml")
        assert str(line(warning, "zh")).endswith(f"!   控制台：{told} {near['zh']}   a.wxml")
