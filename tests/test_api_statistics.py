"""What became of cards, by the day.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Managing_Coupons_Vouchers_and_Cards.html
"""

import pytest
from support import Shop

#: The frozen clock of these tests starts on this day, at ten in the morning in China.
TODAY, DAY = "2018-03-01", 86_400_000


@pytest.fixture
def shop():
    return Shop().open()


def later(shop, days=1):
    shop.world.clock.set(shop.world.clock.now() + days * DAY)


def asked(shop, path, begin=TODAY, end=TODAY, **more):
    return shop.api(f"/datacube/{path}", begin_date=begin, end_date=end, **more)


def test_the_account_by_the_day(shop):
    card = shop.card()
    code = shop.claimed(card)
    shop.claimed(card)
    later(shop)
    shop.api("/card/code/consume", code=code)
    later(shop)
    nothing = {f"{name}_{how}": 0 for name in ("view", "given", "expire") for how in ("cnt", "user")}
    assert asked(shop, "getcardbizuininfo", end="2018-03-02", cond_source=1) == {
        "list": [
            {"ref_date": TODAY, "receive_cnt": 2, "receive_user": 1, "verify_cnt": 0, "verify_user": 0, **nothing},
            {"ref_date": "2018-03-02", "receive_cnt": 0, "receive_user": 0, "verify_cnt": 1, "verify_user": 1,
             **nothing},
        ]
    }  # fmt: skip
    assert asked(shop, "getcardbizuininfo", cond_source=0) == {"list": []}


def test_coupons_one_by_one(shop):
    one, two = shop.card("CASH"), shop.card("GROUPON", get_limit=9)
    film = shop.card("MOVIE_TICKET")
    for card in (one, two, two, film):
        shop.claimed(card)
    later(shop)
    rows = asked(shop, "getcardcardinfo", cond_source=1)["list"]
    assert [(row["card_id"], row["card_type"], row["is_pay"], row["receive_cnt"]) for row in rows] == [
        (one.card_id, 1, 0, 1), (two.card_id, 4, 0, 2),
    ]  # fmt: skip
    [row] = asked(shop, "getcardcardinfo", cond_source=1, card_id=two.card_id)["list"]
    assert row["card_id"] == two.card_id
    assert asked(shop, "getcardcardinfo", card_id="pX")["errcode"] == 40073


def test_a_code_that_ran_out_counts_on_the_day_after(shop):
    date = {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 1, "fixed_begin_term": 0}
    shop.claimed(shop.card(date_info=date))
    later(shop, 2)
    [first, last] = asked(shop, "getcardbizuininfo", end="2018-03-02")["list"]
    assert (first["expire_cnt"], last["expire_cnt"], last["expire_user"]) == (0, 1, 1)


def test_members(shop):
    card, other = shop.member_card(), shop.member_card()
    code = shop.claimed(card)
    later(shop)
    shop.api("/card/membercard/activate", card_id=card.card_id, code=code, membership_number="N1")
    later(shop)
    [first, second] = asked(shop, "getcardmembercardinfo", end="2018-03-02")["list"]
    assert (first["receive_user"], first["active_user"], first["total_user"], first["total_receive_user"]) == (
        1,
        0,
        0,
        1,
    )
    assert (second["active_user"], second["total_user"], second["total_receive_user"]) == (1, 1, 1)
    [first, second] = asked(shop, "getcardmembercarddetail", end="2018-03-02", card_id=card.card_id)["list"]
    assert (first["cardid"], first["new_user"], first["active_cnt"]) == (card.card_id, 1, 0)
    assert (second["new_user"], second["active_cnt"]) == (0, 1)
    assert asked(shop, "getcardmembercarddetail", card_id=other.card_id) == {"list": []}
    assert asked(shop, "getcardmembercarddetail", card_id=shop.card().card_id)["errcode"] == 40071


@pytest.mark.parametrize(
    ("begin", "end", "errcode"),
    [
        ("2018-3-1x", "2018-03-01", 61500),
        ("2018-03-01", None, 61500),
        ("2018-03-01", "2018-02-28", 61501),
        ("2018-03-02", "2018-03-02", 61501),
        ("2017-12-29", "2018-03-01", 61501),
        ("2017-12-30", "2018-03-01", None),
    ],
)
def test_at_most_62_days_and_none_after_yesterday(shop, begin, end, errcode):
    later(shop)
    assert asked(shop, "getcardbizuininfo", begin, end).get("errcode") == errcode
    assert (shop.cause() == "statistics.range") is (errcode == 61501)
