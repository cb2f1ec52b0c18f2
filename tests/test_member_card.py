"""The member-card component, run as the mini-program it is, opened by a merchant's mini-program."""

import json
from urllib.parse import quote

import pytest
from support import OFFICIAL, SHOP

from emulator.accounts import COMPONENT, Account
from emulator.clock import Clock
from emulator.component import biz, encrypted_card_id
from emulator.project import Project
from emulator.testing import STARTS_AT, AppUnderTest
from emulator.world import World
from emulator.worldfile import component_project

MERCHANT = {
    "app.json": '{"pages": ["pages/a/a"], "navigateToMiniProgramAppIdList": ["wxeb490c6f9b154ef9"]}',
    "app.js": "App({ onShow(options) { this.shown = options } })",
    "pages/a/a.wxml": '<button bindtap="go">join</button>',
    "pages/a/a.js": """Page({
      onLoad({ extra }) { this.extraData = JSON.parse(decodeURIComponent(extra)) },
      go() { wx.navigateToMiniProgram({ appId: 'wxeb490c6f9b154ef9', extraData: this.extraData }) },
    })""",
}

MOBILE, NAME = "USER_FORM_INFO_FLAG_MOBILE", "USER_FORM_INFO_FLAG_NAME"


@pytest.fixture
def shop(tmp_path):
    for name, text in MERCHANT.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    world = World(Clock(STARTS_AT, frozen=True), 7)
    world.add_account(Account(OFFICIAL, "official", "山丘咖啡", "s1", "gh_hill", platform="op1"))
    world.add_account(Account(SHOP, "mini_program", "山丘咖啡", "s2", platform="op1"))
    world.add_project(Project(SHOP, "山丘咖啡", tmp_path))
    world.add_project(component_project())
    world.add_phone()
    with AppUnderTest(world, SHOP) as app:
        yield app


def member_card(shop, form=None, **info):
    base = {"title": "山丘会员卡", "brand_name": "山丘咖啡", "color": "Color020", "description": "积分\n生日赠饮",
            "sku": {"quantity": 5}, "date_info": {"type": "DATE_TYPE_PERMANENT"}, "get_limit": 1}  # fmt: skip
    given = {"base_info": base, "wx_activate": True, "wx_activate_after_submit": True, **info}
    card = shop.world.add_card(OFFICIAL, "MEMBER_CARD", given)
    card.form = form or {"required_form": {"common_field_id_list": [MOBILE, NAME]}}
    return card


def jump(shop, card, **changes):
    """Open the component for this card, as far as its first page."""
    account = shop.world.accounts[OFFICIAL]
    extra = {"encrypt_card_id": encrypted_card_id(shop.world, card), "outer_str": "t", "biz": biz(account.uin)}
    shop.open(f"pages/a/a?extra={quote(quote(json.dumps({**extra, **changes})))}")
    shop.tap("join").answer()
    assert shop.front == COMPONENT
    return shop


def fill(shop):
    shop.tap("验证")
    shop.fill(f"input[data-id={NAME}]", "安娜")
    return shop


def test_join_by_jump(shop):
    card = member_card(shop)
    jump(shop, card)
    assert "山丘会员卡" in shop.text()
    assert "生日赠饮" in shop.text()
    shop.tap("领取并激活")
    assert shop.page == "pages/form/form"
    fill(shop).tap("激活会员卡")
    assert "激活成功" in shop.text()
    shop.advance(1500)
    assert shop.front == SHOP
    shown = shop.told("App.onShow")[-1]
    assert shown["scene"] == 1038
    assert set(shown["referrerInfo"]["extraData"]) >= {"activate_ticket", "card_id", "code"}
    ticket = shop.world.activate_tickets[shown["referrerInfo"]["extraData"]["activate_ticket"]]
    assert ticket.info["common_field_list"] == [
        {"name": MOBILE, "value": "13800138000"},
        {"name": NAME, "value": "安娜"},
    ]


def test_in_place_shows_the_card_and_the_user_walks_back(shop):
    card = member_card(shop, wx_activate_after_submit=False)
    jump(shop, card).tap("领取并激活")
    fill(shop).tap("激活会员卡")
    assert shop.page == "pages/done/done"
    shop.tap("查看会员卡")
    assert shop.phone.screens[-1].kind == "card"
    shop.back().back()
    assert shop.front == SHOP
    assert "extraData" not in shop.told("App.onShow")[-1]["referrerInfo"]


@pytest.mark.parametrize(("returns", "keys"), [("documented", {"card_id", "code"}), ("observed", set())])
def test_in_place_may_return_data(shop, returns, keys):
    """https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html"""
    shop.world.switches.use_profile(returns)
    jump(shop, member_card(shop, wx_activate_after_submit=False)).tap("领取并激活")
    fill(shop).tap("激活会员卡").tap("返回商户小程序")
    assert set(shop.told("App.onShow")[-1]["referrerInfo"].get("extraData", {})) == keys


