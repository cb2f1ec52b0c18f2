"""An open world takes on trust what it cannot check, and says so; a closed one refuses it with the reason."""

import json

import pytest
from support import SHOP, Shop, result


@pytest.fixture
def shop():
    shop = Shop().open()
    shop.world.open = True
    return shop


def add(shop, *items):
    messages = shop.line.wx("addCard", {"cardList": list(items)})
    return result(messages + (shop.line.answer() if shop.phone.sheet else []))


def item(card_id, **ext):
    given = {"timestamp": 1, "nonce_str": "n", "signature": "0" * 40, **ext}
    return {"cardId": card_id, "cardExt": json.dumps(given)}


def loud(shop):
    return [(entry.cause.id, entry.ok) for entry in shop.world.journal.find("world.open")]


def test_an_unknown_card_is_taken_and_told_aloud(shop):
    answer = add(shop, item("pREAL"))
    assert answer["errMsg"] == "addCard:ok"
    assert answer["cardList"][0]["isSuccess"] is True
    assert loud(shop) == [("card.unknown", False), ("signature.mismatch", False)]
    [face] = shop.world.wallet(shop.phone)
    assert face["cardId"] == "pREAL"
    assert "--open" in shop.world.journal.find("world.open")[0].says["en"]


def test_it_can_be_taken_twice_and_opened(shop):
    code = add(shop, item("pREAL"))["cardList"][0]["code"]
    assert add(shop, item("pREAL", nonce_str="m"))["errMsg"] == "addCard:ok"
    held = shop.world.held.of_user(shop.phone.user.id)
    assert code != held[0].code
    shop.line.wx("openCard", {"cardList": [{"cardId": "pREAL", "code": held[0].code}]})
    assert shop.phone.screens[-1].kind == "card"


def test_without_an_official_account_the_mini_program_itself_is_the_issuer(shop):
    shop.world.accounts[SHOP].bound = False
    add(shop, item("pREAL"))
    assert shop.world.cards["pREAL"].app_id == SHOP
    assert add(shop, item("pREAL", nonce_str="m"))["errMsg"] == "addCard:ok"


def test_a_code_of_the_merchants_own_is_kept(shop):
    answer = add(shop, item("pREAL", code="ABC123"))
    assert answer["cardList"][0]["isSuccess"] is True
    assert shop.world.held.find("ABC123", "pREAL")


def test_a_known_card_with_a_real_ticket_passes_and_a_known_mistake_does_not(shop):
    card = shop.card()
    assert add(shop, item(card.card_id))["errMsg"] == "addCard:ok"
    assert loud(shop) == [("signature.mismatch", False)]
    good = shop.ext(card)
    upper = {**good, "signature": good["signature"].upper()}
    add(shop, {"cardId": card.card_id, "cardExt": json.dumps(upper)})
    assert shop.cause() == "signature.upper-case"


@pytest.mark.parametrize("card_id", ["", None, 7])
def test_what_is_no_card_id_is_refused_all_the_same(shop, card_id):
    add(shop, item(card_id))
    assert shop.cause() == "card.unknown"


def test_nothing_is_made_by_looking_at_the_claim_page(shop):
    shop.line.wx("addCard", {"cardList": [item("pREAL")]})
    shop.line.answer("cancel")
    assert "pREAL" not in shop.world.cards
    assert loud(shop) == []


def test_a_closed_world_refuses_both_with_the_reason(shop):
    shop.world.open = False
    add(shop, item("pREAL"))
    assert shop.cause() == "card.unknown"
    add(shop, item(shop.card().card_id))
    assert shop.cause() == "signature.mismatch"
