"""The member-card component's rules: its parameters, the claim, the activation, and what goes back.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html
"""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .cards import Card, HeldCard
from .crypto import text_of
from .errors import Cause, WxError
from .members import ActivateTicket, form_fields, is_jump_type, user_info
from .world import World

_CLASSIC = ("encrypt_card_id", "outer_str", "biz")
_PAY = ("create_card_appid", "card_id", "outer_str", "activate_type", "jump_url", "card_code")
_PAY_TYPES = {"ACTIVATE_TYPE_JUMP": True, "ACTIVATE_TYPE_NORMAL": False}


@dataclass(frozen=True)
class Opening:
    """What the component was opened for. ``refusal``: why a new member could not take the card now."""

    card: Card
    outer_str: str
    jump: bool
    jump_url: str
    held: HeldCard | None
    custom_code: str = ""
    refusal: Cause | None = None


def encrypted_card_id(world: World, card: Card) -> str:
    """64 base64 characters with ``+`` and ``/``."""
    value = world.seed.base64("card-id", card.card_id, 48)
    world.encrypted_ids[value] = card.card_id
    return value


def biz(uin: str) -> str:
    """The account's decimal uin in base64, such as ``MzU2NzQxNTg3Mw==``."""
    return base64.b64encode(uin.encode()).decode()


def activation_url(world: World, card: Card, outer_str: Any = None) -> str:
    """What ``/card/membercard/activate/geturl`` answers. The odd shape is WeChat's: ``&&`` after preshow, and the
    fragment right behind biz."""
    parts = [
        "https://mp.weixin.qq.com/bizmall/activatemembercard?action=preshow&",
        f"encrypt_card_id={quote(encrypted_card_id(world, card), safe='')}",
        *([f"outer_str={quote(str(outer_str), safe='')}"] if outer_str is not None else []),
        f"biz={quote(biz(world.accounts[card.app_id].uin), safe='')}#wechat_redirect",
    ]
    return "&".join(parts)


def read_parameters(world: World, user: str, extra: dict[str, Any]) -> tuple[Cause | None, Opening | None]:
    """The classic three parameters, or the newer WeChat-Pay style
    (https://pay.weixin.qq.com/docs/merchant/apis/membership-card/member-card-invest/mini-program-opening-component.html)."""
    pay_style = "create_card_appid" in extra or ("card_id" in extra and "encrypt_card_id" not in extra)
    cause = _shape_fault(world, extra, pay_style)
    if cause is not None:
        return cause, None
    card = world.cards.get(str(extra["card_id"])) if pay_style else _card_by_encrypted_id(world, extra)
    cause = _card_fault(world, card, extra, pay_style)
    if cause is not None or card is None:
        return cause, None
    jump = is_jump_type(card, world.switches["component.url-makes-jump"])
    url = str(card.info.get("wx_activate_after_submit_url") or "")
    if pay_style:
        jump, url = _PAY_TYPES[_activate_type(extra)], str(extra.get("jump_url") or "")
    held = _membership(world, user, card)
    code = str(extra.get("card_code") or "")
    opening = Opening(card, str(extra.get("outer_str") or ""), jump, url, held, code)
    return None, Opening(**{**vars(opening), "refusal": None if held else _cannot_take(world, user, opening)})


def submit(world: World, user: str, opening: Opening, values: dict[str, Any]) -> tuple[HeldCard, dict[str, Any] | None]:
    """Take the card if the user has none yet, and activate it or hand out a ticket. Returns the card and what goes
    back to the app as extraData, or None. Raises WxError if the card cannot be taken any more."""
    card = opening.card
    held = _membership(world, user, card)
    if held is None:
        refusal = _cannot_take(world, user, opening)
        if refusal is not None:
            raise WxError("card can not be taken", refusal)
        held = world.take_card(card, user, opening.custom_code, None, opening.outer_str)
    lines = [line for part in form_fields(card).values() for line in part]
    info = user_info(lines, values)
    world.push(card.app_id, user, "submit_membercard_user_info", {"CardId": card.card_id, "UserCardCode": held.code})
    if opening.jump:
        return held, _jump_data(world, user, opening, held, info)
    member = world.members[held.card_id, held.code]
    member.activate(held.code, world.clock.seconds())
    member.user_info = info
    if world.switches["component.in-place-returns-data"]:
        return held, {"card_id": card.card_id, "code": held.code}
    return held, None


