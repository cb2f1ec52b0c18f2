"""Cards by the merchant API: lists, changes, stock, and how they reach people.

https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

import json
import re

import pytest
from support import OFFICIAL, SHOP, Shop, result

from emulator.dispatch import serve_api
from emulator.journal import explain
from emulator.members import form_fields
from emulator.rules import Outcome
from emulator.texts import TEXTS


@pytest.fixture
def shop():
    return Shop().open()


def update(shop, card, **base):
    return shop.api("/card/update", card_id=card.card_id, **{card.card_type.lower(): {"base_info": base}})


def test_a_list_of_cards_by_status_the_newest_first(shop):
    cards = [shop.card() for _ in range(4)]
    shop.api("/card/delete", card_id=cards[1].card_id)
    listed = shop.api("/card/batchget", offset=1, count=1)
    assert listed["card_id_list"] == [cards[2].card_id]
    assert listed["total_num"] == 3
    for name in ("CARD_STATUS_DELETE", "CARD_STATUS_USER_DELETE"):
        assert shop.api("/card/batchget", status_list=[name])["card_id_list"] == [cards[1].card_id]
    assert shop.api("/card/batchget", count=51)["errcode"] == 40097
    assert shop.api("/card/batchget", status_list=["GOOD"])["errcode"] == 40097


def test_a_deleted_card_cannot_be_claimed_but_claimed_ones_stay_good(shop):
    card = shop.card()
    code = shop.claimed(card)
    assert shop.api("/card/delete", card_id=card.card_id)["errcode"] == 0
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:fail invalid card id"
    assert shop.cause() == "card.deleted"
    assert shop.api("/card/code/consume", code=code)["errcode"] == 0
    for path in ("/card/delete", "/card/update", "/card/modifystock"):
        assert shop.api(path, card_id=card.card_id)["errcode"] == 40078


def test_a_change_of_words_goes_to_review_and_one_of_limits_does_not(shop):
    card = shop.card()
    shop.world.switches.set("card.review-delay", 60_000)
    assert update(shop, card, get_limit=9)["send_check"] is False
    assert card.get_limit == 9
    assert card.status == "CARD_STATUS_VERIFY_OK"
    assert update(shop, card, notice="出示")["send_check"] is True
    assert card.status == "CARD_STATUS_NOT_VERIFY"
    shop.world.clock.set(shop.world.clock.now() + 60_000)
    shop.world.run_due()
    assert card.status == "CARD_STATUS_VERIFY_OK"
    assert [event.name for event in shop.world.events] == ["card_pass_check", "card_pass_check"]


def test_what_a_card_keeps_for_life_is_left_alone_and_said(shop):
    card = shop.card()
    assert update(shop, card, title="别的", bind_openid=True)["errcode"] == 0
    assert card.base["title"] == "拿铁券"
    assert shop.cause() == "update.field-fixed"
    [*_, end] = shop.world.journal.find("api./card/update", "end")
    assert end.detail["notChanged"] == ["base_info.title", "base_info.bind_openid"]


def test_only_a_range_of_time_can_be_changed_and_only_made_wider(shop):
    def dates(begin, end):
        return {"type": "DATE_TYPE_FIX_TIME_RANGE", "begin_timestamp": begin, "end_timestamp": end}

    card, term = shop.card(date_info=dates(1000, 2_000_000_000)), shop.card()
    assert update(shop, card, date_info=dates(900, 2_000_000_001))["errcode"] == 0
    for narrower in (dates(901, 2_000_000_001), dates(900, 2_000_000_000)):
        assert update(shop, card, date_info=narrower)["errcode"] == 40079
    assert update(shop, term, date_info=dates(900, 2_000_000_000))["errcode"] == 40079
    assert update(shop, term, date_info=dict(term.base["date_info"]))["errcode"] == 0


def test_bad_updates_change_nothing(shop):
    card = shop.card()
    assert shop.api("/card/update", card_id=card.card_id)["errcode"] == 41011
    assert update(shop, card, notice="超" * 17, get_limit=1)["errcode"] == 45021
    assert update(shop, card, code_type="CODE_TYPE_NFC")["errcode"] == 40072
    assert card.get_limit == 3


def test_stock_goes_up_and_down_and_never_below_nothing(shop):
    card = shop.card()
    assert shop.api("/card/modifystock", card_id=card.card_id, increase_stock_value=2)["errcode"] == 0
    assert shop.api("/card/modifystock", card_id=card.card_id, reduce_stock_value="7")["errcode"] == 0
    assert (card.quantity, card.total) == (0, 0)
    assert shop.api("/card/modifystock", card_id=card.card_id, reduce_stock_value=1)["errcode"] == 40122
    assert shop.api("/card/modifystock", card_id=card.card_id, increase_stock_value=100_000_001)["errcode"] == 40122
    assert shop.api("/card/modifystock", card_id=card.card_id, increase_stock_value=-1)["errcode"] == 40097
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:fail out of stock"


def test_a_low_stock_is_told_once_in_twelve_hours(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html"""
    card = shop.card(sku={"quantity": 201}, get_limit=50)
    shop.api("/card/modifystock", card_id=card.card_id, reduce_stock_value=99)
    card.total = 201
    for _ in range(3):
        shop.claimed(card)
    told = [event.fields for event in shop.world.events if event.name == "card_sku_remind"]
    assert told == [{"CardId": card.card_id, "Detail": "the card's quantity is equal to 100"}]
    shop.world.clock.set(shop.world.clock.now() + 12 * 3_600_000)
    shop.claimed(card)
    assert len([event for event in shop.world.events if event.name == "card_sku_remind"]) == 2


