"""Cards that this world does not know, taken on trust: so that a team can start before it has written a world."""

from typing import Any

from .cards import MAX_STOCK, Card
from .crypto import text_of
from .states import VERIFIED
from .world import World


def stand_in(world: World, app_id: str, card_id: str, ext: dict[str, Any]) -> Card:
    """A coupon that allows what *ext* asks for. It is not in the world until it is claimed."""
    issuer = _issuer(world, app_id)
    base = {
        "title": card_id,
        "brand_name": world.accounts[issuer].name,
        "color": "Color102",
        "code_type": "CODE_TYPE_QRCODE",
        "notice": "",
        "description": "",
        "date_info": {"type": "DATE_TYPE_PERMANENT"},
        "sku": {"quantity": MAX_STOCK},
        "get_limit": MAX_STOCK,
        "use_custom_code": bool(text_of(ext.get("code") or "")),
        "bind_openid": bool(ext.get("openid")),
    }
    card = Card(card_id, issuer, "GENERAL_COUPON", {"base_info": base}, MAX_STOCK, MAX_STOCK, world.clock.seconds())
    card.status = VERIFIED
    return card


def _issuer(world: World, app_id: str) -> str:
    """An official account that the mini-program is bound to, else the mini-program's own account."""
    bound = (
        one.app_id
        for one in world.accounts.all.values()
        if one.kind == "official" and world.accounts.bound(app_id, one.app_id)
    )
    return next(bound, app_id)
