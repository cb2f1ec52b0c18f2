"""Cards given after a payment, by rule; and the old list of shops, which cards may name.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Membership_Cards/Manage_Member_Card.html
"""

from typing import Any

from ..calls import Call, Handler
from ..errors import ApiError, Cause
from ..plain import copied
from .reading import OK, card_of_account, needed, refused, whole_number

#: Type of a rule → the object that holds the rest of it.
_TYPES = {"RULE_TYPE_PAY_MEMBER_CARD": "member_rule", "RULE_TYPE_SINGLE_PAY": "single_pay"}


def add(call: Call) -> dict[str, Any]:
    rule = needed(call, "rule_info")
    kind = rule.get("type") if isinstance(rule, dict) else None
    base = rule.get("base_info") if isinstance(rule, dict) else None
    part = rule.get(_TYPES.get(str(kind), "")) if isinstance(rule, dict) else None
    if str(kind) not in _TYPES or not isinstance(base, dict) or not isinstance(part, dict):
        raise ApiError(40097, refused("rule_info.type", kind))
    if part.get("card_id"):
        card_of_account(call, part["card_id"])
    mchids = base.get("mchid_list") or []
    number = call.world.seed.count("pay-gift")
    call.world.pay_gifts[str(number)] = {"app_id": call.account, "rule": {"rule_id": number, **copied(rule)}}
    rows = [{"mchid": one} for one in mchids] if isinstance(mchids, list) else []
    return {**OK, "rule_id": number, "succ_mchid_list": rows, "fail_mchid_list": []}


def delete(call: Call) -> dict[str, Any]:
    number, _ = _own_rule(call)
    del call.world.pay_gifts[number]
    return dict(OK)


def get(call: Call) -> dict[str, Any]:
    return {**OK, "rule_info": copied(_own_rule(call)[1])}


def batch_get(call: Call) -> dict[str, Any]:
    """``effective`` leaves out rules whose time is not now."""
    offset, count = whole_number(call, "offset", 0), whole_number(call, "count", 10)
    rules = [row["rule"] for row in call.world.pay_gifts.values() if row["app_id"] == call.account]
    kind = call.params.get("type")
    fits = [
        rule
        for rule in rules
        if kind in (None, rule["type"]) and (not call.params.get("effective") or _in_force(rule["base_info"], call.now))
    ]
    return {**OK, "total_count": len(fits), "rule_list": copied(fits[offset : offset + count])}


def add_shops(call: Call) -> dict[str, Any]:
    """Out of use at WeChat, still in SDKs."""
    rows = needed(call, "location_list")
    if not isinstance(rows, list):
        raise ApiError(47001, refused("location_list", rows))
    ids = []
    for row in rows:
        good = isinstance(row, dict) and row.get("business_name") and row.get("address")
        ids.append(call.world.seed.count("shop") if good else -1)
        if good:
            call.world.shops.setdefault(call.account, []).append({"location_id": ids[-1], **copied(row)})
    return {**OK, "location_id_list": ids}


def list_shops(call: Call) -> dict[str, Any]:
    """``count`` 0 is all."""
    offset, count = whole_number(call, "offset", 0), whole_number(call, "count", 0)
    shops = call.world.shops.get(call.account) or []
    rows = shops[offset : offset + count if count else None]
    return {**OK, "location_list": copied(rows), "count": len(shops)}


HANDLERS: dict[str, Handler] = {
    "/card/paygiftcard/add": add,
    "/card/paygiftcard/delete": delete,
    "/card/paygiftcard/getbyid": get,
    "/card/paygiftcard/batchget": batch_get,
    "/card/location/batchadd": add_shops,
    "/card/location/batchget": list_shops,
}


def _own_rule(call: Call) -> tuple[str, dict[str, Any]]:
    number = str(needed(call, "rule_id"))
    row = call.world.pay_gifts.get(number)
    if row is None or row["app_id"] != call.account:
        raise ApiError(40097, Cause("pay-gift.unknown", {"rule": number}))
    return number, row["rule"]


def _in_force(base: dict[str, Any], now: int) -> bool:
    begin, end = base.get("begin_time", 0), base.get("end_time", now)
    return not isinstance(begin, int) or not isinstance(end, int) or begin <= now <= end
