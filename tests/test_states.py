"""Every step of a card's and of a code's life, allowed and refused.

https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

import pytest
from support import Shop

from emulator.states import CARD_STEPS, CODE_STATES, CODE_STEPS, DELETED, DISPATCHED, NOT_VERIFIED, REFUSED, VERIFIED

STATUSES = (NOT_VERIFIED, REFUSED, VERIFIED, DISPATCHED, DELETED)


@pytest.fixture
def shop():
    return Shop().open()


@pytest.mark.parametrize("step", CARD_STEPS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_card_takes_the_steps_of_the_table(shop, status, step):
    card = shop.card()
    card.status = status
    after = CARD_STEPS[step].get(status)
    assert card.step(step) is (after is not None)
    assert card.status == (after or status)


@pytest.mark.parametrize("step", CODE_STEPS)
@pytest.mark.parametrize("state", CODE_STATES)
def test_a_code_takes_the_steps_of_the_table(shop, state, step):
    code = shop.claimed(shop.card())
    held = shop.world.held.find(code)
    if state == "EXPIRE":
        shop.world.clock.set(shop.world.clock.now() + 31 * 86_400_000)
    else:
        held.status = state
    after = CODE_STEPS[step].get(state)
    assert held.step(step, shop.world.clock.now()) is (after is not None)
    assert held.state(shop.world.clock.now()) == (after or state)


@pytest.mark.parametrize(("path", "step"), [("/card/code/consume", "consume"), ("/card/code/unavailable", "disable")])
@pytest.mark.parametrize("state", CODE_STATES)
def test_the_api_refuses_what_the_table_does(shop, state, path, step):
    code = shop.claimed(shop.card())
    if state == "EXPIRE":
        shop.world.clock.set(shop.world.clock.now() + 31 * 86_400_000)
    else:
        shop.world.held.find(code).status = state
    errcode = 0 if state in CODE_STEPS[step] else 40099 if state == "CONSUMED" else 40127
    assert shop.api(path, code=code)["errcode"] == errcode
    if errcode:
        assert shop.cause() == "code.not-normal"


def test_expiry_comes_after_the_last_second_only(shop):
    code = shop.claimed(shop.card())
    held = shop.world.held.find(code)
    shop.world.clock.set(held.end * 1000 + 999)
    assert held.state(shop.world.clock.now()) == "NORMAL"
    shop.world.clock.set((held.end + 1) * 1000)
    assert held.state(shop.world.clock.now()) == "EXPIRE"


def test_a_code_is_not_good_before_its_time(shop):
    """https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card"""
    begin = shop.world.clock.seconds() + 86_400
    date = {"type": "DATE_TYPE_FIX_TIME_RANGE", "begin_timestamp": begin, "end_timestamp": begin + 86_400}
    code = shop.claimed(shop.card(date_info=date))
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40127
    assert shop.cause() == "code.not-yet"
    shop.world.clock.set(begin * 1000)
    assert shop.api("/card/code/consume", code=code)["errcode"] == 0
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40099
