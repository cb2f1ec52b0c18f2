"""https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html"""

import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from support import COMPONENT, OFFICIAL, Shop, events, result

from emulator.component import read_parameters

FIELDS = {"USER_FORM_INFO_FLAG_MOBILE": "13800138000", "USER_FORM_INFO_FLAG_NAME": "安娜"}


@pytest.fixture
def shop():
    return Shop().open()


def parameters(shop, card, outer="till-3"):
    """What a careful client makes of geturl's answer."""
    url = shop.api("/card/membercard/activate/geturl", card_id=card.card_id, outer_str=outer)["url"]
    values = {}
    for pair in url.partition("#")[0].partition("?")[2].split("&"):
        key, _, value = pair.partition("=")
        if key in ("encrypt_card_id", "outer_str", "biz"):
            values[key] = unquote(value)
    return values


def visit(shop, extra):
    """Jump into the component and let it look at its parameters."""
    shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT, "extraData": extra}, tap=True)
    shop.line.answer()
    return result(shop.line.wx("memberCardOpen", {"extraData": extra}))


def come_back(shop, submitted):
    params = {"extraData": submitted["extraData"]} if submitted["extraData"] else {}
    return events(shop.line.wx("navigateBackMiniProgram", params))[-1][2]["referrerInfo"]


def test_geturl_has_weChats_odd_shape(shop):
    card = shop.member_card()
    url = shop.api("/card/membercard/activate/geturl", card_id=card.card_id, outer_str="a b")["url"]
    assert url.startswith("https://mp.weixin.qq.com/bizmall/activatemembercard?action=preshow&&encrypt_card_id=")
    assert url.endswith("%3D%3D#wechat_redirect")
    assert "outer_str=a%20b" in url
    assert "%2B" in url
    assert "%2F" in url
    assert len(parameters(shop, card)["encrypt_card_id"]) == 64
    assert "outer_str" not in shop.api("/card/membercard/activate/geturl", card_id=card.card_id)["url"]


def test_join_by_the_jump_type(shop):
    card = shop.member_card(wx_activate_after_submit_url="pages/member/member")
    shown = visit(shop, parameters(shop, card))
    assert shown["state"] == "new"
    assert shown["type"] == "jump"
    assert [field["kind"] for field in shown["form"]["required"]] == ["mobile", "name"]
    assert shown["form"]["required"][0]["value"] == "13800138000"
    submitted = result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))
    referrer = come_back(shop, submitted)
    assert referrer["appId"] == COMPONENT
    assert set(referrer["extraData"]) == {"activate_ticket", "card_id", "code"}
    ticket = referrer["extraData"]["activate_ticket"]
    assert len(ticket) == 108
    assert all(sign in ticket for sign in "+/=")

    info = shop.api("/card/membercard/activatetempinfo/get", activate_ticket=ticket)["info"]
    assert info["common_field_list"] == [{"name": name, "value": value} for name, value in FIELDS.items()]
    assert info["custom_field_list"] == []
    code = referrer["extraData"]["code"]
    user = shop.api("/card/membercard/userinfo/get", card_id=card.card_id, code=code)
    assert user["has_active"] is False
    shop.api("/card/membercard/activate", membership_number="M1", code=code, init_bonus=88)
    user = shop.api("/card/membercard/userinfo/get", card_id=card.card_id, code=code)
    assert (user["has_active"], user["membership_number"], user["bonus"]) == (True, "M1", 88)
    assert user["openid"] == shop.world.accounts.openid(OFFICIAL, "u1")
    assert [event.name for event in shop.world.events] == [
        "card_pass_check", "user_get_card", "submit_membercard_user_info",
    ]  # fmt: skip
    assert shop.world.events[1].fields["OuterStr"] == "till-3"
    assert visit(shop, parameters(shop, card))["state"] == "active"


def test_five_keys_where_observed(shop):
    shop.world.switches.use_profile("observed")
    card = shop.member_card(wx_activate_after_submit_url="https://hill.example/join?x=1")
    visit(shop, parameters(shop, card))
    data = come_back(shop, result(shop.line.wx("memberCardSubmit", {"fields": FIELDS})))["extraData"]
    assert list(data) == ["activate_ticket", "card_id", "code", "errCode", "wx_activate_after_submit_url"]
    query = parse_qs(urlsplit(data["wx_activate_after_submit_url"]).query)
    assert shop.api("/card/code/decrypt", encrypt_code=query["encrypt_code"][0])["code"] == data["code"]
    assert query["outer_str"] == ["till-3"]
    assert query["x"] == ["1"]
    assert query["openid"] == [shop.world.accounts.openid(OFFICIAL, "u1")]


