"""What may become of a card and of a code: one table each.

Card: https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card
Code: https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

NOT_VERIFIED = "CARD_STATUS_NOT_VERIFY"
REFUSED = "CARD_STATUS_VERIFY_FAIL"
VERIFIED = "CARD_STATUS_VERIFY_OK"
DISPATCHED = "CARD_STATUS_DISPATCH"
DELETED = "CARD_STATUS_DELETE"

#: What a filter by status may say. The older name of a deleted card is still accepted.
CARD_STATUSES = {
    **{one: one for one in (NOT_VERIFIED, REFUSED, VERIFIED, DISPATCHED, DELETED)},
    "CARD_STATUS_USER_DELETE": DELETED,
}

#: Cards in these states can be claimed by everybody.
CLAIMABLE = frozenset({VERIFIED, DISPATCHED})

#: What happens to a card → from which status to which. What is not here is refused.
CARD_STEPS: dict[str, dict[str, str]] = {
    "pass": {NOT_VERIFIED: VERIFIED},
    "refuse": {NOT_VERIFIED: REFUSED},
    "review": {NOT_VERIFIED: NOT_VERIFIED, REFUSED: NOT_VERIFIED, VERIFIED: NOT_VERIFIED, DISPATCHED: NOT_VERIFIED},
    "dispatch": {VERIFIED: DISPATCHED, DISPATCHED: DISPATCHED},
    "delete": {one: DELETED for one in (NOT_VERIFIED, REFUSED, VERIFIED, DISPATCHED)},
}

CODE_STATES = (
    "NORMAL", "CONSUMED", "EXPIRE", "GIFTING", "GIFT_TIMEOUT", "GIFT_SUCC", "DELETE", "UNAVAILABLE",
)  # fmt: skip

#: In these states a code can be redeemed.
GOOD = frozenset({"NORMAL", "GIFT_TIMEOUT"})

#: What happens to a code → from which state to which. What is not here is refused.
CODE_STEPS: dict[str, dict[str, str]] = {
    "consume": dict.fromkeys(GOOD, "CONSUMED"),
    "disable": dict.fromkeys(("NORMAL", "EXPIRE", "GIFTING", "GIFT_TIMEOUT"), "UNAVAILABLE"),
    "delete": dict.fromkeys(("NORMAL", "CONSUMED", "EXPIRE", "GIFT_TIMEOUT", "UNAVAILABLE"), "DELETE"),
    "restore": {"DELETE": "NORMAL"},
    "gift": dict.fromkeys(GOOD, "GIFTING"),
    "gift-taken": {"GIFTING": "GIFT_SUCC"},
    "gift-timeout": {"GIFTING": "GIFT_TIMEOUT"},
}