def test_cells_need_shops(shop):
    card, with_shops = shop.card(), shop.card(use_all_locations=True)
    for path in ("/card/paycell/set", "/card/selfconsumecell/set"):
        assert shop.api(path, card_id=card.card_id, is_open=True)["errcode"] == 43017
        assert shop.api(path, card_id=card.card_id, is_open=False)["errcode"] == 0
        assert shop.api(path, card_id=with_shops.card_id, is_open=True)["errcode"] == 0
    assert with_shops.base["pay_cell"] is True


def test_qr_codes_of_one_card_and_of_several(shop):
    card = shop.card()
    row = {"card_id": card.card_id, "outer_str": "poster"}
    one = shop.api("/card/qrcode/create", action_name="QR_CARD", expire_seconds=1800, action_info={"card": row})
    assert one["expire_seconds"] == 1800
    assert one["ticket"] in one["show_qrcode_url"]
    several = {"multiple_card": {"card_list": [row, row]}}
    two = shop.api("/card/qrcode/create", action_name="QR_MULTIPLE_CARD", action_info=several)
    assert two["ticket"] != one["ticket"]
    assert shop.api("/card/qrcode/create", action_name="QR_CARD", action_info=several)["errcode"] == 40053
    assert shop.api("/card/qrcode/create", action_name="QR", action_info={"card": row})["errcode"] == 40053
    unknown = {"card": {"card_id": "pX"}}
    assert shop.api("/card/qrcode/create", action_name="QR_CARD", action_info=unknown)["errcode"] == 40073


def test_shelves_and_articles(shop):
    card = shop.card()
    rows = [{"card_id": card.card_id, "thumb_url": "http://x/y.png"}]
    page = shop.api("/card/landingpage/create", banner="b", page_title="t", scene="SCENE_MENU", card_list=rows)
    assert page["page_id"] == 1
    assert card.status == "CARD_STATUS_DISPATCH"
    assert shop.api("/card/landingpage/create", scene="SCENE_MOON", card_list=rows)["errcode"] == 40097
    assert card.card_id in shop.api("/card/mpnews/gethtml", card_id=card.card_id)["content"]
    assert shop.claimed(card)


def test_the_white_list_is_replaced_and_knows_only_this_accounts_openids(shop):
    accounts = shop.world.accounts
    official, mini = accounts.openid(OFFICIAL, "u1"), accounts.openid(SHOP, "u1")
    assert shop.api("/card/testwhitelist/set", openid=[official])["errcode"] == 0
    assert accounts[OFFICIAL].white_list == [official]
    assert shop.api("/card/testwhitelist/set", openid=[mini])["errcode"] == 40003
    assert shop.cause() == "openid.other-account"
    assert shop.api("/card/testwhitelist/set", username=["Anna"])["errcode"] == 0
    assert accounts[OFFICIAL].white_list == [official]
    assert shop.api("/card/testwhitelist/set")["errcode"] == 0
    assert accounts[OFFICIAL].white_list == []
    assert shop.api("/card/testwhitelist/set", username=["x"] * 11)["errcode"] == 40097


def test_colours_are_fourteen(shop):
    reply = serve_api(shop.world, "GET", "/card/getcolors", {"access_token": shop.token}, b"").body
    assert len(reply["colors"]) == 14
    assert reply["colors"][0] == {"name": "Color010", "value": "#63b359"}


