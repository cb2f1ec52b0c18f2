"""https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Membership_Cards/Create_a_membership_card.html"""

from collections.abc import Callable
from typing import Any

from ..calls import Call, Handler
from ..component import activation_url
from ..errors import ApiError, Cause
from ..members import COMMON_FIELDS, RICH_FIELDS, ActivateTicket
from .balances import account_told, change_account, membership, number_of, open_account
from .reading import OK, needed, own_card, refused


def set_form(call: Call) -> dict[str, Any]:
    card = own_card(call)
    if not card.is_member_card or not card.info.get("wx_activate"):
        raise ApiError(45030, Cause("component.not-one-tap", {"card": card.card_id}))
    for name in ("required_form", "optional_form"):
        part = call.params.get(name)
        if part is not None:
            _check_form(name, part)
    card.form = {key: value for key, value in call.params.items() if key != "card_id"}
    return dict(OK)


def get_url(call: Call) -> dict[str, Any]:
    card = own_card(call)
    if card.form is None:
        raise ApiError(45030, Cause("component.no-form", {"card": card.card_id}))
    return {**OK, "url": activation_url(call.world, card, call.params.get("outer_str"))}


def get_temp_info(call: Call) -> dict[str, Any]:
    ticket = _own_ticket(call)
    ticket.reads += 1
    return {**OK, "info": ticket.info}


def activate(call: Call) -> dict[str, Any]:
    """A second call updates the membership."""
    number = needed(call, "membership_number")
    held, member = membership(call, "MEMBER_CARD")
    if member.active and not call.world.switches["activate.again"]:
        raise ApiError(40056, Cause("member.active-already", {"code": held.code}))
    begin, end = number_of(call, "activate_begin_time"), number_of(call, "activate_end_time")
    open_account(call, member, str(number))
    held.begin, held.end = begin or held.begin, end or held.end
    member.user_info = member.submitted or member.user_info
    return dict(OK)


def update_user(call: Call) -> dict[str, Any]:
    """A total (``bonus``) is what the card shows; a delta (``add_bonus``) beside it is only told to the member."""
    own_card(call)
    held, member = membership(call, "MEMBER_CARD")
    changed = change_account(call, member)
    if any(changed.values()):
        fields = {"CardId": held.card_id, "UserCardCode": held.code, **changed}
        call.world.push(call.account, held.user, "update_member_card", fields)
    return account_told(call, held, member)


def get_user_info(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Membership_Cards/Manage_Member_Card.html"""
    own_card(call)
    (held, member), world = membership(call, "MEMBER_CARD"), call.world
    reply = {
        **OK,
        "openid": world.accounts.openid(call.account, held.user),
        "nickname": next((one.user.nick_name for one in world.phones.values() if one.user.id == held.user), ""),
        "membership_number": member.number,
        "bonus": member.bonus,
        "balance": member.balance,
        "sex": _sex(member.user_info),
        "user_card_status": held.state(world.clock.now()),
        "has_active": member.active,
    }
    if member.user_info is not None:
        reply["user_info"] = member.user_info
    return reply


HANDLERS: dict[str, Handler] = {
    "/card/membercard/activateuserform/set": set_form,
    "/card/membercard/activate/geturl": get_url,
    "/card/membercard/activatetempinfo/get": get_temp_info,
    "/card/membercard/activate": activate,
    "/card/membercard/userinfo/get": get_user_info,
    "/card/membercard/updateuser": update_user,
}


def _check_form(name: str, part: Any) -> None:
    if not isinstance(part, dict):
        raise ApiError(47001, refused(name, part))
    for key, fits in _FORM_LISTS.items():
        rows = part.get(key) or []
        wrong = [row for row in rows if not fits(row)] if isinstance(rows, list) else [rows]
        if wrong:
            raise ApiError(47001, refused(f"{name}.{key}", wrong[0]))


def _is_rich_field(row: Any) -> bool:
    return (
        isinstance(row, dict) and row.get("type") in [*RICH_FIELDS] and bool(row.get("name"))
        and isinstance(row.get("values"), list)
    )  # fmt: skip


#: What the lists of a form may hold.
_FORM_LISTS: dict[str, Callable[[Any], bool]] = {
    "common_field_id_list": lambda row: isinstance(row, str) and row in COMMON_FIELDS,
    "rich_field_list": _is_rich_field,
    "custom_field_list": lambda row: isinstance(row, str),
}


def _own_ticket(call: Call) -> ActivateTicket:
    given = call.params.get("activate_ticket")
    if not given:
        raise ApiError(41011, Cause("api.missing", {"field": "activate_ticket"}))
    tickets = call.world.activate_tickets
    ticket = tickets.get(str(given))
    if ticket is None:
        lost_plus = str(given).replace(" ", "+") in tickets
        raise ApiError(72013, Cause("ticket.plus-lost" if lost_plus else "ticket.unknown"))
    if ticket.app_id != call.account:
        raise ApiError(72013, Cause("ticket.other-account", {"account": ticket.app_id}))
    life = call.world.switches["ticket.life"]
    if life and call.world.clock.now() - ticket.made >= life:
        raise ApiError(72012, Cause("ticket.expired", {"life": life}))
    if ticket.reads and not call.world.switches["ticket.reusable"]:
        raise ApiError(72012, Cause("ticket.used"))
    return ticket


def _sex(info: dict[str, list[dict[str, Any]]] | None) -> str:
    rows = (info or {}).get("common_field_list", [])
    given = next((row["value"] for row in rows if row["name"] == "USER_FORM_INFO_FLAG_SEX"), "")
    return {"男": "MALE", "女": "FEMALE", "Male": "MALE", "Female": "FEMALE"}.get(given, given)
