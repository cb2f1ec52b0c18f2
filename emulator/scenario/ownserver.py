"""What a merchant's own server asked of WeChat during a recording: where it does not run, nobody would ask."""

from collections.abc import Callable, Container
from typing import Any

from ..journal import Entry
from ..world import World

#: What changes cards and memberships. All else only reads, or is made anew each time.
_CHANGES = frozenset({
    "/card/update", "/card/delete", "/card/modifystock", "/card/paycell/set", "/card/selfconsumecell/set",
    "/card/code/consume", "/card/code/mark", "/card/code/unavailable", "/card/code/update", "/card/code/deposit",
    "/card/membercard/activateuserform/set", "/card/membercard/activate", "/card/membercard/updateuser",
    "/card/testwhitelist/set", "/card/movieticket/updateuser", "/card/boardingpass/checkin",
    "/card/meetingticket/updateuser", "/card/luckymoney/updateuserbalance", "/card/generalcard/activate",
    "/card/generalcard/unactivate", "/card/generalcard/updateuser",
})  # fmt: skip
#: What gives something a name that another run does not know.
_NAMES = frozenset({
    "/card/qrcode/create", "/card/landingpage/create", "/card/paygiftcard/add",
})  # fmt: skip


def asked(world: World, entries: list[Entry], name: Callable[[Any], str]) -> tuple[list[dict[str, Any]], list[str]]:
    """``api`` steps of what succeeded, and what no step can say. *name*: of a card, by its id."""
    official = _official(world)
    done = {one.of for one in entries if one.phase == "end" and one.ok}
    steps, lost = [], []
    for one in entries:
        path = one.kind.removeprefix("api.")
        if path == one.kind or one.phase != "start" or one.seq not in done:
            continue
        if path in _NAMES or (path in _CHANGES and one.app != official):
            lost.append(f"{path}, asked by the merchant's server")
        elif path in _CHANGES:
            body = _body(world, one.detail.get("params") or {}, name)
            steps.append({"api": path, **({"with": body} if body else {})})
    return steps, lost


def _body(world: World, params: dict[str, Any], name: Callable[[Any], str]) -> dict[str, Any]:
    """A held card by its name: its code is another one in another run."""
    held = world.held.find(str(params.get("code")), str(params.get("card_id") or ""))
    if held is None:
        return params
    rest = {key: value for key, value in params.items() if key not in ("card_id", "code")}
    return {"card": name(held.card_id), **rest}


#: What the card of a world file has unless it says otherwise, and a card of the server API has not.
_PLAIN_MEMBER = {"wx_activate": False, "wx_activate_after_submit": False, "supply_bonus": False, "prerogative": ""}


def made(world: World, known: Container[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The cards that it has made, as a world file has them, by short names, and what that cannot say. *known*: ids of
    those that the file has."""
    fresh = [card for card in world.cards.values() if card.card_id not in known]
    other = [f"the card {card.card_id} of {card.app_id}" for card in fresh if card.app_id != _official(world)]
    rows = {
        f"made-{number}": {
            "card_id": card.card_id,
            "type": card.card_type,
            "info": {**(_PLAIN_MEMBER if card.is_member_card else {}), **card.info},
        }
        for number, card in enumerate((one for one in fresh if one.app_id == _official(world)), 1)
    }
    return rows, other


def _official(world: World) -> str | None:
    """The account that makes a file's cards, and for which ``api`` steps ask."""
    return next((one.app_id for one in world.accounts.all.values() if one.kind == "official"), None)