def test_rules_for_gifts_after_a_payment(shop):
    base = {"mchid_list": ["100"], "begin_time": 0, "end_time": shop.world.clock.seconds() + 10}
    rule = {"type": "RULE_TYPE_PAY_MEMBER_CARD", "base_info": base, "member_rule": {"card_id": shop.card().card_id}}
    made = shop.api("/card/paygiftcard/add", rule_info=rule)
    assert made["succ_mchid_list"] == [{"mchid": "100"}]
    assert shop.api("/card/paygiftcard/getbyid", rule_id=made["rule_id"])["rule_info"] == {
        **rule, "rule_id": made["rule_id"],
    }  # fmt: skip
    listed = {"type": rule["type"], "effective": True, "offset": 0, "count": 10}
    assert shop.api("/card/paygiftcard/batchget", **listed)["total_count"] == 1
    shop.world.clock.set(shop.world.clock.now() + 11_000)
    assert shop.api("/card/paygiftcard/batchget", **listed)["total_count"] == 0
    assert shop.api("/card/paygiftcard/delete", rule_id=made["rule_id"])["errcode"] == 0
    assert shop.api("/card/paygiftcard/delete", rule_id=made["rule_id"])["errcode"] == 40097
    assert shop.api("/card/paygiftcard/add", rule_info={"type": "RULE"})["errcode"] == 40097


def test_shops_of_the_old_kind(shop):
    rows = [{"business_name": "山丘", "address": "一号"}, {"business_name": "无地址"}]
    assert shop.api("/card/location/batchadd", location_list=rows)["location_id_list"] == [1, -1]
    listed = shop.api("/card/location/batchget", offset=0, count=0)
    assert listed["count"] == 1
    assert listed["location_list"][0]["business_name"] == "山丘"


@pytest.mark.parametrize(
    "base",
    [{"get_limit": [1]}, {"get_limit": -1}, {"get_limit": "many"}, {"use_custom_code": "yes"}, {"title": ["拿铁券"]}],
    ids=str,
)
def test_values_of_the_wrong_kind_are_no_card(shop, base):
    card = shop.card()
    assert update(shop, card, **base)["errcode"] == 47001
    given = {"card_type": "GROUPON", "groupon": {"base_info": {**card.base, **base}}}
    assert shop.api("/card/create", card=given)["errcode"] == 47001
    assert shop.claimed(card)


def test_a_limit_may_come_as_text_or_as_null(shop):
    card = shop.card(get_limit="1", sku={"quantity": 5})
    assert card.get_limit == 1
    assert update(shop, card, get_limit=None)["errcode"] == 0
    assert card.get_limit == 50


def test_half_an_emoji_in_a_body_is_read_as_a_mark(shop):
    """Half a character may stand in JSON, and cannot be written in UTF-8."""
    card = shop.card()
    body = json.dumps({"card_id": card.card_id, "groupon": {"base_info": {"notice": "\ud83d 扫码"}}}).encode()
    assert serve_api(shop.world, "POST", "/card/update", {"access_token": shop.token}, body).body["errcode"] == 0
    assert card.base["notice"] == "\ufffd 扫码"


def test_a_list_follows_what_becomes_of_cards(shop):
    one, two, three = (shop.card() for _ in range(3))
    shop.api("/card/delete", card_id=two.card_id)
    assert shop.api("/card/batchget")["card_id_list"] == [three.card_id, one.card_id]
    rows = [{"card_id": one.card_id, "thumb_url": "http://x/y.png"}]
    shop.api("/card/landingpage/create", banner="b", page_title="t", scene="SCENE_MENU", card_list=rows)
    good = ["CARD_STATUS_VERIFY_OK", "CARD_STATUS_DISPATCH"]
    assert shop.api("/card/batchget", status_list=good)["card_id_list"] == [three.card_id, one.card_id]
    assert shop.api("/card/batchget", status_list=good[1:])["card_id_list"] == [one.card_id]
    every = shop.api("/card/batchget", status_list=[*good, "CARD_STATUS_DELETE"], offset=1, count=1)
    assert (every["card_id_list"], every["total_num"]) == ([two.card_id], 3)
    del shop.world.cards[three.card_id]
    assert shop.api("/card/batchget")["card_id_list"] == [one.card_id]


@pytest.mark.parametrize("number", [10**16, 1 << 64, "99999999999999999999", -1, 1.5, "٣"])
def test_a_number_that_counts_nothing_is_refused(shop, number):
    assert shop.api("/card/batchget", offset=number, count=5)["errcode"] == 40097


