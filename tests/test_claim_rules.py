"""The finer rules of claiming and opening cards.

https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import json

import pytest
from support import OFFICIAL, SHOP, Shop, result

from emulator.crypto import sha1_of_sorted
from emulator.rules import Outcome

DAY = 86_400


@pytest.fixture
def shop():
    return Shop().open()


def add(shop, *items):
    messages = shop.line.wx("addCard", {"cardList": list(items)})
    if shop.phone.sheet:
        messages += shop.line.answer()
    return result(messages)


def flags(answer):
    return [row["isSuccess"] for row in answer["cardList"]]


def take(shop, card):
    """Claim the card; returns its plain code."""
    add(shop, shop.item(card))
    return shop.world.held.of_user("u1", card.card_id)[-1].code


def open_cards(shop, *pairs):
    entries = [{"cardId": card.card_id, "code": code} for card, code in pairs]
    return result(shop.line.wx("openCard", {"cardList": entries}))["errMsg"]


def test_entries_of_one_call_share_the_stock(shop):
    card = shop.card(sku={"quantity": 1})
    assert flags(add(shop, shop.item(card), shop.item(card))) == [True, False]
    assert shop.cause() == "stock.empty"


def test_entries_of_one_call_share_their_nonces(shop):
    item = shop.item(shop.card())
    assert flags(add(shop, item, item)) == [True, False]
    assert shop.cause() == "nonce.reused"


def test_a_nonce_may_come_again_at_another_second(shop):
    card = shop.card()
    items = [shop.item(card, nonce_str="n", timestamp=second) for second in (1, 2)]
    assert flags(add(shop, *items)) == [True, True]


def test_who_stands_on_the_white_list_need_not_wait_for_the_review(shop):
    """https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card"""
    shop.world.switches.set("card.review-delay", -1)
    card = shop.card()
    openid = shop.world.accounts.openid(OFFICIAL, "u1")
    assert shop.api("/card/testwhitelist/set", openid=[openid])["errcode"] == 0
    assert add(shop, shop.item(card))["errMsg"] == "addCard:ok"


def test_codes_and_openids_that_do_not_belong(shop):
    deposit = shop.card(use_custom_code=True, get_custom_code_mode="GET_CUSTOM_CODE_MODE_DEPOSIT")
    add(shop, shop.item(deposit, code="HILL"))
    assert shop.cause() == "code.deposit-mode"
    add(shop, shop.item(shop.card(bind_openid=True), openid="o-of-somebody"))
    assert shop.cause() == "openid.other-user"


@pytest.mark.parametrize(
    ("cause", "left_out", "also"),
    [
        ("signature.card-id-not-signed", "card_id", []),
        ("signature.ticket-not-signed", "ticket", []),
        ("signature.outer-str-signed", "", ["till"]),
    ],
)
def test_the_nearest_mistake_of_a_signature(shop, cause, left_out, also):
    card = shop.card()
    ext = {"timestamp": 1, "nonce_str": "n", "outer_str": "till"}
    values = {"card_id": card.card_id, "ticket": shop.ticket, "timestamp": 1, "nonce_str": "n"}
    values.pop(left_out, None)
    signed = {**ext, "signature": sha1_of_sorted([*values.values(), *also])}
    add(shop, {"cardId": card.card_id, "cardExt": json.dumps(signed)})
    assert shop.cause() == cause


@pytest.mark.parametrize(
    ("button", "make"),
    [
        ("已领取", lambda shop: shop.item(shop.card(get_limit=0))),
        ("已领完", lambda shop: shop.item(shop.card(sku={"quantity": 0}))),
        ("签名错误", lambda shop: {"cardId": shop.card().card_id, "cardExt": {}}),
        ("签名错误", lambda shop: {"cardId": shop.card().card_id, "cardExt": '{"timestamp":1,"signature":"x"}'}),
        ("参数错误", lambda shop: shop.item(shop.card(), code="x")),
        ("参数错误", lambda shop: shop.item(shop.card(bind_openid=True))),
    ],
)
def test_what_the_button_says(shop, button, make):
    shop.world.switches.set("addCard.report", "page")
    shop.line.wx("addCard", {"cardList": [make(shop)]})
    assert shop.line.state["sheet"]["content"]["cards"][0]["reason"]["button"]["zh"] == button


def test_the_page_of_an_empty_list_can_be_confirmed(shop):
    shop.line.wx("addCard", {"cardList": []})
    assert shop.line.state["sheet"]["content"]["claimable"] is True


def test_a_given_begin_counts_for_a_term_alone(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"""
    now = shop.world.clock.seconds()
    forever = shop.card("MEMBER_CARD", {}, date_info={"type": "DATE_TYPE_PERMANENT"})
    add(shop, shop.item(forever, fixed_begintimestamp=now + DAY))
    [held] = shop.world.held.of_user("u1")
    assert (held.begin, held.end) == (now, None)


