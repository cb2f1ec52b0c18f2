"""Codes and memberships by the merchant API.

https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

import json

import pytest
from support import OFFICIAL, SHOP, Shop, result

from emulator.dispatch import serve_api


@pytest.fixture
def shop():
    return Shop().open()


def stable(shop, **more):
    asked = {"grant_type": "client_credential", "appid": OFFICIAL, "secret": "s1", **more}
    return serve_api(shop.world, "POST", "/cgi-bin/stable_token", {}, json.dumps(asked).encode()).body


def deposit_card(shop, quantity=0):
    mode = {"use_custom_code": True, "get_custom_code_mode": "GET_CUSTOM_CODE_MODE_DEPOSIT"}
    return shop.card(sku={"quantity": quantity}, **mode)


def test_a_code_is_redeemed_once_and_the_merchant_is_told(shop):
    code = shop.claimed(shop.card(), outer_str="poster")
    reply = shop.api("/card/code/consume", code=code)
    assert reply["openid"] == shop.world.accounts.openid(OFFICIAL, "u1")
    [event] = [one for one in shop.world.events if one.name == "user_consume_card"]
    assert event.fields["ConsumeSource"] == "FROM_API"
    assert event.fields["OuterStr"] == "poster"
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40099
    state = shop.api("/card/code/get", code=code, check_consume=False)
    assert (state["user_card_status"], state["can_consume"]) == ("CONSUMED", False)


def test_a_disabled_code_is_disabled_for_good(shop):
    code = shop.claimed(shop.card())
    assert shop.api("/card/code/unavailable", code=code, reason="x")["errcode"] == 0
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40127
    assert shop.api("/card/code/unavailable", code=code)["errcode"] == 40127


def test_a_code_of_the_merchants_own_can_be_changed(shop):
    card, plain = shop.card(use_custom_code=True), shop.card()
    code = shop.claimed(card, code="HILL1")
    again = shop.claimed(card, code="HILL2")
    asked = {"code": code, "card_id": card.card_id}
    assert shop.api("/card/code/update", **asked, new_code=again)["errcode"] == 40056
    assert shop.api("/card/code/update", **asked, new_code="no spaces!")["errcode"] == 40116
    assert shop.api("/card/code/update", **asked, new_code="HILL9")["errcode"] == 0
    assert shop.api("/card/code/get", **asked)["errcode"] == 40056
    assert shop.api("/card/code/get", code="HILL9", card_id=card.card_id)["errcode"] == 0
    assert [row["code"] for row in shop.world.wallet(shop.phone)] == ["HILL2", "HILL9"]
    assert shop.api("/card/code/update", code=shop.claimed(plain), new_code="A1")["errcode"] == 40071


def test_deposited_codes_are_given_out_in_order_until_there_are_none(shop):
    card = deposit_card(shop)
    asked = {"card_id": card.card_id}
    assert shop.api("/card/modifystock", **asked, increase_stock_value=1)["errcode"] == 40122
    done = shop.api("/card/code/deposit", **asked, code=["A1", "A2", "A1", "not good!"])
    assert (done["succ_code"], done["duplicate_code"], done["fail_code"]) == (["A1", "A2"], ["A1"], ["not good!"])
    assert shop.api("/card/code/getdepositcount", **asked)["count"] == 2
    checked = shop.api("/card/code/checkcode", **asked, code=["A2", "A3"])
    assert (checked["exist_code"], checked["not_exist_code"]) == (["A2"], ["A3"])
    assert shop.api("/card/modifystock", **asked, increase_stock_value=3)["errcode"] == 40122
    assert shop.api("/card/modifystock", **asked, increase_stock_value=2)["errcode"] == 0
    assert [shop.claimed(card), shop.claimed(card)] == ["A1", "A2"]
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:fail out of stock"


def test_a_stock_without_codes_is_no_stock(shop):
    """https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409"""
    card = deposit_card(shop, quantity=5)
    assert result(shop.line.wx("addCard", {"cardList": [shop.item(card)]}))["errMsg"] == "addCard:fail out of stock"


@pytest.mark.parametrize("codes", [[], ["A"] * 101, "A1", None], ids=str)
def test_a_deposit_has_one_to_a_hundred_codes(shop, codes):
    assert shop.api("/card/code/deposit", card_id=deposit_card(shop).card_id, code=codes)["errcode"] == 40109


def test_only_a_card_in_deposit_mode_takes_codes(shop):
    assert shop.api("/card/code/deposit", card_id=shop.card().card_id, code=["A"])["errcode"] == 45030


def test_the_cards_of_a_user(shop):
    """https://developers.weixin.qq.com/community/personal/oCJUswxOc7_HMlxwS770ivfDBjXc/answer"""
    one, two = shop.card(), shop.card()
    codes = [shop.claimed(card) for card in (one, two, one)]
    openid = shop.world.accounts.openid(OFFICIAL, "u1")
    listed = shop.api("/card/user/getcardlist", openid=openid)
    assert listed["card_list"][0] == {"code": codes[0], "card_id": one.card_id}
    assert len(listed["card_list"]) == 3
    assert listed["has_share_card"] is False
    assert len(shop.api("/card/user/getcardlist", openid=openid, card_id=one.card_id)["card_list"]) == 2
    assert shop.api("/card/user/getcardlist", openid=openid, card_id="pX")["errcode"] == 40073
    mini = shop.world.accounts.openid(SHOP, "u1")
    assert shop.api("/card/user/getcardlist", openid=mini)["errcode"] == 40003
    assert shop.api("/card/user/getcardlist", openid="oNobody")["errcode"] == 40003
    assert shop.cause() == "openid.unknown"
    assert shop.api("/card/user/getcardlist")["errcode"] == 41011


