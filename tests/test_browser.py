"""The flows of the demonstration in real Chromium, by clicking."""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import COMPONENT, SHOP, Phone, chromium_path, demonstration, fill_the_form, to_the_component  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

#: The scene of a mini-program that another one gives the phone back to.
BACK = 1038

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")


@pytest.fixture
def phone(chromium):
    with demonstration() as info:
        phone = Phone(chromium, info).open()
        yield phone
        phone.context.close()
        assert phone.errors == []


def test_add_one_card(phone):
    phone.take("拿铁半价")
    expect(phone.seen("sheet-addCard")).to_contain_text("拿铁半价")
    phone.claim()
    phone.says("已放进你的卡包")
    assert phone.wallet() == ["拿铁半价券"]
    assert phone.last("wx.addCard")["ok"]
    expect(phone.seen("journal-row").filter(has_text="addCard:ok").first).to_be_visible()


def test_three_cards_of_which_one_fails(phone):
    latte = next(card for card in phone.admin("GET", "world")["cards"] if card["title"] == "拿铁半价券")
    for _ in range(latte["getLimit"]):
        phone.take("拿铁半价")
        phone.claim()
        phone.back_in_the_shop()
    phone.take_all()
    page = phone.seen("sheet-addCard")
    expect(page).to_contain_text("已领取")
    phone.claim()
    phone.says("有 1 张没能领到")
    end = phone.last("wx.addCard")
    assert [row["isSuccess"] for row in end["detail"]["result"]["cardList"]] == [False, True, True]
    assert end["cause"]["id"] == "limit.reached"


def test_cancel(phone):
    phone.take("拿铁半价")
    phone.seen("sheet-back").click()
    phone.says("没关系，券给你留着")
    assert phone.last("wx.addCard")["cause"]["id"] == "user.cancelled"
    assert phone.wallet() == []


def test_a_scripted_failure(phone):
    phone.seen("rule-outcome").select_option("fail")
    phone.seen("rule-words").fill("今天打烊了")
    phone.seen("rule-order").click()
    expect(phone.seen("rule")).to_be_visible()
    phone.take("拿铁半价")
    expect(phone.seen("sheet-modal")).to_contain_text("今天打烊了", timeout=10_000)
    assert phone.last("wx.addCard")["cause"]["id"] == "rule.error"
    expect(phone.seen("rule")).to_have_count(0)


def test_decode_and_open(phone):
    phone.take("拿铁半价")
    phone.claim()
    phone.back_in_the_shop()
    phone.tab("我的卡券")
    phone.shop.get_by_role("button", name="拿铁半价 有效期至").click()
    expect(phone.seen("screen-card")).to_be_visible(timeout=10_000)
    code = phone.admin("GET", "wallet")["cards"][0]["code"]
    groups = f"{code[:4]} {code[4:8]} {code[8:]}"
    expect(phone.seen("card-code")).to_contain_text(groups)
    assert phone.last("api./card/code/decrypt")["ok"]
    phone.seen("screen-back").click()
    expect(phone.seen("screen-card")).to_have_count(0)


def test_join_submit_and_return(phone):
    to_the_component(phone)
    fill_the_form(phone)
    phone.component.get_by_role("button", name="激活会员卡").click()
    expect(phone.shop.get_by_text("欢迎加入山丘会")).to_be_visible(timeout=15_000)
    shown = phone.shown(SHOP, BACK)
    assert shown["referrerInfo"]["appId"] == COMPONENT
    assert set(shown["referrerInfo"]["extraData"]) == {"activate_ticket", "card_id", "code"}
    [card] = phone.admin("GET", "wallet")["cards"]
    assert card["member"]["active"] is True
    assert card["member"]["bonus"] == 88


def test_swipe_back_and_the_app_stack_survives(phone):
    to_the_component(phone)
    expect(phone.component.get_by_role("button", name="激活").first).to_be_visible(timeout=10_000)
    phone.page.get_by_role("button", name="返回").last.click()
    expect(phone.shop.get_by_text("没有带回开卡信息")).to_be_visible(timeout=10_000)
    assert phone.shown(SHOP, BACK)["referrerInfo"] == {"appId": COMPONENT}


def test_already_a_member(phone):
    """The merchant has lost sight of the membership, so its app offers to join; WeChat knows better."""
    test_join_submit_and_return(phone)
    phone.admin("POST", "rules", {"on": "/card/membercard/userinfo/get", "outcome": {"error": "-1"}})
    phone.page.reload()
    phone.ready()
    to_the_component(phone)
    expect(phone.component.get_by_text("你已经是会员")).to_be_visible(timeout=10_000)
    phone.component.get_by_role("button", name="返回").last.click()
    expect(phone.shop.get_by_text("没有带回开卡信息")).to_be_visible(timeout=10_000)
    assert phone.shown(SHOP, BACK, times=2)["referrerInfo"] == {"appId": COMPONENT}
    assert phone.journal("wx.memberCardSubmit", "start")[1:] == []


def test_the_in_place_type(phone):
    phone.admin("PATCH", "world", {"profile": "observed"})
    phone.tab("会员")
    phone.shop.get_by_text("学生卡").first.click()
    phone.shop.get_by_role("button", name="立即入会").click()
    phone.agree()
    fill_the_form(phone)
    phone.component.get_by_role("button", name="激活会员卡").click()
    expect(phone.component.get_by_role("button", name="查看会员卡")).to_be_visible(timeout=10_000)
    phone.component.get_by_role("button", name="查看会员卡").click()
    expect(phone.seen("screen-card")).to_be_visible()
    phone.seen("screen-back").click()
    phone.seen("capsule-close").click()
    expect(phone.shop.get_by_text("没有带回开卡信息")).to_be_visible(timeout=10_000)
    assert phone.shown(SHOP, BACK)["referrerInfo"] == {"appId": COMPONENT}
    assert phone.admin("GET", "wallet")["cards"][0]["member"]["active"] is True


