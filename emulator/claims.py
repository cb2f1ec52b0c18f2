"""Whether a card can be claimed, and if not, why: the checks WeChat's server makes at claim time.

https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec

from .accounts import Account
from .cards import Card
from .crypto import SIGNED_FIELDS, sign_card, text_of
from .errors import Cause
from .signature import Diagnosis, diagnose
from .states import CLAIMABLE, DELETED
from .strangers import stand_in
from .texts import Says, say
from .world import World

_SECONDS = re.compile(r"\d{1,10}", re.ASCII)
#: What a merchant's own code may look like.
CODE_SHAPE = re.compile(r"[A-Za-z0-9]{1,20}")

#: What the claim page's button says, the words of errMsg, and DevTools' errcode, by the first part(s) of a cause.
_REPORTS = {
    "signature": ("claim.signature", "invalid signature", 40078),
    "card-ext": ("claim.parameter", "invalid card_ext", 40080),
    "card-ext.object": ("claim.signature", "invalid signature", 40080),
    "card": ("claim.invalid", "invalid card id", 40073),
    "card.not-verified": ("claim.invalid", "card not verified", 40078),
    "code": ("claim.parameter", "invalid code", 40056),
    "code.taken": ("claim.sold-out", "out of stock", 45031),
    "openid": ("claim.parameter", "invalid openid", 40003),
    "nonce": ("claim.sold-out", "out of stock", 45031),
    "stock": ("claim.sold-out", "out of stock", 45031),
    "limit": ("claim.taken", "get limit reached", 45033),
}


@dataclass(frozen=True)
class Report:
    """How a refusal shows: on the button of the claim page, in errMsg, and as DevTools' errcode."""

    button: Says
    words: str
    errcode: int


def report(cause: Cause) -> Report:
    text, words, errcode = _REPORTS.get(cause.id) or _REPORTS[cause.id.partition(".")[0]]
    return Report(say(text), words, errcode)


@dataclass
class Verdict:
    """What would happen to one entry of ``cardList``. ``cause`` is None when it can be claimed; ``waived`` is what was
    let pass because the world is open."""

    item: dict[str, Any]
    card: Card | None
    ext: dict[str, Any] = field(default_factory=dict)
    cause: Cause | None = None
    waived: list[Cause] = field(default_factory=list)


def judge(world: World, user: str, app_id: str, items: list[Any]) -> list[Verdict]:
    """One verdict per entry, in order; earlier entries count against the stock and limit of later ones."""
    claimed: Counter[str] = Counter()
    nonces: set[tuple[str, str, str]] = set()
    verdicts = []
    for item in items:
        verdict = _judge_one(world, user, app_id, item, claimed, nonces)
        if verdict.cause is None and verdict.card is not None:
            claimed[verdict.card.card_id] += 1
            key = nonce_key(verdict.card, verdict.ext)
            if key:
                nonces.add(key)
        verdicts.append(verdict)
    return verdicts


def judge_offered(world: World, user: str, rows: list[dict[str, Any]]) -> list[Verdict]:
    """One verdict per card that WeChat itself offers, in a QR code or on a shelf: nothing is signed there."""
    claimed: Counter[str] = Counter()
    verdicts = []
    for row in rows:
        card_id = row.get("card_id")
        card = world.cards.get(str(card_id))
        verdict = Verdict({"cardId": card_id}, card, row)
        if card is None:
            verdict.cause = Cause("card.unknown", {"card": text_of(card_id)})
        else:
            openid = world.accounts.openid(card.app_id, user)
            checks = (
                _released(card, world.accounts[card.app_id], openid),
                _code_rules(card, row, world),
                _openid_rules(card, row, openid, ""),
                _stock(card, claimed),
                _limit(world, card, user, claimed),
            )
            verdict.cause = next((cause for cause in checks if cause is not None), None)
            claimed[card.card_id] += verdict.cause is None
        verdicts.append(verdict)
    return verdicts


