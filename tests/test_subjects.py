"""Rows of the journal that say which: the address, the cards, the other mini-program."""

import pytest
from support import Shop

from emulator.subjects import outcome, subject


def said(shop, kind, phase):
    return [entry.says["en"] for entry in shop.world.journal.find(kind, phase)]


def test_a_claim_names_its_cards_and_an_unknown_one_its_id():
    shop = Shop().open()
    card = shop.card(title="Latte")
    shop.line.wx("addCard", {"cardList": [shop.item(card), {"cardId": "pNOBODY", "cardExt": "{}"}]})
    assert said(shop, "wx.addCard", "start") == ["The app calls wx.addCard Latte, pNOBODY"]


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        (
            "request",
            {"url": "https://api.shop.example/sign?token=secret", "method": "POST"},
            " POST api.shop.example/sign",
        ),
        ("request", {"url": "https://user:word@api.shop.example:8443/a#b"}, " GET api.shop.example/a"),
        ("request", {"url": "http://[", "method": None}, " GET "),
        ("request", {"url": 7}, " GET 7"),
        ("connectSocket", {"url": "wss://live.shop.example/orders"}, " live.shop.example/orders"),
        ("navigateToMiniProgram", {"appId": "wx1", "path": "pages/a?code=1"}, " wx1 pages/a"),
        ("navigateToMiniProgram", {"appId": "x" * 80}, f" {'x' * 60}…"),
        ("addCard", {"cardList": "no list"}, ""),
        ("login", {"url": "https://a.example"}, ""),
    ],
)
def test_what_a_call_is_about_holds_no_query_and_survives_odd_values(name, params, words):
    assert subject(name, params, {}) == words


def test_the_status_of_an_answer_is_said_where_there_is_one():
    assert [outcome(one) for one in ({"statusCode": 404}, {"statusCode": "x"}, {}, None)] == [" 404", "", "", ""]