@pytest.mark.parametrize("scene", [[], {}, 5, None, "SCENE_NOWHERE"])
def test_a_shelf_stands_in_a_scene_that_there_is(shop, scene):
    assert shop.api("/card/landingpage/create", card_list=[{}], scene=scene)["errcode"] == 40097


FORM = "/card/membercard/activateuserform/set"


@pytest.mark.parametrize("key", ["common_field_id_list", "rich_field_list", "custom_field_list"])
@pytest.mark.parametrize(
    "given", [5, True, "x", {"a": 1}, [[]], [{}], [None], [{"type": [], "name": "a", "values": []}]]
)
def test_a_form_of_another_shape_is_refused(shop, key, given):
    card = shop.card("MEMBER_CARD", info={"wx_activate": True})
    assert shop.api(FORM, card_id=card.card_id, required_form={key: given})["errcode"] == 47001
    assert card.form is None


def test_lists_of_a_form_may_be_null_as_sdks_send_them(shop):
    card = shop.card("MEMBER_CARD", info={"wx_activate": True})
    form = {"common_field_id_list": None, "rich_field_list": None, "custom_field_list": ["尺码"]}
    assert shop.api(FORM, card_id=card.card_id, required_form=form, optional_form=None)["errcode"] == 0
    assert [one.name for one in form_fields(card)["required"]] == ["尺码"]


@pytest.mark.parametrize("kind", [[], {}, None, 5])
def test_a_rule_of_no_kind_is_refused(shop, kind):
    rule = {"type": kind, "base_info": {}, "member_rule": {}}
    assert shop.api("/card/paygiftcard/add", rule_info=rule)["errcode"] == 40097


# https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Card_coupons_error_code.html, and texts seen
@pytest.mark.parametrize(
    ("code", "text"),
    [
        (-1, r"system error hint: \[\w{8}\]"),
        (40001, r"invalid credential, access_token is invalid or not latest, could get access_token by "
                r"getStableAccessToken, more details at https://mmbizurl\.cn/s/JtxxFh33r rid: \w{8}-\w{8}-\w{8}"),
        (40003, r"invalid openid hint: \[\w{8}\]"),
        (40029, r"invalid code, hints: \[ req_id: \w{8} \]"),
        (40056, r"invalid serial code hint: \[\w{8}\]"),
        (40099, r"invalid code, this code has consumed\. hint: \[\w{8}\]"),
        (40127, r"invalid user-card status! Hint: the card was given to user, but may be deleted or set "
                r"unavailable ! hint: \[\w{8}\]"),
        (40151, r"invalid card info, text/pic hit antispam hint: \[\w{8}\]"),
        (40163, r"code been used, hints: \[ req_id: \w{8} \]"),
        (40164, r"invalid ip 127\.0\.0\.1, not in whitelist rid: \w{8}-\w{8}-\w{8}"),
        (41011, r"missing required fields! please check document and request json! hint: \[\w{8}\]"),
        (43017, r"require location id! hint: \[\w{8}\]"),
        (45061, r"maybe the update frequency is too often, please try again hint: \[\w{8}\]"),
        (40009, r"invalid image size hint: \[\w{8}\]"),
        *((code, rf"{words} hint: \[\w{{8}}\]") for code, words in {
            40080: "invalid card ext", 40100: "invalid time range", 43010: "no balance permission",
            50001: "user unauthorized",
        }.items()),
        (48001, r"api unauthorized hint: \[\w{8}\]"),
        (61016, r"function category of API need be confirmed by component hint: \[\w{8}\]"),
        (72002, r"mchid is not bind appid hint: \[\w{8}\]"),
        (72012, r"activate_ticket has been expired hint: \[\w{8}\]"),
        (72013, r"invalid activate_ticket\.Maybe this ticket is not belong this AppId hint: \[\w{8}\]"),
    ],
)  # fmt: skip
def test_an_errcode_has_the_text_that_was_seen_with_it(shop, code, text):
    shop.world.rules.add("/card/get", Outcome(error=str(code)))
    answer = shop.api("/card/get", card_id="p")
    assert answer["errcode"] == code
    assert re.fullmatch(text, answer["errmsg"])
    if f"errcode.{code}" in TEXTS:
        told = explain(shop.world.journal.find("api./card/get", "end")[-1].cause)
        assert told
        assert told["says"]["zh"].endswith(TEXTS[f"errcode.{code}"]["zh"])