def test_the_in_place_type_returns_data_only_in_the_manual(shop):
    """https://developers.weixin.qq.com/community/develop/doc/000ae4b2788a48e22af6f670956000"""
    card = shop.member_card(wx_activate_after_submit=False)
    assert visit(shop, parameters(shop, card))["type"] == "in_place"
    data = come_back(shop, result(shop.line.wx("memberCardSubmit", {"fields": FIELDS})))["extraData"]
    assert set(data) == {"card_id", "code"}
    user = shop.api("/card/membercard/userinfo/get", card_id=card.card_id, code=data["code"])
    assert user["has_active"] is True
    assert user["user_info"]["common_field_list"][1]["value"] == "安娜"

    other = Shop().open()
    other.world.switches.use_profile("observed")
    card = other.member_card(wx_activate_after_submit=False)
    visit(other, parameters(other, card))
    assert come_back(other, result(other.line.wx("memberCardSubmit", {"fields": FIELDS}))) == {"appId": COMPONENT}


def test_a_submit_url_makes_a_jump_card_where_observed(shop):
    card = shop.member_card(wx_activate_after_submit=False, wx_activate_after_submit_url="pages/index/index")
    assert visit(shop, parameters(shop, card))["type"] == "in_place"
    shop.world.switches.set("component.url-makes-jump", True)
    assert visit_again(shop, card)["type"] == "jump"


def visit_again(shop, card):
    shop.line.say("Phone.closeApp", {"instance": shop.phone.front.instance})
    return visit(shop, parameters(shop, card))


PARAMETER_MISTAKES = {
    "component.parameter-missing": lambda good: {key: good[key] for key in ("encrypt_card_id", "outer_str")},
    "component.card-id-still-encoded": lambda good: {**good, "encrypt_card_id": "abc%2B"},
    "component.biz-still-encoded": lambda good: {**good, "biz": good["biz"].replace("=", "%3D")},
    "component.biz-fragment": lambda good: {**good, "biz": good["biz"] + "#wechat_redirect"},
    "component.biz-mismatch": lambda good: {**good, "biz": "MTIz"},
    "component.card-unknown": lambda good: {**good, "encrypt_card_id": "x" * 64},
    "component.surplus-keys": lambda good: {**good, "from": "till"},
}


@pytest.mark.parametrize("cause", PARAMETER_MISTAKES)
def test_wrong_parameters_are_refused_and_named(shop, cause):
    card = shop.member_card()
    shown = visit(shop, PARAMETER_MISTAKES[cause](parameters(shop, card)))
    assert shown["error"]["zh"] == "商户配置错误，请联系商户客服"
    assert shown["cause"]["id"] == cause
    assert result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["errMsg"].startswith("memberCardSubmit:fail")


def test_the_text_undefined_counts_as_missing(shop):
    card = shop.member_card()
    good = parameters(shop, card)
    assert visit(shop, {**good, "encrypt_card_id": "undefined"})["cause"]["id"] == "component.parameter-missing"


def test_surplus_keys_pass_elsewhere_than_on_ios(shop):
    shop.world.switches.platform = "android"
    card = shop.member_card()
    assert "error" not in visit(shop, {**parameters(shop, card), "from": "till"})


def test_outer_str_may_be_left_out_where_observed(shop):
    card = shop.member_card()
    extra = {key: value for key, value in parameters(shop, card).items() if key != "outer_str"}
    assert visit(shop, extra)["cause"]["id"] == "component.parameter-missing"
    shop.world.switches.set("component.outer-str-needed", False)
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    assert "error" not in visit(shop, extra)


def test_cards_that_the_component_cannot_open(shop):
    plain = shop.member_card(wx_activate=False, form=False)
    reply = shop.api("/card/membercard/activate/geturl", card_id=plain.card_id)
    assert reply["errcode"] == 45030
    no_form = shop.member_card(form=False)
    extra = {"create_card_appid": OFFICIAL, "card_id": no_form.card_id, "outer_str": "x"}
    assert visit(shop, extra)["cause"]["id"] == "component.no-form"


def test_the_pay_style_call(shop):
    """https://pay.weixin.qq.com/docs/merchant/apis/membership-card/member-card-invest/mini-program-opening-component.html"""
    card = shop.member_card(wx_activate_after_submit=False)
    extra = {"create_card_appid": OFFICIAL, "card_id": card.card_id, "outer_str": "x",
             "activate_type": "ACTIVATE_TYPE_JUMP", "jump_url": "pages/index/index"}  # fmt: skip
    assert visit(shop, extra)["type"] == "jump"
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    assert visit(shop, {**extra, "activate_type": "ACTIVATE_TYPE_NORMAL"})["type"] == "in_place"
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    assert visit(shop, {**extra, "create_card_appid": "wx9"})["cause"]["id"] == "component.other-account"
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    assert visit(shop, {**extra, "activate_type": "NOW"})["cause"]["id"] == "component.activate-type"


def test_required_fields_are_required(shop):
    card = shop.member_card()
    visit(shop, parameters(shop, card))
    answer = result(shop.line.wx("memberCardSubmit", {"fields": {}}))
    assert answer["errMsg"].startswith("memberCardSubmit:fail missing fields")
    assert shop.world.held.of_user("u1") == []