def test_an_unverified_account(phone):
    phone.admin("PATCH", "accounts/wx5f1c0ffee0000001", {"verified": False})
    phone.take("拿铁半价")
    phone.says("access denied")
    assert phone.last("wx.addCard")["cause"]["id"] == "account.not-verified"


def test_base_library_1_0_1(phone):
    phone.admin("PATCH", "phone", {"baseLibrary": "1.0.1"})
    phone.page.reload()
    phone.ready()
    phone.take("拿铁半价")
    phone.says("当前微信版本过低")
    assert phone.journal("wx.addCard", "start") == []


def test_the_line_is_cut_while_the_sheet_is_open(phone):
    phone.take("拿铁半价")
    expect(phone.seen("sheet-addCard")).to_be_visible()
    assert len(phone.lines) == 1
    phone.lines[0].close(code=4999, reason="cut")
    expect(phone.seen("link-state")).not_to_contain_text("已连接")
    expect(phone.seen("link-state")).to_contain_text("已连接", timeout=20_000)
    assert len(phone.lines) == 2
    phone.claim()
    phone.says("已放进你的卡包")
    assert len(phone.journal("wx.addCard", "start")) == 1
    assert phone.wallet() == ["拿铁半价券"]


def test_a_reload_while_the_sheet_is_open(phone):
    phone.take("拿铁半价")
    expect(phone.seen("sheet-addCard")).to_be_visible()
    phone.page.reload()
    phone.ready()
    expect(phone.seen("sheet-addCard")).to_have_count(0)
    assert phone.last("wx.addCard")["cause"]["id"] == "app.gone"
    assert phone.wallet() == []
    phone.take("拿铁半价")
    phone.claim()
    phone.says("已放进你的卡包")
    assert phone.wallet() == ["拿铁半价券"]


def test_a_second_tab_takes_over_and_the_first_says_so(phone, chromium):
    second = Phone(chromium, phone.info).open()
    phone.says("另一个")
    second.context.close()


def test_the_apps_frame_reaches_nothing(phone):
    """The app's code runs in an opaque origin: no page around it, no storage, no network of its own."""
    frame = next(one for one in phone.page.frames if one.url.endswith("/_wxemu/frame"))
    assert frame.evaluate("self.origin") == "null"
    probes = {
        "parent": "parent.document.title",
        "cookie": "document.cookie = 'a=1'",
        "frame": "top.location.hash",
    }
    assert frame.evaluate("() => [localStorage, sessionStorage, indexedDB, caches].every(one => one === undefined)")
    for what, probe in probes.items():
        assert frame.evaluate(f"() => {{ try {{ {probe}; return 'reached' }} catch (e) {{ return e.name }} }}") == (
            "SecurityError"
        ), what
    base = phone.info["merchant_api"]
    fetched = frame.evaluate(f"() => fetch('{base}/_wxemu/world').then(() => 'reached', e => e.name)")
    assert fetched == "TypeError"
    socket = (
        "() => new Promise(done => { try { const line = new WebSocket('" + phone.info["ws"] + "');"
        "line.onopen = () => done('reached'); line.onerror = () => done('refused') } catch (e) { done('refused') } })"
    )
    assert frame.evaluate(socket) == "refused"
    hidden = "() => Object.keys(window).filter(name => /token|wxemu.*token/i.test(name)).length"
    assert frame.evaluate(hidden) == 0


def test_the_phone_fills_a_narrow_screen(phone):
    phone.page.set_viewport_size({"width": 360, "height": 780})
    expect(phone.page.locator("[data-app] iframe").first).to_have_css("width", "360px")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
    expect(phone.seen("mark")).to_be_visible()


def test_an_endless_loop_in_the_app_leaves_the_page_usable(phone):
    frame = next(one for one in phone.page.frames if one.url.endswith("/_wxemu/frame"))
    frame.evaluate("() => { setTimeout(() => { for (;;) {} }, 0) }")
    expect(phone.page.get_by_text("小程序没有响应")).to_be_visible(timeout=20_000)
    phone.page.get_by_role("button", name="重新启动").click()
    phone.ready()


def test_a_fault_is_ordered_seen_and_lifted_and_an_event_sent_again(phone):
    phone.seen("fault-choice").select_option("push-down")
    phone.seen("fault-order").click()
    expect(phone.seen("fault")).to_be_visible()
    phone.take("拿铁半价")
    phone.claim()
    phone.says("已放进你的卡包")
    expect(phone.page.locator('[data-kind="push.user_get_card"][data-ok="false"]').first).to_be_visible(timeout=10_000)
    phone.seen("fault").get_by_role("button").click()
    expect(phone.seen("fault")).to_have_count(0)
    phone.page.locator('[data-kind="event.user_get_card"] .row-line').first.click()
    phone.seen("resend").click()
    expect(phone.page.locator('[data-kind="push.user_get_card"][data-ok="true"]').first).to_be_visible(timeout=10_000)


def test_a_card_is_deleted_and_the_merchant_hears_of_it(phone):
    phone.take("拿铁半价")
    phone.claim()
    phone.back_in_the_shop()
    phone.seen("panel-wallet").click()
    phone.page.locator(".phone-screen").get_by_text("拿铁半价券").last.click()
    phone.seen("card-delete").click()
    expect(phone.page.locator('[data-kind="push.user_del_card"][data-ok="true"]').first).to_be_visible(timeout=10_000)
    assert phone.wallet() == []