def _shape_fault(world: World, extra: dict[str, Any], pay_style: bool) -> Cause | None:
    needed: tuple[str, ...] = ("create_card_appid", "card_id") if pay_style else ("encrypt_card_id", "biz")
    if not pay_style and world.switches["component.outer-str-needed"]:
        needed = _CLASSIC
    missing = [
        key for key in needed if extra.get(key) in (None, "undefined") or (key != "outer_str" and not extra[key])
    ]
    if missing:
        return Cause("component.parameter-missing", {"keys": ", ".join(missing)})
    if not pay_style:
        if "%" in str(extra["encrypt_card_id"]):
            return Cause("component.card-id-still-encoded", {"value": extra["encrypt_card_id"]})
        if "#" in str(extra["biz"]):
            return Cause("component.biz-fragment", {"value": extra["biz"]})
        if "%" in str(extra["biz"]):
            return Cause("component.biz-still-encoded", {"value": extra["biz"]})
    elif _activate_type(extra) not in _PAY_TYPES:
        return Cause("component.activate-type", {"value": text_of(extra["activate_type"])})
    surplus = [key for key in extra if key not in (_PAY if pay_style else _CLASSIC)]
    if surplus and world.switches["component.strict-keys"]:
        return Cause("component.surplus-keys", {"keys": ", ".join(surplus)})
    return None


def _activate_type(extra: dict[str, Any]) -> str:
    return str(extra.get("activate_type", "ACTIVATE_TYPE_NORMAL"))


def _card_by_encrypted_id(world: World, extra: dict[str, Any]) -> Card | None:
    wanted = str(extra["encrypt_card_id"])
    if wanted in world.encrypted_ids:
        return world.cards.get(world.encrypted_ids[wanted])
    return next((card for card in world.cards.values() if encrypted_card_id(world, card) == wanted), None)


def _card_fault(world: World, card: Card | None, extra: dict[str, Any], pay_style: bool) -> Cause | None:
    if card is None:
        return Cause("component.card-unknown", {"value": extra["card_id" if pay_style else "encrypt_card_id"]})
    account = world.accounts[card.app_id]
    if pay_style and extra["create_card_appid"] != card.app_id:
        return Cause("component.other-account", {"app": extra["create_card_appid"], "account": card.app_id})
    if not pay_style and extra["biz"] != biz(account.uin):
        return Cause("component.biz-mismatch", {"value": extra["biz"], "wanted": biz(account.uin)})
    if not card.is_member_card or not card.info.get("wx_activate"):
        return Cause("component.not-one-tap", {"card": card.card_id})
    if card.form is None:
        return Cause("component.no-form", {"card": card.card_id})
    return None


def _membership(world: World, user: str, card: Card) -> HeldCard | None:
    now = world.clock.now()
    held = [one for one in world.held.of_user(user, card.card_id) if one.state(now) == "NORMAL"]
    return held[-1] if held else None


def _cannot_take(world: World, user: str, opening: Opening) -> Cause | None:
    card = opening.card
    had = world.held.count(user, card.card_id)
    if card.left <= 0:
        return Cause("stock.empty", {"card": card.card_id})
    if had >= card.get_limit:
        return Cause("limit.reached", {"limit": card.get_limit, "had": had})
    if card.custom_code and not opening.custom_code:
        return Cause("code.needed")
    if not card.custom_code and opening.custom_code:
        return Cause("code.not-allowed", {"code": opening.custom_code})
    return None


def _jump_data(
    world: World, user: str, opening: Opening, held: HeldCard, info: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    card = opening.card
    value = world.seed.base64("activate-ticket", world.seed.count("activate-ticket"), 80)
    world.members[card.card_id, held.code].submitted = info
    world.activate_tickets[value] = ActivateTicket(
        value, card.app_id, card.card_id, held.code, info, made=world.clock.now()
    )
    data: dict[str, Any] = {"activate_ticket": value, "card_id": card.card_id, "code": held.code}
    if world.switches["component.return-keys"] == "five":
        query = (
            f"card_id={card.card_id}&encrypt_code={quote(world.encrypt(card, held.code), safe='')}"
            f"&openid={world.accounts.openid(card.app_id, user)}&outer_str={quote(opening.outer_str)}"
        )
        joint = "&" if "?" in opening.jump_url else "?"
        data |= {"errCode": 0, "wx_activate_after_submit_url": f"{opening.jump_url}{joint}{query}"}
    return data
