"""https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"""

import json

import pytest
from support import OFFICIAL, SHOP, Shop, result

from emulator.rules import Outcome


@pytest.fixture
def shop():
    return Shop().open()


def add(shop, *items, answer="confirm"):
    """Call addCard and answer the claim page if there is one."""
    messages = shop.line.wx("addCard", {"cardList": list(items)})
    if shop.phone.sheet:
        messages += shop.line.answer(answer)
    return result(messages)


def test_a_card_is_taken(shop):
    card = shop.card()
    item = shop.item(card, outer_str="poster")
    shop.line.wx("addCard", {"cardList": [item]})
    [ticket] = shop.line.state["sheet"]["content"]["cards"]
    assert ticket["title"] == "拿铁券"
    assert ticket["reason"] is None
    answer = result(shop.line.answer())
    [added] = answer["cardList"]
    assert answer["errMsg"] == "addCard:ok"
    assert added["cardExt"] == item["cardExt"]
    assert added["isSuccess"] is True
    code = shop.api("/card/code/decrypt", encrypt_code=added["code"])["code"]
    assert len(code) == 12
    assert code.isdigit()
    assert card.quantity == 4
    [event] = [event for event in shop.world.events if event.name == "user_get_card"]
    assert event.fields["UserCardCode"] == code
    assert event.fields["OuterStr"] == "poster"
    assert event.openid == shop.world.accounts.openid(OFFICIAL, "u1")


def test_the_user_cancels(shop):
    card = shop.card()
    assert add(shop, shop.item(card), answer="cancel") == {"errMsg": "addCard:fail cancel"}
    assert shop.cause() == "user.cancelled"
    assert card.quantity == 5


@pytest.mark.parametrize(
    ("params", "errmsg"),
    [
        ({}, "parameter.cardList should be Array instead of Undefined;"),
        ({"cardList": {}}, "parameter.cardList should be Array instead of Object;"),
        ({"cardList": None}, "parameter.cardList should be Array instead of Null;"),
        ([], "parameter should be Object instead of Array;"),
    ],
)
def test_arguments_are_refused_in_the_base_librarys_words(shop, params, errmsg):
    answer = result(shop.line.wx("addCard", params))
    assert answer["errMsg"] == f"addCard:fail parameter error: {errmsg}"


def test_three_cards_of_which_one_is_gone(shop):
    first, gone, last = shop.card(), shop.card(sku={"quantity": 0}), shop.card()
    answer = add(shop, shop.item(first), shop.item(gone), shop.item(last))
    assert answer["errMsg"] == "addCard:ok"
    assert [row["isSuccess"] for row in answer["cardList"]] == [True, False, True]
    assert answer["cardList"][1]["code"] == ""
    assert shop.cause() == "stock.empty"
    shop.world.switches.set("addCard.failed-code", "absent")
    again = add(shop, shop.item(first), shop.item(gone))
    assert "code" not in again["cardList"][1]


def test_a_mixed_list_can_fail_as_a_whole(shop):
    shop.world.switches.set("addCard.mixed", "fail")
    good, gone = shop.card(), shop.card(sku={"quantity": 0})
    assert add(shop, shop.item(good), shop.item(gone))["errMsg"] == "addCard:fail out of stock"
    assert good.quantity == 5


MISTAKES = {
    "signature.mismatch": lambda shop, card: {**shop.ext(card), "signature": "0" * 40},
    "signature.missing": lambda shop, card: {"timestamp": 1},
    "signature.upper-case": lambda shop, card: (lambda ext: {**ext, "signature": ext["signature"].upper()})(
        shop.ext(card)
    ),
    "signature.nonce-not-signed": lambda shop, card: {**shop.ext(card, nonce_str=""), "nonce_str": "n"},
    "signature.jsapi-ticket": lambda shop, card: shop.ext(
        card,
        ticket=shop.world.accounts.ticket(shop.world.accounts[OFFICIAL], "jsapi", shop.world.clock.seconds()).value,
    ),
    "signature.other-account": lambda shop, card: shop.ext(
        card,
        ticket=shop.world.accounts.ticket(shop.world.accounts[SHOP], "wx_card", shop.world.clock.seconds()).value,
    ),
    "code.not-allowed": lambda shop, card: shop.ext(card, code="abc"),
    "openid.not-allowed": lambda shop, card: shop.ext(card, openid="oX"),
}


