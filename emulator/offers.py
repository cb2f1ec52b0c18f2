"""Cards that reach people without a mini-program: by a QR code, a link, a shelf.

https://developers.weixin.qq.com/doc/subscription/en/guide/product/card/Distributing_Coupons_Vouchers_and_Cards.html
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from .cards import HeldCard
from .claims import claim_page, judge_offered
from .crypto import text_of
from .phone import Phone, Screen
from .world import World


def offered(world: World, text: str) -> list[dict[str, Any]]:
    """The cards that this text stands for: what a QR code holds, its picture's address, a shelf's address, the address
    of a card in an article, or a bare card id. Empty if nobody here knows it, or its time is over."""
    text = text.strip()
    query = parse_qs(urlsplit(text).query)
    names = {text, *query.get("ticket", [])}
    now = world.clock.seconds()
    for key, row in world.spread.items():
        if names & {key, row["url"]} and (row["ends"] is None or now < row["ends"]):
            return [dict(card) for card in row["cards"]]
    card_id = next((one for one in (text, *query.get("cardid", [])) if one in world.cards), None)
    return [{"card_id": card_id}] if card_id else []


def show(world: World, phone: Phone, rows: list[dict[str, Any]]) -> None:
    """WeChat's page that offers these cards."""
    verdicts = judge_offered(world, phone.user.id, rows)
    phone.open_screen("claim", [], rows=rows, content=claim_page(world, verdicts))
    refused = next((verdict.cause for verdict in verdicts if verdict.cause), None)
    world.journal.add("wechat", "claim.offered", says_id="says.claim.offered", says_values={"count": len(rows)},
                      detail={"cards": rows}, cause=refused)  # fmt: skip


def claim(world: World, phone: Phone, screen: Screen) -> list[HeldCard]:
    """The user takes what is offered there and can be taken; its cards are then shown in its place."""
    taken = [
        _take(world, phone, verdict.ext)
        for verdict in judge_offered(world, phone.user.id, screen.rows)
        if verdict.cause is None
    ]
    phone.screens.remove(screen)
    world.journal.add("wechat", "claim.taken", ok=bool(taken), says_id="says.claim.taken",
                      says_values={"count": len(taken)},
                      detail={"cards": [{"cardId": one.card_id, "code": one.code} for one in taken]})  # fmt: skip
    if taken:
        phone.open_screen("card", [(one.card_id, one.code) for one in taken])
    world.touch_phones()
    return taken


def _take(world: World, phone: Phone, row: dict[str, Any]) -> HeldCard:
    card = world.cards[row["card_id"]]
    code = text_of(row["code"]) if card.custom_code else ""
    outer = row.get("outer_str") or row.get("outer_id")
    return world.take_card(card, phone.user.id, code, None, None if outer is None else text_of(outer))