def claim_page(world: World, verdicts: list[Verdict]) -> dict[str, Any]:
    """The tickets in order, the same card with the same verdict folded into one with its count."""
    tickets: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for verdict in verdicts:
        cause = verdict.cause
        key = (str(verdict.item.get("cardId")), cause.id if cause else "")
        if key in seen:
            seen[key]["count"] += 1
            continue
        reason = cause and {"id": cause.id, "button": report(cause).button}
        seen[key] = {**_face(world, verdict), "count": 1, "reason": reason}
        tickets.append(seen[key])
    claimable = all(verdict.cause is None for verdict in verdicts)
    if world.switches["addCard.mixed"] == "partial":
        claimable = any(verdict.cause is None for verdict in verdicts) or not verdicts
    return {"cards": tickets, "claimable": claimable}


def _face(world: World, verdict: Verdict) -> dict[str, Any]:
    if verdict.card is not None:
        return world.face_of(verdict.card)
    return {"cardId": str(verdict.item.get("cardId", "")), "title": "", "brandName": "", "color": "#888888"}


def is_merchant_coupon(items: list[Any]) -> bool:
    """Whether these are merchant coupons (商家券), which wx.addCard takes too and we do not emulate."""
    exts = [item.get("cardExt") for item in items if isinstance(item, dict)]
    return any(isinstance(ext, str) and "send_coupon_merchant" in ext for ext in exts)


def nonce_key(card: Card, ext: dict[str, Any]) -> tuple[str, str, str] | None:
    """What may be used once. Without a nonce_str WeChat has nothing to compare."""
    nonce = ext.get("nonce_str")
    return (card.app_id, text_of(nonce), text_of(ext.get("timestamp", ""))) if nonce else None


def _judge_one(
    world: World, user: str, app_id: str, item: Any, claimed: Counter[str], nonces: set[tuple[str, str, str]]
) -> Verdict:
    entry = item if isinstance(item, dict) else {}
    card_id = entry.get("cardId")
    card = world.cards.get(card_id) if isinstance(card_id, str) else None
    verdict = Verdict(entry, card)
    ext, verdict.cause = read_ext(world, entry.get("cardExt"))
    verdict.ext = ext
    if verdict.cause is not None:
        return verdict
    if card is None:
        unknown = Cause("card.unknown", {"card": text_of(card_id)})
        if not world.open or not isinstance(card_id, str) or not card_id:
            verdict.cause = unknown
            return verdict
        verdict.card = card = stand_in(world, app_id, card_id, ext)
        verdict.waived.append(unknown)
    openid = world.accounts.openid(card.app_id, user)
    checks = (
        _released(card, world.accounts[card.app_id], openid),
        _code_rules(card, ext, world),
        _openid_rules(card, ext, openid, world.accounts.openid(app_id, user)),
        _signature(world, card, ext, verdict.waived),
        _nonce(world, card, ext, nonces),
        _stock(card, claimed),
        _limit(world, card, user, claimed),
    )
    verdict.cause = next((cause for cause in checks if cause is not None), None)
    return verdict


def read_ext(world: World, given: Any) -> tuple[dict[str, Any], Cause | None]:
    """``cardExt`` as an object, or why it cannot be read."""
    if isinstance(given, dict):
        if world.switches["addCard.object-ext"] == "refused":
            return {}, Cause("card-ext.object")
        return given, None
    if not isinstance(given, str):
        return {}, Cause("card-ext.missing")
    try:
        ext = msgspec.json.decode(given)
    except (msgspec.DecodeError, RecursionError) as error:
        return {}, Cause("card-ext.not-json", {"problem": str(error)})
    if isinstance(ext, str):
        return {}, Cause("card-ext.twice")
    if not isinstance(ext, dict):
        return {}, Cause("card-ext.not-json", {"problem": "not an object"})
    for key in (*SIGNED_FIELDS, "signature", "outer_str"):
        if isinstance(ext.get(key), dict | list):
            return {}, Cause("card-ext.field", {"field": key})
    begin = ext.get("fixed_begintimestamp")
    if begin not in (None, "") and not _SECONDS.fullmatch(text_of(begin)):
        return {}, Cause("card-ext.begin", {"value": begin})
    return ext, None


