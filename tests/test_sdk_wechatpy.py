"""A merchant's back end on wechatpy: each of its card methods meets a running server with real cards behind it.

https://github.com/wechatpy/wechatpy/blob/v1.8.18/wechatpy/client/api/card.py
"""

import itertools
import json
import os

import pytest
from sdk import environment, wechatpy
from serving import client_files, running
from support import OFFICIAL, SHOP, Shop, base_info

from emulator.component import biz, encrypted_card_id, read_parameters, submit
from emulator.crypto import sign_card

DEPOSIT = {"use_custom_code": True, "get_custom_code_mode": "GET_CUSTOM_CODE_MODE_DEPOSIT", "sku": {"quantity": 0}}
FORM = {"common_field_id_list": ["USER_FORM_INFO_FLAG_MOBILE"]}


@pytest.fixture(scope="session", params=["1.8.18", "2.0.0a26"])
def sdk_python(request, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    # Workers share what stands above their own folders.
    return environment(request.param, folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def server(shop, tmp_path):
    with running(shop.world, client_files(tmp_path)) as server:
        yield server


@pytest.fixture
def sdk(sdk_python, server):
    with wechatpy(sdk_python, server.url) as sdk:
        yield sdk


@pytest.fixture
def user(server):
    """Anna, in the shop's mini-program, on a real line."""
    with server.page() as page:
        yield User(page)


class User:
    def __init__(self, page):
        self._page, self._calls, self._ids = page, itertools.count(1), itertools.count(100)
        self._ask("Phone.openApp", appId=SHOP)
        opened = page.until(lambda message: message.get("method") == "App.event")
        self._instance = opened["params"]["instance"]
        page.say({"id": opened["id"], "result": {}})

    def _ask(self, method, **params):
        self._page.say({"id": next(self._ids), "method": method, "params": params})

    def claim(self, card_id, ext):
        """Take this card on the claim page; the encrypted code that the app hears of."""
        number = next(self._calls)
        id_ = f"{self._instance}:{number}"
        params = {"cardList": [{"cardId": card_id, "cardExt": json.dumps(ext)}]}
        call = {"instance": self._instance, "call": number, "received": number - 1, "name": "addCard", "params": params}
        self._page.say({"id": id_, "method": "Wx.call", "params": call})
        shown = self._page.until(lambda message: message.get("method") == "Phone.state" and message["params"]["sheet"])
        self._ask("Sheet.answer", sheet=shown["params"]["sheet"]["id"], answer={"action": "confirm"})
        result = self._page.answer(id_)["result"]
        assert result["errMsg"] == "addCard:ok"
        return result["cardList"][0]["code"]


class Merchant:
    """The back end, the user it serves, and the world they are in."""

    def __init__(self, sdk, user, server, shop):
        self.sdk, self.user, self.server, self.shop = sdk, user, server, shop
        self.openid = shop.world.accounts.openid(OFFICIAL, "u1")
        self._nonces = itertools.count(1)

    def card(self, card_type="GROUPON", info=None, **base):
        part = {"base_info": base_info(**base), **(info or {})}
        return self.sdk("create", {"card": {"card_type": card_type, card_type.lower(): part}})

    def claimed(self, card_id, **ext):
        """A code that the user has taken, decoded by the merchant."""
        ticket = self.sdk("get_jsapi_card_ticket", api="jsapi")
        ext = {"timestamp": "1519869600", "nonce_str": f"n{next(self._nonces)}", **ext}
        return self.sdk("decrypt_code", self.user.claim(card_id, {**ext, "signature": sign_card(ticket, card_id, ext)}))

    def events(self, name):
        """The fields of the events of this name."""
        return self.server.on_loop(lambda: [event.fields for event in self.shop.world.events if event.name == name])


@pytest.fixture
def merchant(sdk, user, server, shop):
    return Merchant(sdk, user, server, shop)


def cards(merchant):
    sdk, card_id = merchant.sdk, merchant.card()
    card = sdk("get", card_id)
    assert card["groupon"]["base_info"]["id"] == card_id
    assert card["groupon"]["base_info"]["sku"] == {"quantity": 5, "total_quantity": 5}
    assert sdk("batch_get", 0, 10)["card_id_list"] == [card_id]
    assert sdk("batch_get", status_list=["CARD_STATUS_NOT_VERIFY"])["total_num"] == 0
    assert sdk("update", {"card_id": card_id, "groupon": {"base_info": {"notice": "扫码"}}})["send_check"] is True
    assert sdk("update", {"card_id": card_id, "groupon": {"base_info": {"can_share": False}}})["send_check"] is False
    sdk("modify_stock", card_id, 3)
    sdk("modify_stock", card_id, -1)
    card = sdk("get", card_id)
    assert (card["groupon"]["base_info"]["notice"], card["groupon"]["base_info"]["sku"]["quantity"]) == ("扫码", 7)
    assert sdk.refused("set_paycell", card_id, True) == 43017
    sdk("set_paycell", merchant.card(use_all_locations=True), True)
    code = merchant.claimed(card_id)
    sdk("delete", card_id)
    assert sdk("get_code", code)["can_consume"] is True
    assert card_id not in sdk("batch_get")["card_id_list"]
    assert sdk.refused("get", "pNoSuchCard") == 40073
    assert "Color010" in json.dumps(sdk("get_colors"))


def codes(merchant):
    sdk, card_id = merchant.sdk, merchant.card(get_limit=9)
    code, other = merchant.claimed(card_id, outer_str="poster"), merchant.claimed(card_id)
    state = sdk("get_code", code, card_id)
    assert (state["openid"], state["outer_str"], state["can_consume"]) == (merchant.openid, "poster", True)
    owned = sdk("get_card_list", merchant.openid, card_id)["card_list"]
    assert owned == [{"code": code, "card_id": card_id}, {"code": other, "card_id": card_id}]
    assert sdk("consume_code", code)["openid"] == merchant.openid
    assert sdk.refused("consume_code", code) == 40099
    assert sdk.refused("get_code", code) == 40099
    assert sdk("get_code", code, check_consume=False)["user_card_status"] == "CONSUMED"
    assert [row["UserCardCode"] for row in merchant.events("user_consume_card")] == [code]
    sdk("invalid_code", other, card_id)
    assert sdk.refused("consume_code", other) == 40127
    own = merchant.card(use_custom_code=True)
    assert merchant.claimed(own, code="HILL1") == "HILL1"
    sdk("update_code", own, "HILL1", "HILL2")
    assert sdk("consume_code", "HILL2", own)["card"] == {"card_id": own}
    assert sdk.refused("decrypt_code", code) == 40075
    mini = merchant.shop.world.accounts.openid(SHOP, "u1")
    assert sdk.refused("get_card_list", mini) == 40003


def deposits(merchant):
    sdk, card_id = merchant.sdk, merchant.card(**DEPOSIT)
    assert sdk("deposit_code", card_id, ["A1", "A2"])["succ_code"] == ["A1", "A2"]
    assert sdk("get_deposit_count", card_id)["count"] == 2
    assert sdk("check_code", card_id, ["A2", "A3"])["not_exist_code"] == ["A3"]
    assert sdk.refused("modify_stock", card_id, 3) == 40122
    sdk("modify_stock", card_id, 2)
    assert [merchant.claimed(card_id), merchant.claimed(card_id)] == ["A1", "A2"]


def members(merchant):
    sdk, date = merchant.sdk, {"type": "DATE_TYPE_PERMANENT"}
    one_tap = {"wx_activate": True, "wx_activate_after_submit": True, "wx_activate_after_submit_url": "pages/index"}
    card_id = merchant.card("MEMBER_CARD", one_tap, date_info=date)
    sdk("set_activate_user_form", card_id, required_form=FORM)
    assert sdk("get_activate_url", card_id, "shelf").endswith("#wechat_redirect")
    code = merchant.claimed(card_id)
    assert sdk("get_membercard_user_info", card_id, code)["has_active"] is False
    sdk("activate_membercard", "A-1", code, card_id=card_id, init_bonus=100, init_balance=200)
    updated = sdk("update_membercard", code, card_id, add_bonus=30, balance=150, add_balance=-50)
    assert (updated["result_bonus"], updated["result_balance"]) == (130, 150)
    assert [row["ModifyBalance"] for row in merchant.events("update_member_card")] == [-50]
    member = sdk("get_membercard_user_info", card_id, code)
    assert (member["membership_number"], member["bonus"], member["has_active"]) == ("A-1", 130, True)
    ticket = merchant.server.on_loop(lambda: filled_in(merchant.shop.world, card_id))
    assert sdk("get_activate_info", ticket)["common_field_list"] == [
        {"name": "USER_FORM_INFO_FLAG_MOBILE", "value": "13800138000"}
    ]
    assert sdk.refused("get_activate_info", "no ticket") == 72013


def filled_in(world, card_id):
    """The activate_ticket that the member-card component hands out for a filled-in form."""
    key, uin = encrypted_card_id(world, world.cards[card_id]), biz(world.accounts[OFFICIAL].uin)
    cause, opening = read_parameters(world, "u1", {"encrypt_card_id": key, "outer_str": "", "biz": uin})
    assert cause is None
    assert opening is not None
    _, extra_data = submit(world, "u1", opening, {"USER_FORM_INFO_FLAG_MOBILE": "13800138000"})
    assert extra_data is not None
    return extra_data["activate_ticket"]


def gifts_after_a_payment(merchant):
    sdk, card_id = merchant.sdk, merchant.card()
    base = {"mchid_list": ["100"], "begin_time": 0, "end_time": 1 << 40}
    rule = sdk("add_pay_giftcard", base, {"card_id": card_id}, True)["rule_id"]
    assert sdk("get_pay_giftcard", rule)["member_rule"] == {"card_id": card_id}
    assert [row["rule_id"] for row in sdk("batch_get_pay_giftcard")["rule_list"]] == [rule]
    sdk("del_pay_giftcard", rule)
    assert sdk("batch_get_pay_giftcard")["rule_list"] == []


def spreading(merchant):
    sdk, card_id = merchant.sdk, merchant.card()
    assert sdk("create_qrcode", {"action_name": "QR_CARD", "action_info": {"card": {"card_id": card_id}}})
    assert sdk.refused("create_qrcode", {"action_name": "QR_CARD", "action_info": {}}) == 40053
    shelf = {"banner": "b", "page_title": "t", "scene": "SCENE_MENU", "card_list": [{"card_id": card_id}]}
    assert sdk("create_landingpage", shelf)["url"].startswith("https://mp.weixin.qq.com/")
    assert sdk("get", card_id)["groupon"]["base_info"]["status"] == "CARD_STATUS_DISPATCH"
    assert card_id in sdk("get_html", card_id)
    sdk("set_test_whitelist", [merchant.openid], [])
    assert merchant.shop.world.accounts[OFFICIAL].white_list == [merchant.openid]
    encrypted = merchant.shop.world.encrypt(merchant.shop.world.cards[card_id], merchant.claimed(card_id))
    assert f"card_id={card_id}&signature=" in sdk("get_redirect_url", "https://hill.example", encrypted, card_id)


def special_tickets(merchant):
    sdk = merchant.sdk
    film = merchant.claimed(merchant.card("MOVIE_TICKET"))
    sdk("update_movie_ticket", film, "4D", 1519869600, 120, "1", ["5排14号"])
    assert merchant.shop.world.held.find(film).ticket["seat_number"] == ["5排14号"]
    flight = merchant.claimed(merchant.card("BOARDING_PASS"))
    sdk("checkin_boardingpass", flight, "Anna", "Y", "123", seat="27A")
    assert merchant.shop.world.held.find(flight).ticket["seat"] == "27A"
    assert sdk.refused("update_movie_ticket", flight, "4D", 1, 1, "1", ["1"]) == 40071
    assert sdk.refused("update_luckymoney_balance", flight, 1) == 40071


def shops(merchant):
    given = {"location_list": [{"business_name": "山丘", "address": "一号"}]}
    assert merchant.sdk("batch_add_locations", given) == [1]
    assert merchant.sdk("batch_get_locations")["count"] == 1


def test_every_card_method_has_real_cards_behind_it(merchant):
    for chapter in (cards, codes, deposits, members, gifts_after_a_payment, spreading, special_tickets, shops):
        chapter(merchant)
    assert merchant.sdk.called == merchant.sdk.methods


def test_a_lost_token_is_fetched_again(merchant, server, shop):
    """wechatpy does so by itself at 40001, 40014 and 42001."""
    card_id = merchant.card()
    server.on_loop(shop.world.accounts.tokens.clear)
    assert merchant.sdk("get", card_id)["card_type"] == "GROUPON"
    server.on_loop(lambda: shop.world.clock.set(shop.world.clock.now() + 7_200_000))
    assert merchant.sdk("get", card_id)["card_type"] == "GROUPON"