def test_a_term_can_begin_later_at_midnight_in_china(shop):
    card = shop.card(date_info={"type": "DATE_TYPE_FIX_TERM", "fixed_term": 3, "fixed_begin_term": 2})
    take(shop, card)
    [held] = shop.world.held.of_user("u1")
    assert (held.begin + 8 * 3600) % DAY == 0
    assert DAY < held.begin - shop.world.clock.seconds() <= 2 * DAY
    assert held.end == held.begin + 3 * DAY - 1


def test_a_used_card_does_not_expire(shop):
    take(shop, shop.card())
    [held] = shop.world.held.of_user("u1")
    late = (held.end + 1) * 1000
    assert held.state(late) == "EXPIRE"
    held.status = "CONSUMED"
    assert held.state(late) == "CONSUMED"


def test_a_member_card_can_be_active_at_once(shop):
    card = shop.card("MEMBER_CARD", {"auto_activate": True}, date_info={"type": "DATE_TYPE_PERMANENT"})
    code = take(shop, card)
    assert shop.world.members[card.card_id, code].active is True


def test_a_deleted_card_cannot_be_opened(shop):
    card = shop.card()
    code = take(shop, card)
    assert open_cards(shop, (card, code)) == "openCard:ok"
    shop.world.held.of_user("u1")[0].status = "DELETE"
    assert open_cards(shop, (card, code)) == "openCard:fail invalid card code"


def test_devtools_opens_what_it_can(shop):
    card = shop.card()
    entries = [(card, take(shop, card)), (card, "1")]
    assert open_cards(shop, *entries) == "openCard:fail invalid card code"
    shop.phone.set({"platform": "devtools"})
    assert open_cards(shop, *entries) == "openCard:ok"
    assert shop.cause() == "code.unknown"


def test_the_merchant_hears_of_a_look_if_it_wants_to(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html"""
    for wants in (False, True):
        date = {"type": "DATE_TYPE_PERMANENT"}
        card = shop.card("MEMBER_CARD", {}, date_info=date, need_push_on_view=wants)
        code = take(shop, card)
        open_cards(shop, (card, code))
        looks = [event.fields["UserCardCode"] for event in shop.world.events if event.name == "user_view_card"]
        assert looks == ([code] if wants else [])


def test_a_rule_can_be_for_some_params_only(shop):
    shop.world.rules.add("navigateToMiniProgram", Outcome(error="busy"), {"appId": "wx9"})
    assert "busy" in result(shop.line.wx("navigateToMiniProgram", {"appId": "wx9"}))["errMsg"]
    assert "busy" not in result(shop.line.wx("navigateToMiniProgram", {"appId": SHOP}))["errMsg"]


@pytest.mark.parametrize("key", ["cancelText", "confirmText"])
def test_a_modals_buttons_have_four_characters_at_most(shop, key):
    """https://developers.weixin.qq.com/miniprogram/dev/api/ui/interact/wx.showModal.html"""
    assert result(shop.line.wx("showModal", {key: "五个字太长"}))["errMsg"].startswith(f"showModal:fail {key} length")
    assert shop.line.wx("showModal", {key: "四个字好"})[-1]["params"]["sheet"]["content"][key] == "四个字好"
