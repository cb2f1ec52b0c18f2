"""The bundled coffee house as its guest uses it: mini-program, component and merchant's server in one world."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from emulator.accounts import COMPONENT
from emulator.clock import Clock
from emulator.dispatch import serve_api
from emulator.rules import Outcome
from emulator.testing import STARTS_AT, open_project
from emulator.worldfile import load_world

FIXTURES = Path(__file__).parents[1] / "fixtures"
COFFEE = FIXTURES / "apps" / "coffee"
sys.path.insert(0, str(FIXTURES))

from merchant.house import CoffeeHouse  # noqa: E402
from merchant.server import Config  # noqa: E402


class House:
    """The demo's world with the coffee house's server on it, reached without a network."""

    def __init__(self):
        self.world = load_world(COFFEE / "world.yaml", Clock(STARTS_AT, frozen=True))
        self.server = CoffeeHouse(self.wechat, **asdict(Config()))
        self.open = True

    def wechat(self, method, path, query, body):
        content = b"" if body is None else json.dumps(body).encode()
        return serve_api(self.world, method, path, query, content).body

    def fetch(self, fetch):
        if not self.open:
            return {"error": "connection refused"}
        parts = urlsplit(fetch.url)
        assert parts.hostname == "api.hillcoffee.example"
        status, answer = self.server.handle(fetch.method, parts.path, dict(parse_qsl(parts.query)), fetch.body)
        return {"statusCode": status, "header": {}, "cookies": [], "body": json.dumps(answer).encode()}


@pytest.fixture
def house():
    return House()


@pytest.fixture
def app(house):
    with open_project(COFFEE, world=house.world, fetch=house.fetch) as app:
        yield app


def go(app, page):
    """To a page of the tab bar."""
    app.wx("switchTab", url=f"/pages/{page}/{page}")
    assert app.page == f"pages/{page}/{page}"


def join(app, by):
    """Into the component, its form filled in."""
    app.tap(by).answer()
    assert app.front == COMPONENT
    app.tap("领取并激活").tap("验证")
    app.fill('[data-id="USER_FORM_INFO_FLAG_NAME"]', "安娜")


def test_three_coupons_at_once_and_open_them(app):
    app.tap("三张一起领")
    assert [card["title"] for card in app.sheet["cards"]] == ["拿铁半价券", "满30减10代金券", "手冲体验券"]
    app.answer()
    assert app.phone.toast.title == "已放进你的卡包"
    assert app.text().count("已领 1 张") == 3
    go(app, "cards")
    assert "共 3 张" in app.text()
    app.tap("一起打开")
    assert app.phone.screens[-1].kind == "card"
    assert app.told("openCard.complete") == [{"errMsg": "openCard:ok"}]


def test_the_last_coupon_is_gone_for_the_next_guest(app):
    app.tap("今日首杯")
    assert app.page == "pages/coupon/coupon"
    app.tap("领取到卡包").answer()
    assert app.exists("打开这张券")
    assert "还剩 0 张" in app.text()
    app.back()
    assert app.exists("已领完")


def test_who_cancels_is_told_so_kindly(app):
    app.tap("三张一起领").answer("cancel")
    assert app.phone.toast.title == "没关系，券给你留着。"
    assert app.told("addCard.complete") == [{"errMsg": "addCard:fail cancel"}]


def test_a_failure_is_shown_word_for_word(app):
    app.world.rules.add("addCard", Outcome(error="系统错误"))
    app.tap("三张一起领")
    assert app.sheet["kind"] == "modal"
    assert app.sheet["content"] == "addCard:fail 系统错误"


def test_an_old_base_library_has_no_cards(house):
    house.world.phones["p1"].set({"baseLibrary": "1.0.1"})
    with open_project(COFFEE, world=house.world, fetch=house.fetch) as app:
        app.tap("三张一起领")
        assert app.sheet is not None
        assert app.sheet["content"] == "当前微信版本过低，请升级后再试。"


def test_the_shops_server_may_be_down(house):
    house.open = False
    with open_project(COFFEE, world=house.world, fetch=house.fetch) as app:
        assert "店里的服务器没有回应" in app.text()
        house.open = True
        app.tap("再试一次")
        assert app.exists("拿铁半价")


def test_english(house):
    house.world.phones["p1"].set({"language": "en"})
    with open_project(COFFEE, world=house.world, fetch=house.fetch) as app:
        assert "Three coupons for your first visit" in app.text()
        for page in ("cards", "member", "told"):
            go(app, page)
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in app.text())


@pytest.mark.parametrize("by", ["立即入会", "换 <navigator> 组件跳转"])
def test_join_and_come_back_a_member(app, by):
    go(app, "member")
    join(app, by)
    app.tap("我已阅读并同意").tap("激活会员卡").advance(5000)
    assert app.front == Config().mini_appid
    shown = app.told("App.onShow")[-1]
    assert (shown["scene"], shown["referrerInfo"]["appId"]) == (1038, COMPONENT)
    assert "欢迎加入山丘会" in app.text()
    assert app.data()["member"]["bonus"] == 88
    app.tap("打开会员卡")
    assert app.phone.screens[-1].kind == "card"
    go(app, "told")
    assert "activate_ticket" in app.text()


def test_join_by_the_card_that_wechat_activates(app):
    go(app, "member")
    app.tap("学生卡")
    join(app, "立即入会")
    # The field's id has a blank in it, which the engine's selectors cannot name.
    app.call("changed", {"detail": {"id": "学校 School", "value": "同济大学"}})
    app.tap("激活会员卡").tap("返回商户小程序")
    assert app.front == Config().mini_appid
    assert app.data()["member"]["kind"] == "student"


def test_back_from_the_component_without_joining(app):
    go(app, "member")
    app.tap("立即入会").answer().close_app()
    assert app.front == Config().mini_appid
    assert "没有带回开卡信息" in app.text()
    assert app.data()["member"] is None