@pytest.mark.parametrize("cause", MISTAKES)
@pytest.mark.parametrize("style", ["words", "page"])
def test_a_mistake_is_named(shop, cause, style):
    shop.world.switches.set("addCard.report", style)
    card = shop.card()
    item = {"cardId": card.card_id, "cardExt": json.dumps(MISTAKES[cause](shop, card))}
    messages = shop.line.wx("addCard", {"cardList": [item]})
    if style == "page":
        content = shop.line.state["sheet"]["content"]
        assert content["claimable"] is False
        assert content["cards"][0]["reason"]["id"] == cause
        messages = shop.line.answer("cancel")
        assert result(messages)["errMsg"] == "addCard:fail cancel"
    else:
        assert shop.phone.sheet is None
        assert result(messages)["errMsg"].startswith("addCard:fail invalid ")
    assert shop.cause() == cause
    assert card.quantity == 5


def test_an_expired_ticket_is_named(shop):
    card = shop.card()
    old = shop.ticket
    shop.world.clock.set(shop.world.clock.now() + 7_200_000)
    item = {"cardId": card.card_id, "cardExt": json.dumps(shop.ext(card, ticket=old))}
    add(shop, item)
    assert shop.cause() == "signature.expired-ticket"


@pytest.mark.parametrize(
    ("ext", "cause"),
    [
        ("{not json", "card-ext.not-json"),
        ('"{}"', "card-ext.twice"),
        ("[]", "card-ext.not-json"),
        (None, "card-ext.missing"),
        ({"timestamp": 1}, "card-ext.object"),
        ('{"code": {}}', "card-ext.field"),
    ],
)
def test_card_ext_must_be_json_text_of_an_object(shop, ext, cause):
    card = shop.card()
    answer = add(shop, {"cardId": card.card_id, "cardExt": ext})
    assert answer["errMsg"].startswith("addCard:fail ")
    assert shop.cause() == cause


def test_an_object_is_read_where_the_platform_posts_it_as_it_is(shop):
    shop.world.switches.set("addCard.object-ext", "read")
    card = shop.card()
    ext = shop.ext(card)
    assert add(shop, {"cardId": card.card_id, "cardExt": ext})["cardList"][0]["cardExt"] == ext


def test_a_nonce_can_be_used_once_and_phones_call_that_sold_out(shop):
    card = shop.card()
    item = shop.item(card)
    assert add(shop, item)["errMsg"] == "addCard:ok"
    shop.world.switches.set("addCard.report", "page")
    shop.line.wx("addCard", {"cardList": [item]})
    assert shop.line.state["sheet"]["content"]["cards"][0]["reason"]["button"]["zh"] == "已领完"
    shop.line.answer("cancel")
    assert shop.cause() == "nonce.reused"


def test_the_limit_per_user(shop):
    card = shop.card(get_limit=1)
    assert add(shop, shop.item(card), shop.item(card))["cardList"][1]["isSuccess"] is False
    assert shop.cause() == "limit.reached"
    assert add(shop, shop.item(card))["errMsg"] == "addCard:fail get limit reached"


def test_two_open_sheets_cannot_oversell(shop):
    card = shop.card(sku={"quantity": 1})
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    first = result(shop.line.answer())
    second = result(shop.line.answer())
    assert first["errMsg"] == "addCard:ok"
    assert second["errMsg"] == "addCard:fail out of stock"
    assert card.quantity == 0
    assert shop.cause() == "stock.empty"


def test_custom_codes(shop):
    card = shop.card(use_custom_code=True)
    assert add(shop, shop.item(card))["errMsg"] == "addCard:fail invalid code"
    assert shop.cause() == "code.needed"
    added = add(shop, shop.item(card, code="HILL01"))["cardList"][0]
    assert shop.api("/card/code/decrypt", encrypt_code=added["code"])["code"] == "HILL01"
    add(shop, shop.item(card, code="HILL01"))
    assert shop.cause() == "code.taken"
    add(shop, shop.item(card, code="x" * 21))
    assert shop.cause() == "code.bad-shape"


def test_a_card_bound_to_an_openid_wants_the_official_accounts(shop):
    card = shop.card(bind_openid=True)
    accounts = shop.world.accounts
    add(shop, shop.item(card))
    assert shop.cause() == "openid.needed"
    add(shop, shop.item(card, openid=accounts.openid(SHOP, "u1")))
    assert shop.cause() == "openid.mini-program-given"
    assert add(shop, shop.item(card, openid=accounts.openid(OFFICIAL, "u1")))["errMsg"] == "addCard:ok"


