"""Gift cards (``GENERAL_CARD``): like member cards, with a balance of their own.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/gift_card.html
"""

from typing import Any

from ..calls import Call, Handler
from .balances import account_told, change_account, membership, open_account
from .reading import OK, needed


def activate(call: Call) -> dict[str, Any]:
    number = needed(call, "card_number")
    _, account = membership(call, "GENERAL_CARD")
    open_account(call, account, str(number))
    return dict(OK)


def deactivate(call: Call) -> dict[str, Any]:
    """Its number and balance stay for the next activation."""
    _, account = membership(call, "GENERAL_CARD")
    account.active = False
    return dict(OK)


def update_user(call: Call) -> dict[str, Any]:
    held, account = membership(call, "GENERAL_CARD")
    change_account(call, account)
    return account_told(call, held, account)


HANDLERS: dict[str, Handler] = {
    "/card/generalcard/activate": activate,
    "/card/generalcard/unactivate": deactivate,
    "/card/generalcard/updateuser": update_user,
}
