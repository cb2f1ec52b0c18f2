"""The merchant API: https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Card_coupons_error_code.html"""

import pytest
from support import OFFICIAL, SHOP, Shop, base_info, result

from emulator.api import HANDLERS, OPEN_HANDLERS
from emulator.dispatch import serve_api
from emulator.rules import Outcome


@pytest.fixture
def shop():
    return Shop().open()


def get(shop, path, **query):
    return serve_api(shop.world, "GET", path, query, b"").body


def test_a_token_lives_two_hours_and_its_reply_has_no_errcode(shop):
    reply = get(shop, "/cgi-bin/token", grant_type="client_credential", appid=OFFICIAL, secret="s1")
    assert set(reply) == {"access_token", "expires_in"}
    ticket = get(shop, "/cgi-bin/ticket/getticket", access_token=reply["access_token"], type="wx_card")
    assert ticket["errcode"] == 0
    assert ticket["ticket"] == shop.ticket
    shop.world.clock.set(shop.world.clock.now() + 7_200_000)
    late = get(shop, "/cgi-bin/ticket/getticket", access_token=reply["access_token"], type="wx_card")
    assert late["errcode"] == 42001
    assert late["errmsg"].startswith("access_token expired rid: ")
    assert shop.ticket != ticket["ticket"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({}, 41002),
        ({"appid": OFFICIAL}, 41004),
        ({"appid": "wx9", "secret": "x"}, 40013),
        ({"appid": OFFICIAL, "secret": "x"}, 40125),
    ],
)
def test_bad_credentials(shop, query, code):
    asked = {"grant_type": "client_credential", **query}
    assert get(shop, "/cgi-bin/token", **asked)["errcode"] == code


def test_tokens_are_needed_and_checked(shop):
    assert serve_api(shop.world, "POST", "/card/get", {}, b"{}").body["errcode"] == 41001
    assert shop.api("/card/get", "wrong")["errcode"] == 40001


def test_bad_bodies_methods_and_paths(shop):
    token = {"access_token": shop.token}
    assert serve_api(shop.world, "POST", "/card/get", token, b"{x").body["errcode"] == 47001
    assert serve_api(shop.world, "POST", "/card/get", token, b"[]").body["errcode"] == 47001
    assert serve_api(shop.world, "GET", "/card/get", token, b"").body["errcode"] == 43002
    assert serve_api(shop.world, "POST", "/card/gte", token, b"{}").body["errcode"] == 40066
    [*_, end] = shop.world.journal.find("api./card/gte", "end")
    assert end.cause.id == "api.unknown-path"
    assert "/card/get" in end.cause.values["nearest"]


def test_a_card_is_made_and_read(shop):
    info = {"base_info": base_info(color="Color010"), "deal_detail": "双人餐"}
    made = shop.api("/card/create", card={"card_type": "GROUPON", "groupon": info})
    assert made["errcode"] == 0
    assert len(made["card_id"]) == 28
    assert made["card_id"].startswith("p")
    card = shop.api("/card/get", card_id=made["card_id"])["card"]
    assert card["card_type"] == "GROUPON"
    base = card["groupon"]["base_info"]
    assert base["id"] == made["card_id"]
    assert base["color"] == "#63b359"
    assert base["status"] == "CARD_STATUS_VERIFY_OK"
    assert base["sku"] == {"quantity": 5, "total_quantity": 5}
    assert card["groupon"]["deal_detail"] == "双人餐"
    assert shop.world.events[0].name == "card_pass_check"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, 41011),
        ({"title": "超" * 10}, 45021),
        ({"brand_name": "超" * 13}, 45021),
        ({"date_info": {"type": "DATE_TYPE_PERMANENT"}}, 40079),
        ({"date_info": {"type": "DATE_TYPE_FIX_TERM"}}, 40079),
        ({"date_info": {"type": "DATE_TYPE_FIX_TIME_RANGE", "begin_timestamp": 1}}, 40079),
        ({"sku": {"quantity": 0}}, 40122),
        ({"sku": {"quantity": 100_000_001}}, 40122),
    ],
    ids=str,
)
def test_bad_cards_are_refused(shop, change, code):
    info = {"base_info": base_info(**change)}
    assert shop.api("/card/create", card={"card_type": "GROUPON", "groupon": info})["errcode"] == code


def test_bad_card_types(shop):
    assert shop.api("/card/create", card={"card_type": "COUPON"})["errcode"] == 40071
    assert shop.api("/card/create", card={"card_type": "GROUPON"})["errcode"] == 41011
    assert shop.api("/card/create")["errcode"] == 41011


def test_cards_of_other_accounts_are_unknown(shop):
    card = shop.card()
    other = shop.world.accounts.issue_token(shop.world.accounts[SHOP], shop.world.clock.seconds()).value
    assert shop.api("/card/get", other, card_id=card.card_id)["errcode"] == 40073
    assert shop.api("/card/get", card_id="pX")["errcode"] == 40073
    assert shop.api("/card/get")["errcode"] == 41012