def test_an_unverified_account_is_refused_in_the_platforms_words(shop):
    card = shop.card()
    shop.world.accounts[SHOP].verified = False
    assert add(shop, shop.item(card))["errMsg"] == "addCard:fail access denied"
    assert shop.cause() == "account.not-verified"
    shop.world.switches.platform = "devtools"
    assert add(shop, shop.item(card))["errMsg"] == "addCard:fail no permission"


def test_an_account_that_is_not_bound_is_refused(shop):
    card = shop.card()
    shop.world.accounts[SHOP].bound = False
    assert add(shop, shop.item(card))["errMsg"] == "addCard:fail access denied"
    assert shop.cause() == "account.not-bound"


def test_merchant_coupons_are_named_and_refused(shop):
    ext = json.dumps({"send_coupon_merchant": "1", "sign": "x", "out_request_no": "1"})
    assert "unsupported" in add(shop, {"cardId": "123456", "cardExt": ext})["errMsg"]
    assert shop.cause() == "card.merchant-coupon"


def test_an_empty_list_passes_the_check(shop):
    assert add(shop) == {"errMsg": "addCard:ok", "cardList": []}


def test_unreviewed_cards_wait_for_the_clock(shop):
    shop.world.switches.set("card.review-delay", 1000)
    card = shop.card()
    add(shop, shop.item(card))
    assert shop.cause() == "card.not-verified"
    shop.world.clock.set(shop.world.clock.now() + 1000)
    shop.world.run_due()
    assert add(shop, shop.item(card))["errMsg"] == "addCard:ok"


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "系统错误，错误码："), ("en", "System error, error code:")])
def test_devtools_reports_an_errcode(shop, language, words):
    """Read from the developer tools 1.02.1910121: https://github.com/cytle/wechat_web_devtools"""
    shop.phone.set({"platform": "devtools", "language": language})
    answer = add(shop, {"cardId": "", "cardExt": "{}"})
    assert answer["errMsg"] == f"addCard:fail {words}40073,invalid card id"


def test_same_cards_are_folded(shop):
    card = shop.card()
    shop.line.wx("addCard", {"cardList": [shop.item(card), shop.item(card)]})
    [ticket] = shop.line.state["sheet"]["content"]["cards"]
    assert ticket["count"] == 2


# -- rules ----------------------------------------------------------------------------------------------------------


def test_a_rule_can_answer_once(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}), times=1)
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:ok"
    shop.line.wx("addCard", {"cardList": [shop.item(card)]})
    assert shop.phone.sheet is not None


def test_a_rule_can_fail_with_any_text(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(error="out of luck"))
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:fail out of luck"
    assert shop.cause() == "rule.error"
    assert card.quantity == 5


def test_a_delay_holds_the_reply_back_but_not_the_state(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}, delay=8000))
    assert shop.line.wx("addCard", {"cardList": [shop.item(card)]}) == []
    assert card.quantity == 4
    shop.world.clock.set(shop.world.clock.now() + 7999)
    shop.world.run_due()
    assert shop.line.take() == []
    shop.world.clock.set(shop.world.clock.now() + 1)
    shop.world.run_due()
    assert result(shop.line.take())["errMsg"] == "addCard:ok"


def test_a_lost_reply_never_comes(shop):
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}, lost=True))
    assert shop.line.wx("addCard", {"cardList": [shop.item(card)]}) == []
    assert card.quantity == 4
    [end] = shop.world.journal.find("wx.addCard", "end")
    assert end.detail["lost"] is True


# -- openCard -------------------------------------------------------------------------------------------------------


def test_open_card_takes_the_plain_code_and_shows_the_face(shop):
    card = shop.card()
    encrypted = add(shop, shop.item(card))["cardList"][0]["code"]
    wrong = result(shop.line.wx("openCard", {"cardList": [{"cardId": card.card_id, "code": encrypted}]}))
    assert wrong["errMsg"].startswith("openCard:fail ")
    assert shop.cause() == "code.encrypted-given"
    code = int(shop.api("/card/code/decrypt", encrypt_code=encrypted)["code"])
    assert result(shop.line.wx("openCard", {"cardList": [{"cardId": card.card_id, "code": code}]})) == {
        "errMsg": "openCard:ok"
    }
    [screen] = shop.line.state["screens"]
    assert screen["content"]["cards"][0]["code"] == str(code)
    shop.line.say("Phone.back", {})
    assert shop.line.state["screens"] == []


def test_open_card_with_an_unknown_code_fails(shop):
    card = shop.card()
    answer = result(shop.line.wx("openCard", {"cardList": [{"cardId": card.card_id, "code": "1"}]}))
    assert answer["errMsg"].startswith("openCard:fail ")
    assert shop.cause() == "code.unknown"
