"""The cards of a world file: made by its official account, and those that the user owns from the start."""

import pickle
from collections.abc import Callable
from typing import Any

from .accounts import COMPONENT
from .api.writing import check_dates, check_kinds
from .cards import MAX_STOCK, Card
from .errors import ApiError, BadInput
from .world import World

_FORM = {
    "required_form": {
        "can_modify": False,
        "common_field_id_list": ["USER_FORM_INFO_FLAG_MOBILE", "USER_FORM_INFO_FLAG_NAME"],
    }
}


#: The name on a card whose official account has none.
NAMELESS = "商户 Merchant"


def make_cards(world: World, data: dict[str, Any]) -> None:
    """Raises BadInput. The merchant has long been told of their review: nothing is pushed."""
    rows: dict[str, dict[str, Any]] = data.get("cards", {})
    owned: list[str] = data.get("user", {}).get("owns", [])
    for name in owned:
        if name not in rows:
            raise BadInput(f"user.owns: there is no card {name!r} in cards ({', '.join(rows) or 'none'})")
    if not rows:
        return
    maker = _maker(world)
    made = {name: _card(world, maker, name, row) for name, row in rows.items()}
    world.card_names = {name: card.card_id for name, card in made.items()}
    for name in owned:
        _give(world, made[name], rows[name])
    world.events.clear()
    world.deliveries.clear()
    world.journal.clear()
    world.furnish = _furnish_as(world)


def _furnish_as(world: World) -> Callable[[World], None]:
    """The cards have the ids and codes again that they have now: whoever knows them is right after a reset, too."""
    # Most worlds are never reset: this is the cheapest copy, and none of a stranger's.
    start = pickle.dumps((list(world.cards.values()), list(world.held), dict(world.members.items())))

    def furnish(anew: World) -> None:
        cards, held, members = pickle.loads(start)
        for card in cards:
            anew.cards[card.card_id] = card
        for one in held:
            anew.held.add(one)
        for key, member in members.items():
            anew.members[key] = member

    return furnish


def _maker(world: World) -> str:
    for account in world.accounts.all.values():
        if account.kind == "official":
            return account.app_id
    raise BadInput("cards: there is no official account that could make them; add `merchant: {}`")


def _card(world: World, maker: str, name: str, row: dict[str, Any]) -> Card:
    member = row.get("kind") == "member" or row.get("type") == "MEMBER_CARD"
    account = world.accounts[maker]
    brand = row.get("brand", NAMELESS if account.name == account.app_id else account.name)
    info: dict[str, Any] = {"base_info": _base_info(name, row, member) | {"brand_name": brand}}
    if member:
        info |= {"wx_activate": True, "wx_activate_after_submit": row.get("activation", "jump") == "jump",
                 "supply_bonus": True, "supply_balance": False, "prerogative": name}  # fmt: skip
    more = dict(row.get("info", {}))
    base = more.pop("base_info", {})
    if not isinstance(base, dict):
        raise BadInput(f"cards.{name}.info.base_info: must be a mapping, as /card/create takes it")
    info["base_info"] |= base
    info |= more
    kind = "MEMBER_CARD" if member else row.get("type", "GROUPON")
    _check(name, info["base_info"], kind)
    card = world.add_card(maker, kind, info, row.get("card_id"))
    world.pass_review(card)
    if member:
        card.form = dict(_FORM)
    return card


def _check(name: str, base: dict[str, Any], kind: str) -> None:
    """What ``info`` says must be of the kinds that the server API takes; texts may be longer, and stock may be none."""
    sku = base.get("sku")
    quantity = sku.get("quantity") if isinstance(sku, dict) else None
    if type(quantity) is not int or not 0 <= quantity <= MAX_STOCK:
        raise BadInput(f"cards.{name}.info.base_info.sku: quantity must be a whole number from 0 to {MAX_STOCK}")
    try:
        check_kinds(base)
        check_dates(base.get("date_info"), kind)
    except ApiError as error:
        values = error.cause.values if error.cause else {}
        said = f" ({values['value']})" if "value" in values else ""
        raise BadInput(f"cards.{name}.info.{values.get('field', 'base_info')}: {error}{said}") from None


def _base_info(name: str, row: dict[str, Any], member: bool) -> dict[str, Any]:
    term = {"type": "DATE_TYPE_PERMANENT"} if member else {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 30}
    return {
        "logo_url": "",
        "title": row.get("title", name),
        "color": "Color010",
        "notice": "-",
        "description": row.get("title", name),
        "code_type": "CODE_TYPE_QRCODE",
        "date_info": term,
        "sku": {"quantity": row.get("stock", 100)},
        "get_limit": row.get("limit", 1 if member else 50),
        "use_custom_code": row.get("custom_code", False),
        "bind_openid": row.get("bind_openid", False),
    }


def _give(world: World, card: Card, row: dict[str, Any]) -> None:
    user = next(iter(world.phones.values())).user.id
    held = world.take_card(card, user, "", None, None)
    if card.is_member_card and row.get("activated", True):
        world.members[card.card_id, held.code].activate(held.code, world.clock.seconds())


def mini_programs(world: World) -> list[str]:
    """App ids of the mini-programs that are not WeChat's own."""
    return [one.app_id for one in world.accounts.all.values() if one.kind == "mini_program" and one.app_id != COMPONENT]