@pytest.fixture
def taken(shop):
    """A claimed card: (shop, card, encrypted code, plain code)."""
    card = shop.card()
    shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"}))
    encrypted = result(shop.line.wx("addCard", {"cardList": [shop.item(card, outer_str="x")]}))["cardList"][0]["code"]
    return shop, card, encrypted, shop.api("/card/code/decrypt", encrypt_code=encrypted)["code"]


def test_a_code_is_found_with_its_card_and_openid(taken):
    shop, card, _, code = taken
    reply = shop.api("/card/code/get", code=code, check_consume=True)
    assert reply["card"]["card_id"] == card.card_id
    assert reply["openid"] == shop.world.accounts.openid(OFFICIAL, "u1")
    assert reply["user_card_status"] == "NORMAL"
    assert reply["can_consume"] is True
    assert reply["outer_str"] == "x"
    assert reply["unionid"] == shop.world.accounts.unionid(SHOP, "u1")


def test_check_consume_turns_a_state_into_an_error(taken):
    shop, card, _, code = taken
    held = shop.world.held.find(code, card.card_id)
    for state, errcode in (("CONSUMED", 40099), ("DELETE", 40127), ("UNAVAILABLE", 40127)):
        held.status = state
        assert shop.api("/card/code/get", code=code, check_consume=True)["errcode"] == errcode
        reply = shop.api("/card/code/get", code=code, check_consume=False)
        assert (reply["errcode"], reply["user_card_status"], reply["can_consume"]) == (0, state, False)


def test_a_code_expires_by_the_clock(taken):
    shop, _, _, code = taken
    shop.world.clock.set(shop.world.clock.now() + 31 * 86_400_000)
    assert shop.api("/card/code/get", code=code, check_consume=False)["user_card_status"] == "EXPIRE"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda code: code.replace("+", " "), "code.plus-lost"),
        (lambda code: code.replace("+", "%2B"), "code.still-encoded"),
        (lambda code: "nonsense", "code.not-encrypted"),
    ],
)
def test_why_a_code_cannot_be_decrypted(taken, change, cause):
    shop, _, encrypted, _ = taken
    reply = shop.api("/card/code/decrypt", encrypt_code=change(encrypted))
    assert reply["errcode"] == 40075
    assert reply["errmsg"].startswith("invalid encrypt code hint: [")
    assert shop.cause() == cause


def test_plain_and_foreign_codes(taken):
    shop, _, encrypted, code = taken
    shop.api("/card/code/decrypt", encrypt_code=code)
    assert shop.cause() == "code.plain-given"
    other = shop.world.accounts.issue_token(shop.world.accounts[SHOP], shop.world.clock.seconds()).value
    assert shop.api("/card/code/decrypt", other, encrypt_code=encrypted)["errcode"] == 40075
    assert shop.cause() == "code.other-account"
    assert shop.api("/card/code/get", code=encrypted)["errcode"] == 40056
    assert shop.cause() == "code.encrypted-given"
    assert shop.api("/card/code/get", code="000000000000")["errcode"] == 40056


def test_forms_are_checked(shop):
    card = shop.member_card(form=False)
    path = "/card/membercard/activateuserform/set"
    bad = {"common_field_id_list": ["USER_FORM_INFO_FLAG_SHOE"]}
    assert shop.api(path, card_id=card.card_id, required_form=bad)["errcode"] == 47001
    rich = {"rich_field_list": [{"type": "FORM_FIELD_RADIO", "name": "杯型", "values": ["大", "中"]}],
            "custom_field_list": ["昵称"]}  # fmt: skip
    assert shop.api(path, card_id=card.card_id, required_form=rich)["errcode"] == 0
    assert shop.api(path, card_id=shop.card().card_id)["errcode"] == 45030


def test_activation_needs_a_number_and_a_member_card(taken):
    shop, _, _, code = taken
    assert shop.api("/card/membercard/activate", code=code)["errcode"] == 41011
    assert shop.api("/card/membercard/activate", code=code, membership_number="1")["errcode"] == 40071


def test_a_rule_can_order_an_errcode(shop):
    shop.world.rules.add("/card/get", Outcome(error="40001"), times=1)
    card = shop.card()
    assert shop.api("/card/get", card_id=card.card_id)["errcode"] == 40001
    assert shop.api("/card/get", card_id=card.card_id)["errcode"] == 0
    shop.world.rules.add("/card/get", Outcome(delay=3000))
    query = {"access_token": shop.token}
    body = b'{"card_id": "%s"}' % card.card_id.encode()
    assert serve_api(shop.world, "POST", "/card/get", query, body).delay == 3000


@pytest.mark.parametrize("path", [*OPEN_HANDLERS, *HANDLERS])
def test_what_is_missing_is_called_missing(shop, path):
    """Never the value of a programming language that stands for nothing."""
    empty_groups = {"card": {"card_type": "GROUPON", "groupon": {"base_info": {}}}, "card_id": shop.card().card_id}
    for body in ({}, empty_groups):
        shop.api(path, shop.token, **body)
        serve_api(shop.world, "GET", path, {"access_token": shop.token}, b"")
    told = [entry.cause for entry in shop.world.journal.find(f"api.{path}", "end") if entry.cause]
    assert all(value is not None and value != "None" for cause in told for value in cause.values.values()), told