def test_a_sold_out_member_card_says_so(shop):
    card = shop.member_card()
    card.quantity = 0
    shown = visit(shop, parameters(shop, card))
    assert shown["refusal"]["zh"] == "已领完"
    assert result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["errMsg"].startswith("memberCardSubmit:fail")


def test_ordinary_apps_cannot_use_the_components_calls(shop):
    [refused] = shop.line.wx("memberCardOpen", {"extraData": {}})
    assert "no server call" in refused["error"]["message"]


def test_swipe_back_and_already_active_look_the_same(shop):
    card = shop.member_card()
    visit(shop, parameters(shop, card))
    swiped = events(shop.line.say("App.exit", {"instance": "i2"}))[-1][2]["referrerInfo"]
    visit(shop, parameters(shop, card))
    held = result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))
    shop.api("/card/membercard/activate", membership_number="1", code=held["code"])
    shop.line.say("App.exit", {"instance": "i2"})
    assert visit(shop, parameters(shop, card))["state"] == "active"
    active = events(shop.line.say("App.exit", {"instance": "i2"}))[-1][2]["referrerInfo"]
    assert json.dumps(active) == json.dumps(swiped) == json.dumps({"appId": COMPONENT})


def test_tickets_belong_to_one_account_and_can_be_single_use(shop):
    card = shop.member_card()
    visit(shop, parameters(shop, card))
    ticket = result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["extraData"]["activate_ticket"]
    path = "/card/membercard/activatetempinfo/get"
    from support import SHOP

    other = shop.world.accounts.issue_token(shop.world.accounts[SHOP], shop.world.clock.seconds()).value
    assert "not belong this AppId" in shop.api(path, other, activate_ticket=ticket)["errmsg"]
    assert shop.api(path, activate_ticket=ticket.replace("+", " "))["errcode"] == 72013
    assert shop.cause() == "ticket.plus-lost"
    assert shop.api(path, activate_ticket=ticket)["errcode"] == 0
    assert shop.api(path, activate_ticket=ticket)["errcode"] == 0
    shop.world.switches.set("ticket.reusable", False)
    assert shop.api(path, activate_ticket=ticket)["errcode"] == 72012


def test_one_card_a_user_and_custom_codes_from_the_merchant(shop):
    """https://pay.weixin.qq.com/docs/merchant/apis/membership-card/member-card-invest/mini-program-opening-component.html"""
    own = shop.member_card()
    own.base["use_custom_code"] = True
    given = {"create_card_appid": OFFICIAL, "card_id": own.card_id, "outer_str": "x"}
    assert visit(shop, given)["refusal"]["zh"] == "参数错误"
    assert result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["errMsg"].startswith("memberCardSubmit:fail")
    assert shop.cause() == "code.needed"
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    visit(shop, {**given, "card_code": "HILL01"})
    assert result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["code"] == "HILL01"

    plain = shop.member_card()
    shop.line.say("Phone.closeApp", {"instance": "i2"})
    visit(shop, {**given, "card_id": plain.card_id, "card_code": "HILL02"})
    assert result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["errMsg"].startswith("memberCardSubmit:fail")
    assert shop.cause() == "code.not-allowed"


def test_who_gave_the_card_away_may_be_at_the_limit(shop):
    card = shop.member_card()
    card.base["get_limit"] = 1
    visit(shop, parameters(shop, card))
    result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))
    shop.world.held.of_user("u1")[0].status = "DELETE"
    shown = visit_again(shop, card)
    assert (shown["state"], shown["refusal"]["zh"]) == ("new", "已领取")


def test_the_merchants_url_gets_its_question_mark(shop):
    shop.world.switches.use_profile("observed")
    card = shop.member_card(wx_activate_after_submit_url="pages/member/member")
    visit(shop, parameters(shop, card))
    data = result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["extraData"]
    assert data["wx_activate_after_submit_url"].startswith("pages/member/member?card_id=")


def test_a_member_card_in_the_wallet_opens_the_component_for_itself(shop):
    """Scene 1029: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html"""
    card = shop.member_card()
    code = shop.claimed(card)
    shop.line.say("Phone.openCard", {"code": code})
    shown = events(shop.line.say("Phone.activateCard", {"code": code}))
    assert shop.phone.screens == []
    options = shown[-1][2]
    assert (shop.phone.front.app_id, options["scene"]) == (COMPONENT, 1029)
    cause, opening = read_parameters(shop.world, shop.phone.user.id, options["referrerInfo"]["extraData"])
    assert cause is None
    assert opening is not None
    assert opening.held is not None
    assert opening.held.code == code
    shop.world.members[card.card_id, code].activate(code, shop.world.clock.seconds())
    [refused] = shop.line.say("Phone.activateCard", {"code": code})
    assert "active already" in refused["error"]["message"]


def test_a_card_that_its_merchant_activates_has_no_component_to_open(shop):
    code = shop.claimed(shop.member_card(form=False))
    [refused] = shop.line.say("Phone.activateCard", {"code": code})
    assert "WeChat's own form" in refused["error"]["message"]