def test_a_member_is_updated_by_totals_and_deltas(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Membership_Cards/Manage_Member_Card.html"""
    card = shop.member_card()
    code = shop.claimed(card)
    asked = {"card_id": card.card_id, "code": code}
    shop.api("/card/membercard/activate", **asked, membership_number="N1", init_bonus=100, init_balance=50)
    assert shop.api("/card/membercard/updateuser", **asked, add_bonus=30, add_balance=-10)["result_bonus"] == 130
    both = shop.api("/card/membercard/updateuser", **asked, bonus=3000, add_bonus=30, custom_field_value1="金")
    assert (both["result_bonus"], both["result_balance"]) == (3000, 40)
    told = [event.fields for event in shop.world.events if event.name == "update_member_card"]
    assert [(row["ModifyBonus"], row["ModifyBalance"]) for row in told] == [(30, -10), (30, 0)]
    assert shop.api("/card/membercard/userinfo/get", **asked)["bonus"] == 3000
    assert shop.api("/card/membercard/updateuser", **asked, bonus="many")["errcode"] == 40097
    plain = {"card_id": (other := shop.card()).card_id, "code": shop.claimed(other)}
    assert shop.api("/card/membercard/updateuser", **plain, bonus=1)["errcode"] == 40071


@pytest.mark.parametrize(
    ("card_type", "path", "fields"),
    [
        ("MOVIE_TICKET", "/card/movieticket/updateuser", {"ticket_class": "4D", "show_time": 1, "duration": 120}),
        ("BOARDING_PASS", "/card/boardingpass/checkin", {"passenger_name": "A", "class": "Y", "etkt_bnr": "1"}),
        ("MEETING_TICKET", "/card/meetingticket/updateuser", {"zone": "C", "entrance": "E", "seat_number": "1"}),
    ],
)
def test_what_a_special_ticket_says(shop, card_type, path, fields):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Special_ticket.html"""
    code = shop.claimed(shop.card(card_type))
    assert shop.api(path, code=code, **fields)["errcode"] == 0
    assert shop.world.held.find(code).ticket == fields
    assert shop.api(path, code=code)["errcode"] == 41011
    assert shop.api(path, code=shop.claimed(shop.card()), **fields)["errcode"] == 40071


def test_a_stable_token_is_shared_and_tells_what_remains(shop):
    """https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken"""
    first = stable(shop)
    assert first["expires_in"] == 7200
    shop.world.clock.set(shop.world.clock.now() + 6_900_000)
    assert stable(shop) == {"access_token": first["access_token"], "expires_in": 300}
    shop.world.clock.set(shop.world.clock.now() + 1000)
    fresh = stable(shop)
    assert fresh["access_token"] != first["access_token"]
    card = shop.card()
    for one in (first, fresh):
        assert shop.api("/card/get", one["access_token"], card_id=card.card_id)["errcode"] == 0
    assert shop.token != fresh["access_token"]


def test_a_stable_token_made_anew_by_force_ends_the_old_one(shop):
    first = stable(shop)["access_token"]
    forced = stable(shop, force_refresh=True)["access_token"]
    assert shop.api("/card/get", first)["errcode"] == 40001
    assert shop.api("/card/get", forced)["errcode"] == 41012
    assert stable(shop, force_refresh=True)["errcode"] == 45011
    for _ in range(19):
        shop.world.clock.set(shop.world.clock.now() + 30_000)
        assert "access_token" in stable(shop, force_refresh=True)
    shop.world.clock.set(shop.world.clock.now() + 30_000)
    assert stable(shop, force_refresh=True)["errcode"] == 45009
    assert serve_api(shop.world, "GET", "/cgi-bin/stable_token", {}, b"").body["errcode"] == 43002


def test_a_membership_may_have_a_time_of_its_own(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Membership_Cards/Create_a_membership_card.html"""
    card = shop.member_card()
    asked = {"card_id": card.card_id, "code": shop.claimed(card)}
    begin = shop.world.clock.seconds() + 100
    time = {"activate_begin_time": begin, "activate_end_time": begin + 100}
    assert shop.api("/card/membercard/activate", **asked, membership_number="N1", **time)["errcode"] == 0
    state = shop.api("/card/code/get", **asked)
    assert (state["card"]["begin_time"], state["card"]["end_time"]) == (begin, begin + 100)
    shop.world.clock.set((begin + 101) * 1000)
    assert shop.api("/card/membercard/userinfo/get", **asked)["user_card_status"] == "EXPIRE"


def test_a_gift_card_has_a_balance(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/gift_card.html"""
    card = shop.card("GENERAL_CARD", {"sub_card_type": "GIFT_CARD", "init_balance": 5000, "auto_activate": True})
    assert shop.api("/card/get", card_id=card.card_id)["card"]["general_card"]["sub_card_type"] == "GIFT_CARD"
    asked = {"card_id": card.card_id, "code": shop.claimed(card)}
    account = shop.world.members[card.card_id, asked["code"]]
    assert (account.active, account.balance) == (True, 5000)
    updated = shop.api("/card/generalcard/updateuser", **asked, balance=3000.0, record_balance="咖啡")
    assert (updated["result_balance"], updated["openid"]) == (3000, shop.world.accounts.openid(OFFICIAL, "u1"))
    assert shop.api("/card/generalcard/unactivate", **asked)["errcode"] == 0
    assert not account.active
    assert shop.api("/card/generalcard/activate", **asked, card_number="G1", init_balance=100)["errcode"] == 0
    assert (account.active, account.number, account.balance) == (True, "G1", 100)
    assert shop.api("/card/membercard/updateuser", **asked, bonus=1)["errcode"] == 40071
    assert not [event for event in shop.world.events if event.name == "update_member_card"]


def test_a_till_holds_a_code_for_its_owner(shop):
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Redeeming_a_coupon_voucher_or_card.html"""
    code, openid = shop.claimed(shop.card()), shop.world.accounts.openid(OFFICIAL, "u1")
    assert shop.api("/card/code/mark", code=code, openid=openid, is_mark=True)["errcode"] == 0
    assert shop.world.held.find(code).marked
    assert shop.api("/card/code/mark", code=code, openid=openid, is_mark=False)["errcode"] == 0
    assert not shop.world.held.find(code).marked
    assert shop.api("/card/code/mark", code=code, openid=shop.world.accounts.openid(SHOP, "u1"))["errcode"] == 40003
    shop.api("/card/code/consume", code=code)
    assert shop.api("/card/code/mark", code=code, openid=openid, is_mark=True)["errcode"] == 40099


def test_a_change_that_is_refused_changes_nothing(shop):
    card = shop.member_card()
    asked = {"card_id": card.card_id, "code": shop.claimed(card)}
    shop.api("/card/membercard/activate", **asked, membership_number="N1", init_bonus=5)
    assert shop.api("/card/membercard/updateuser", **asked, bonus=9, balance="much")["errcode"] == 40097
    assert shop.api("/card/membercard/activate", **asked, membership_number="N2", init_balance=[])["errcode"] == 40097
    member = shop.world.members[card.card_id, asked["code"]]
    assert (member.number, member.bonus) == ("N1", 5)
