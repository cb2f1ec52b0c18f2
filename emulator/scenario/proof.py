"""What was true at the end of a recording, as a scenario expects it."""

from collections.abc import Iterable
from typing import Any

from ..journal import Entry
from ..recording import Recording, Sight
from ..world import World
from .stage import CORE, LIFE

#: Told to the merchant as soon as a card is made: nobody has done anything for it.
_ASIDE = ("card_pass_check", "card_not_pass_check")
#: So many texts of the last page are expected, the first ones that were not there before.
MOST_TEXTS = 3
_LONGEST_TEXT = 24

_MARKERS = {"activate_ticket": "$ticket", "code": "$code", "encrypt_code": "$any", "wx_activate_ticket": "$ticket"}

Expect = dict[str, Any]


def expectations(world: World, app_id: str, recording: Recording) -> Expect:
    """In the order in which one reads them: the app, the screen, the merchant, the wallet."""
    found = {
        "app_saw": _app_saw(world.journal.entries, app_id, recording),
        **_screen(world, app_id, recording),
        "merchant_received": _received(world),
        "wallet": _wallet(world),
        **_cause(world.journal.entries),
    }
    errors = [one for one in world.journal.find("app.error") if one.app == app_id]
    if errors:
        found["app_errors"] = ["$any"] * len(errors)
    return {key: value for key, value in found.items() if value not in ({}, None) and (value or key != "app_saw")}


def _app_saw(entries: list[Entry], app_id: str, recording: Recording) -> list[Expect]:
    """What it heard after the first thing that was done."""
    first = recording.acts[0].seq if recording.acts else 0
    told = [one for one in entries if one.seq > first and one.app == app_id and one.says_id == "says.app.told"]
    named = [one for one in told if one.kind in LIFE or one.kind.partition(".")[0] in CORE]
    return [{one.kind: _heard(one.kind, one.detail.get("detail") or {})} for one in named]


def _heard(kind: str, detail: Any) -> Expect:
    """The part that a person would hold on to."""
    if not isinstance(detail, dict):
        return {}
    if kind.startswith("App."):
        referrer = detail.get("referrerInfo") or {}
        extra = referrer.get("extraData") or {}
        back = {"referrerInfo": {"extraData": {key: _MARKERS.get(key, "$any") for key in extra}}} if extra else {}
        return {"scene": detail["scene"], **back} if "scene" in detail else {}
    cards = detail.get("cardList")
    heard: Expect = {"errMsg": detail["errMsg"]} if "errMsg" in detail else {}
    if isinstance(cards, list) and cards and all(isinstance(one, dict) and "isSuccess" in one for one in cards):
        heard["cardList"] = [{"isSuccess": one["isSuccess"]} for one in cards]
    return heard


def _screen(world: World, app_id: str, recording: Recording) -> Expect:
    phone = next(iter(world.phones.values()))
    sheet = {"sheet": {"kind": phone.sheet.kind}} if phone.sheet else {}
    front = phone.front.app_id if phone.front else None
    last = recording.sights[-1] if recording.sights else None
    if phone.front is None or front is None:
        return sheet
    path = str(phone.front.page.get("path", ""))
    page = {"page": path} if front == app_id and path else {"front": front}
    if last is None or (last.app, last.path) != (front, path):
        return {**page, **sheet}
    before = _before(recording, last)
    return {**page, **({"page_shows": shown} if (shown := _telling(last, before)) else {}), **sheet}


def _before(recording: Recording, last: Sight) -> list[str]:
    """What this page read when something was first done on it, or else at first. The app itself says what it read
    then: pictures come now and then, and whoever is quick has done it before the first of them."""
    done = (one.params for one in recording.acts if not one.refused and one.params.get("page") == last.path)
    if (first := next(done, None)) is not None and "shows" in first:
        return str(first["shows"]).split("\n")
    return next(one.lines for one in recording.sights if (one.app, one.path) == (last.app, last.path))


def _telling(last: Sight, before: list[str]) -> list[str]:
    """The texts that were not on this page at first, or else its first ones; none that is made anew each time."""
    fit = [line for line in last.lines if len(line) > 1 and not _made_up(line)]
    new = [line for line in fit if line not in before] or fit
    new.sort(key=lambda line: len(line) > _LONGEST_TEXT)
    return list(dict.fromkeys(new))[:MOST_TEXTS]


def _made_up(line: str) -> bool:
    """Codes, card ids and times differ from run to run."""
    digits = sum(one.isdigit() for one in line)
    return digits >= 6 or (len(line) >= 16 and " " not in line and line.isascii())


def _received(world: World) -> list[Expect]:
    told = [one for one in world.events if one.name not in _ASIDE]
    return [{one.name: _fields(one.fields)} for one in told]


def _fields(fields: Expect) -> Expect:
    kept: Expect = {"OuterStr": fields["OuterStr"]} if fields.get("OuterStr") else {}
    return kept | ({"UserCardCode": "$code"} if fields.get("UserCardCode") else {})


def _wallet(world: World) -> Expect:
    user = next(iter(world.phones.values())).user.id
    found: Expect = {}
    for card in world.cards.values():
        own = [one for one in world.held.of_user(user, card.card_id) if one.status != "DELETE"]
        if not own:
            continue
        member = world.members.get((own[-1].card_id, own[-1].code))
        name = str(card.base.get("title") or card.card_id)
        if member is not None and card.is_member_card:
            more = {"bonus": member.bonus} if member.active else {}
            found[name] = {"count": len(own), "active": member.active, **more}
        else:
            found[name] = len(own)
    return found


def _cause(entries: Iterable[Entry]) -> Expect:
    """Why the last card call was refused, if that is the newest cause."""
    caused = [one for one in entries if one.cause is not None]
    if not caused or caused[-1].kind.removeprefix("wx.") not in CORE or caused[-1].cause is None:
        return {}
    return {"cause": caused[-1].cause.id}
