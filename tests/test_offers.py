"""Cards without a mini-program: QR codes, links, shelves; a second user, and gifts between the two.

https://developers.weixin.qq.com/doc/subscription/en/guide/product/card/Distributing_Coupons_Vouchers_and_Cards.html
"""

import pytest
from support import Line, Shop

from emulator import admin
from emulator.dispatch import serve_phone
from emulator.states import CODE_STEPS
from emulator.texts import TEXTS


@pytest.fixture
def shop():
    shop = Shop().open()
    shop.line.say("Phone.home", {})
    return shop


def qr_code(shop, card, **more):
    row = {"card_id": card.card_id, **more}
    return shop.api("/card/qrcode/create", action_name="QR_CARD", action_info={"card": row})


def scan(shop, text):
    return shop.line.say("Phone.scan", {"text": text})


def screen(shop):
    return shop.line.state["screens"][-1]


def claim(shop):
    return shop.line.say("Phone.claim", {"screen": screen(shop)["id"]})


@pytest.mark.parametrize("key", ["url", "show_qrcode_url", "ticket"])
def test_a_qr_code_is_claimed_without_any_mini_program(shop, key):
    card = shop.card()
    made = qr_code(shop, card, outer_str="door")
    scan(shop, made[key])
    assert screen(shop)["kind"] == "claim"
    assert screen(shop)["content"]["claimable"] is True
    claim(shop)
    assert screen(shop)["kind"] == "card"
    [face] = shop.world.wallet(shop.phone)
    assert face["cardId"] == card.card_id
    [event] = [one for one in shop.world.events if one.name == "user_get_card"]
    assert event.fields["OuterStr"] == "door"


def test_a_shelf_offers_several_cards(shop):
    cards = [shop.card(title="one"), shop.card(title="two")]
    rows = [{"card_id": card.card_id, "thumb_url": "http://example.com/a.png"} for card in cards]
    page = shop.api("/card/landingpage/create", banner="b", page_title="t", can_share=True, scene="SCENE_H5",
                    card_list=rows)  # fmt: skip
    scan(shop, page["url"])
    claim(shop)
    assert len(shop.world.wallet(shop.phone)) == 2


def test_the_merchants_own_code_in_the_qr_code_is_kept(shop):
    card = shop.card(use_custom_code=True)
    scan(shop, qr_code(shop, card, code="ABC123")["url"])
    claim(shop)
    assert shop.world.held.find("ABC123", card.card_id)


def test_what_cannot_be_taken_says_why_and_gives_nothing(shop):
    card = shop.card(sku={"quantity": 1})
    url = qr_code(shop, card)["url"]
    scan(shop, url)
    card.quantity = 0
    claim(shop)
    assert shop.world.wallet(shop.phone) == []
    scan(shop, url)
    [ticket] = screen(shop)["content"]["cards"]
    assert ticket["reason"]["id"] == "stock.empty"
    assert screen(shop)["content"]["claimable"] is False
    assert shop.world.journal.find("claim.offered")[-1].cause.id == "stock.empty"


def test_a_bare_card_id_will_do_and_an_unknown_text_is_refused(shop):
    card = shop.card()
    scan(shop, card.card_id)
    assert screen(shop)["kind"] == "claim"
    [answer, *_] = scan(shop, "http://weixin.qq.com/q/nowhere")
    assert "nowhere" in answer["error"]["message"]


def test_a_qr_code_has_an_end(shop):
    row = {"card_id": shop.card().card_id}
    made = shop.api("/card/qrcode/create", action_name="QR_CARD", action_info={"card": row}, expire_seconds=60)
    shop.world.clock.set(shop.world.clock.now() + 61_000)
    [answer, *_] = scan(shop, made["url"])
    assert "time is over" in answer["error"]["message"]


def test_an_offer_that_was_left_cannot_be_taken(shop):
    scan(shop, shop.card().card_id)
    left = screen(shop)["id"]
    shop.line.say("Phone.back", {})
    [answer, *_] = shop.line.say("Phone.claim", {"screen": left})
    assert "error" in answer
    assert shop.world.wallet(shop.phone) == []


def ask(shop, method, path, body=b"{}", **query):
    return admin.serve(shop.world, method, path, query, body)


def test_a_second_user_has_a_phone_and_a_wallet_of_their_own(shop):
    status, other = ask(shop, "POST", "phones", b'{"nickname": "Ben"}')
    assert (status, other["phone"], other["user"]["nickName"]) == (200, "p2", "Ben")
    card = shop.card()
    scan(shop, card.card_id)
    claim(shop)
    second = shop.world.phones["p2"]
    line = Line(second)
    line.hello()
    assert line.state["apps"] == []
    assert ask(shop, "GET", "wallet", phone="p2")[1]["cards"] == []
    assert len(ask(shop, "GET", "wallet")[1]["cards"]) == 1
    assert shop.world.accounts.openid("wx1", second.user.id) != shop.world.accounts.openid("wx1", shop.phone.user.id)


@pytest.mark.parametrize(("path", "body", "query"), [
    ("phones", b'{"nickname": ""}', {}), ("phones", b'{"nickname": 7}', {}), ("phones", b'{"age": 7}', {}),
])  # fmt: skip
def test_what_is_no_user_is_refused(shop, path, body, query):
    assert ask(shop, "POST", path, body, **query)[0] == 400


def test_an_unknown_phone_is_named(shop):
    status, answer = ask(shop, "GET", "wallet", phone="p9")
    assert status == 400
    assert "p9" in answer["error"]["message"]


def test_a_world_has_room_for_eight(shop):
    statuses = [ask(shop, "POST", "phones")[0] for _ in range(8)]
    assert statuses == [200] * 7 + [400]


def test_a_gift_lies_on_the_friends_phone_until_it_is_taken(shop):
    ask(shop, "POST", "phones")
    second = shop.world.phones["p2"]
    serve_phone(shop.world, second)
    line = Line(second)
    line.hello()
    card = shop.card()
    scan(shop, card.card_id)
    claim(shop)
    [face] = shop.world.wallet(shop.phone)
    where = {"code": face["code"], "cardId": card.card_id}
    shop.line.say("Phone.giveCard", where)
    line.take()
    assert [gift["code"] for gift in line.state["gifts"]] == [face["code"]]
    assert shop.line.state["gifts"] == []
    line.say("Phone.takeGift", where)
    assert line.state["gifts"] == []
    assert [one["cardId"] for one in shop.world.wallet(second)] == [card.card_id]


def test_every_state_of_a_code_has_its_words_on_the_phone():
    """A state without words would stop the page."""
    states = {after for steps in CODE_STEPS.values() for after in steps.values()} - {"NORMAL"}
    assert {f"ui.card.status.{state}" for state in states} <= set(TEXTS)