def test_a_member_is_told_so(shop):
    card = member_card(shop, wx_activate_after_submit=False)
    jump(shop, card).tap("领取并激活")
    fill(shop).tap("激活会员卡").close_app()
    jump(shop, card)
    assert "你已经是会员" in shop.text()
    shop.tap("返回商户小程序")
    assert shop.front == SHOP
    assert "extraData" not in shop.told("App.onShow")[-1]["referrerInfo"]


def test_bad_parameters_are_the_merchants_fault(shop):
    card = member_card(shop)
    jump(shop, card, biz="MzU2%3D%3D")
    assert "商户配置错误，请联系商户客服" in shop.text()
    shop.tap("返回商户小程序")
    assert shop.front == SHOP


def test_a_card_without_stock_has_a_dead_button(shop):
    card = member_card(shop)
    card.quantity = 0
    jump(shop, card)
    assert "已领完" in shop.text()
    assert "领取并激活" not in shop.text()


def test_the_button_lives_once_all_is_filled_in(shop):
    form = {
        "required_form": {"common_field_id_list": [MOBILE, NAME]},
        "service_statement": {"name": "会员守则", "url": "https://example.com/terms"},
        "bind_old_card": {"name": "绑定旧卡", "url": "https://example.com/bind"},
    }
    jump(shop, member_card(shop, form)).tap("领取并激活")
    assert shop.data()["ready"] is False
    fill(shop)
    assert shop.data()["ready"] is False
    shop.tap(selector="checkbox")
    assert shop.data()["ready"] is True
    shop.fill(f"input[data-id={MOBILE}]", "1380")
    assert shop.data()["ready"] is False
    shop.tap("绑定旧卡")
    assert "https://example.com/bind" in shop.sheet["content"]
    shop.answer()


ALL_KINDS = {
    "required_form": {"common_field_id_list": [MOBILE, NAME]},
    "optional_form": {
        "common_field_id_list": [
            f"USER_FORM_INFO_FLAG_{name}"
            for name in (
                "SEX",
                "BIRTHDAY",
                "IDCARD",
                "EMAIL",
                "LOCATION",
                "EDUCATION_BACKGRO",
                "INDUSTRY",
                "INCOME",
                "HABIT",
            )
        ],
        "rich_field_list": [
            {"type": "FORM_FIELD_RADIO", "name": "咖啡", "values": ["拿铁", "美式"]},
            {"type": "FORM_FIELD_SELECT", "name": "门店", "values": ["安福路", "外滩"]},
            {"type": "FORM_FIELD_CHECK_BOX", "name": "口味", "values": ["坚果", "花香", "果酸"]},
        ],
        "custom_field_list": ["学校"],
    },
}


def test_every_kind_of_field(shop):
    jump(shop, member_card(shop, ALL_KINDS)).tap("领取并激活")
    fill(shop)
    pickers = {"SEX": 1, "EDUCATION_BACKGRO": 3}
    for name, index in pickers.items():
        shop.pick(f"picker[data-id=USER_FORM_INFO_FLAG_{name}]", index)
    shop.pick("picker[data-id=USER_FORM_INFO_FLAG_BIRTHDAY]", "1995-05-20")
    shop.pick("picker[data-id=USER_FORM_INFO_FLAG_LOCATION]", ["上海市", "上海市", "徐汇区"])
    shop.pick("picker[data-id=门店]", 0)
    shop.tap("美式").tap("果酸").tap("坚果").tap("阅读")
    shop.fill("input[data-id=学校]", "同济")
    assert shop.data()["ready"] is True
    shop.fill("input[data-id=USER_FORM_INFO_FLAG_EMAIL]", "anna")
    assert shop.data()["ready"] is False
    shop.fill("input[data-id=USER_FORM_INFO_FLAG_EMAIL]", "anna@example.com")
    shop.tap("激活会员卡")
    [ticket] = shop.world.activate_tickets.values()
    common = {
        row["name"].removeprefix("USER_FORM_INFO_FLAG_"): row["value"] for row in ticket.info["common_field_list"]
    }
    assert common == {
        "MOBILE": "13800138000", "NAME": "安娜", "SEX": "女", "BIRTHDAY": "1995-05-20", "EMAIL": "anna@example.com",
        "LOCATION": "上海市-上海市-徐汇区", "EDUCATION_BACKGRO": "本科", "HABIT": "阅读",
    }  # fmt: skip
    assert ticket.info["custom_field_list"] == [
        {"name": "咖啡", "value": "美式", "value_list": []},
        {"name": "门店", "value": "安福路", "value_list": []},
        {"name": "口味", "value": "", "value_list": ["坚果", "果酸"]},
        {"name": "学校", "value": "同济", "value_list": []},
    ]


def test_in_english(shop):
    shop.phone.set({"language": "en"})
    jump(shop, member_card(shop)).tap("Get and activate").tap("Verify")
    assert "Required" in shop.text()
    assert shop.data()["values"] == {MOBILE: "13800138000"}
    shop.fill(f"input[data-id={MOBILE}]", "138")
    shop.call("left", {"detail": {"id": MOBILE}})
    assert "A mobile number has 11 digits" in shop.text()