def _released(card: Card, account: Account, openid: str) -> Cause | None:
    if card.status in CLAIMABLE or (card.status != DELETED and openid in account.white_list):
        return None
    if card.status == DELETED:
        return Cause("card.deleted", {"card": card.card_id})
    return Cause("card.not-verified", {"status": card.status})


def _code_rules(card: Card, ext: dict[str, Any], world: World) -> Cause | None:
    code = text_of(ext.get("code") or "")
    if not card.custom_code:
        kind = "code.deposit-mode" if card.deposit_mode else "code.not-allowed"
        return Cause(kind, {"code": code}) if code else None
    if not code:
        return Cause("code.needed")
    if not CODE_SHAPE.fullmatch(code):
        return Cause("code.bad-shape", {"code": code[:40]})
    if (card.card_id, code) in world.held:
        return Cause("code.taken", {"code": code})
    return None


def _openid_rules(card: Card, ext: dict[str, Any], openid: str, app_openid: str) -> Cause | None:
    given = ext.get("openid") or ""
    if not card.bind_openid:
        return Cause("openid.not-allowed") if given else None
    if not given:
        return Cause("openid.needed")
    if given == openid:
        return None
    return Cause("openid.mini-program-given" if given == app_openid else "openid.other-user", {"openid": given})


def _nonce(world: World, card: Card, ext: dict[str, Any], nonces: set[tuple[str, str, str]]) -> Cause | None:
    key = nonce_key(card, ext)
    if key and (key in world.used_nonces or key in nonces):
        return Cause("nonce.reused", {"nonce": key[1]})
    return None


def _stock(card: Card, claimed: Counter[str]) -> Cause | None:
    return Cause("stock.empty", {"card": card.card_id}) if card.left - claimed[card.card_id] <= 0 else None


def _limit(world: World, card: Card, user: str, claimed: Counter[str]) -> Cause | None:
    had = world.held.count(user, card.card_id) + claimed[card.card_id]
    return Cause("limit.reached", {"limit": card.get_limit, "had": had}) if had >= card.get_limit else None


# -- signatures -----------------------------------------------------------------------------------------------------


def _signature(world: World, card: Card, ext: dict[str, Any], waived: list[Cause]) -> Cause | None:
    """An open world lets pass what it cannot verify: a signature that shows no known mistake, as with a real ticket."""
    cause = check_signature(world, card, ext)
    if cause is None or not world.open or cause.id != "signature.mismatch":
        return cause
    waived.append(cause)
    return None


def check_signature(world: World, card: Card, ext: dict[str, Any]) -> Cause | None:
    """None if ``cardExt`` is signed with the wx_card ticket of the card's account; else the nearest known mistake."""
    given = ext.get("signature")
    if not given:
        return Cause("signature.missing")
    if ext.get("timestamp") in (None, ""):
        return Cause("signature.timestamp-missing")
    account, now = world.accounts[card.app_id], world.clock.seconds()
    ticket = world.accounts.ticket(account, "wx_card", now)
    if given == sign_card(ticket.value, card.card_id, ext):
        return None
    mistake = examine(world, account, card.card_id, ext).mistake
    assert mistake is not None
    return Cause(mistake, {"card": card.card_id})


def examine(world: World, account: Account, card_id: str, ext: dict[str, Any]) -> Diagnosis:
    """The signature of this ``cardExt`` as the account's own ticket has it, and every mistake that this world can
    tell."""
    ticket = world.accounts.ticket(account, "wx_card", world.clock.seconds())
    expired = [one.value for one in account.tickets["wx_card"][:-1]]
    others = [
        (kind, one.value)
        for other in world.accounts.all.values()
        for kind, tickets in other.tickets.items()
        for one in tickets
        if other is not account or kind != "wx_card"
    ]
    return diagnose(ticket.value, card_id, ext, expired, others)
