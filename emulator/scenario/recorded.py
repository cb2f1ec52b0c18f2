"""What was recorded as the steps of a scenario: as few as a person would write."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..accounts import COMPONENT
from ..journal import Entry
from ..recording import Act
from ..settings import SETTINGS
from ..world import World
from .ownserver import asked

#: A step as the file has it, and the moment at which it was done.
Row = dict[str, Any]


@dataclass
class Written:
    """``page`` is where the step was done; ``waited`` the milliseconds since the one before."""

    row: Row
    page: str = ""
    waited: int = 0


@dataclass
class Steps:
    """``lost`` names what a scenario cannot say. ``own_server``: the app's server is the person's own, and does not run
    where the scenario does."""

    world: World
    app_id: str
    began: int
    rows: list[Written] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    own_server: bool = False
    _at: int = 0

    def write(self, acts: list[Act]) -> "Steps":
        self._at, before = self.began, 0
        for number, act in enumerate(acts):
            following = acts[number + 1].seq if number + 1 < len(acts) else self.world.journal.last
            self._server(before, act.seq)
            before = act.seq
            if act.refused:
                continue
            for row in self._rows(act, self.world.journal.after(act.seq), following):
                page = str(act.params.get("page", "")) if act.app == self.app_id else ""
                waited = max(0, act.at - self._at)
                if self.rows and _goes_on(self.rows[-1].row, row):
                    waited += self.rows.pop().waited
                self.rows.append(Written(row, page, waited))
                self._at = act.at
        self._server(before, self.world.journal.last)
        return self

    def _server(self, after: int, until: int) -> None:
        """What the merchant's server asked of WeChat between two acts."""
        if self.own_server:
            entries = [one for one in self.world.journal.after(after) if one.seq <= until]
            rows, lost = asked(self.world, entries, self.card_name)
            self.rows += [Written(row) for row in rows]
            self.lost += lost

    def _rows(self, act: Act, after: list[Entry], following: int) -> list[Row]:
        """*after*: the journal from this act on; up to number *following* it is this act's own."""
        if act.app == COMPONENT and act.name == "App.did":
            return self._in_component(act, [one for one in after if one.seq <= following], after)
        if act.name in _IGNORED:
            return []
        write = _WRITERS.get(act.name) or _WRITERS.get(act.name.partition("/")[0])
        row = write(self, act) if write else None
        if row is None:
            self.lost.append(act.name)
            return []
        return row if isinstance(row, list) else [row]

    # -- inside the member-card component ---------------------------------------------------------------------------

    def _in_component(self, act: Act, own: list[Entry], after: list[Entry]) -> list[Row]:
        """All that leads to the sent form is one step, and so is the way back."""
        sent = [one for one in own if one.kind == "wx.memberCardSubmit" and one.phase == "start"]
        if sent:
            typed = self._typed(sent[-1].detail["params"].get("fields", {}))
            return [{"user": "submits_form", **_with(typed)}, *([{"user": "comes_back"}] if _went_back(own) else [])]
        if _went_back(own):
            return [{"user": "comes_back"}]
        if any(one.kind == "wx.memberCardSubmit" for one in _until_left(after)):
            return []
        return _did(self, act)

    def _typed(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What was filled in otherwise than the step itself would."""
        user = next(iter(self.world.phones.values())).user
        given: tuple[Any, ...] = ("", [], None, user.phone_number, user.nick_name)
        return {key: value for key, value in fields.items() if value not in given}

    def card_name(self, card_id: Any) -> str:
        card = self.world.cards.get(str(card_id))
        titles = [str(one.base.get("title")) for one in self.world.cards.values()]
        title = str(card.base.get("title")) if card else ""
        return title if title and titles.count(title) == 1 else str(card_id)


def _goes_on(before: Row, now: Row) -> bool:
    """Whether a step only takes the one before it further: the same scrolling, the same choice told twice."""
    if isinstance(before.get("scroll"), int):
        return "scroll" in now and before.get("in") == now.get("in")
    return "choose" in now and before == now


def _went_back(entries: list[Entry]) -> bool:
    return any(one.kind == "wx.navigateBackMiniProgram" and one.app == COMPONENT for one in entries)


def _until_left(entries: list[Entry]) -> list[Entry]:
    left = (at for at, one in enumerate(entries) if one.kind == "app.show" and one.app != COMPONENT)
    return entries[: next(left, len(entries))]


def _with(values: dict[str, Any]) -> Row:
    return {"with": values} if values else {}


def _did(steps: Steps, act: Act) -> list[Row]:
    params = act.params
    place = {key: params[key] for key in ("selector", "text", "near", "nth") if params.get(key) is not None}
    match params.get("do"):
        case "tap":
            return [{"tap": place["text"] if list(place) == ["text"] else place}]
        case "longpress":
            return [{"long_press": place["text"] if list(place) == ["text"] else place}]
        case "scroll" if set(place) <= {"selector"}:
            return [{"scroll": params["value"], **({"in": place["selector"]} if place else {})}]
        case "pull":
            return [{"user": "pulls_down"}]
        case "tab":
            return [{"tap": params["value"]}]
        case "back":
            return [{"user": "swipes_back"}]
        case "type" if place:
            return [{"type": params["value"], "into": place["selector"] if list(place) == ["selector"] else place}]
        case "choose" if place:
            return [{"choose": params["value"], "in": place["selector"] if list(place) == ["selector"] else place}]
    steps.lost.append(f"{params.get('do')} {place or ''}".strip())
    return []


# -- WeChat's own sheets and pages ------------------------------------------------------------------------------------

_CALL_OF = {"addCard": "addCard", "openApp": "navigateToMiniProgram"}
_DOES = {"confirm": "accepts", "cancel": "cancels"}
#: A longer answer, such as a picture, is no line of a file that people read.
_LONGEST_ANSWER = 2000


def _answer(steps: Steps, act: Act) -> list[Row]:
    given = dict(act.params.get("answer") or {})
    sheet = act.sheet or {}
    does = _DOES[given.pop("action")]
    if len(str(given)) > _LONGEST_ANSWER:
        steps.lost.append(f"the answer to {sheet.get('kind')}")
        given = {}
    call = _CALL_OF.get(str(sheet.get("kind")))
    if call is None or act.app == COMPONENT:
        return [{"user": does, **_with(given)}]
    target = {"appId": sheet["content"]["appId"]} if call == "navigateToMiniProgram" else {}
    return [{"expect_call": call, **_with(target), "user": does}]


def _of_card(does: str) -> Callable[[Steps, Act], list[Row]]:
    return lambda steps, act: [{"user": does, "card": steps.card_name(act.params.get("cardId"))}]


def _user(does: str) -> Callable[[Steps, Act], list[Row]]:
    return lambda steps, act: [{"user": does}]


def _open_app(steps: Steps, act: Act) -> list[Row] | None:
    params = act.params
    if params.get("appId") != steps.app_id:
        return None
    path, query = str(params.get("path", "")), str(params.get("query", "")).lstrip("?&")
    if not path and not query:
        return [{"user": "returns"}]
    return [open_step(f"{path}?{query}" if query else path, params.get("scene"), params.get("referrerInfo"))]


def open_step(path: str, scene: int | None, referrer: dict[str, Any] | None) -> Row:
    return {
        "open": path,
        **({"scene": scene} if scene not in (None, 1001) else {}),
        **({"referrer": referrer} if referrer else {}),
    }


def _scan(steps: Steps, act: Act) -> list[Row] | None:
    text = str(act.params.get("text"))
    card = text if text in steps.world.cards else None
    return [{"user": "scans", "card": steps.card_name(card)}] if card else None


# -- what is ordered in the panel -------------------------------------------------------------------------------------


def _rule(steps: Steps, act: Act) -> list[Row] | None:
    body, outcome = act.params, act.params.get("outcome", {})
    answer = outcome.get("answer") or {}
    if body.get("where") or not body.get("times") or set(answer) - {"action"}:
        return None
    row: Row = {"when": body["on"]}
    if outcome.get("error") is not None:
        row["answer"] = {"fail": outcome["error"]}
    elif outcome.get("lost"):
        row["answer"] = {"lost": True}
    if answer:
        row["user"] = _DOES[answer["action"]]
    if outcome.get("delay"):
        row["takes"] = duration(outcome["delay"])
    return [row | ({"times": body["times"]} if body["times"] != 1 else {})]


def _fault(steps: Steps, act: Act) -> list[Row] | None:
    return [{"fault": act.params["fault"]}] if act.params.get("on", True) else None


def _event(steps: Steps, act: Act) -> list[Row] | None:
    if "account" in act.params:
        return None
    given = act.params.get("set")
    return [{"event": act.params["event"], **({"set": given} if given else {})}]


def _moved(steps: Steps, act: Act) -> list[Row]:
    return [{"move_clock": duration(act.params["ms"])}] if act.params["ms"] else []


def _clock(steps: Steps, act: Act) -> list[Row] | None:
    """Frozen or not: a scenario's clock stands still anyway."""
    if act.params.get("now") is None:
        return []
    ahead = act.params["now"] - act.at
    return [{"move_clock": duration(ahead)}] if ahead > 0 else None


def _phone(steps: Steps, act: Act) -> list[Row]:
    return [{"set": {"phone": {FILE_NAMES.get(key, key): value for key, value in act.params.items()}}}]


def _world(steps: Steps, act: Act) -> list[Row] | None:
    if "profile" in act.params or None in act.params.get("switches", {}).values():
        return None
    return [{"set": {"switches": act.params["switches"]}}]


#: What a file calls differently from the phone.
FILE_NAMES = {"baseLibrary": "base_library"}
assert set(FILE_NAMES) <= set(SETTINGS)


def duration(ms: int) -> str:
    """As the format writes it: 8s, 500ms."""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if ms and ms % length == 0:
            return f"{ms // length}{unit}"
    return f"{ms}ms"


def waited(ms: int) -> str:
    """At least so long, in whole seconds."""
    return duration(math.ceil(ms / 1000) * 1000)


#: What leaves no trace in a scenario.
_IGNORED = frozenset({"POST recording", "POST reset"})

_WRITERS: dict[str, Callable[[Steps, Act], list[Row] | None]] = {
    "App.did": _did,
    "Sheet.answer": _answer,
    "Phone.closeApp": _user("closes_app"),
    "Phone.back": _user("swipes_back"),
    "Phone.home": _user("goes_home"),
    "Phone.openApp": _open_app,
    "Phone.openWallet": _user("opens_wallet"),
    "Phone.openCard": _of_card("opens_card"),
    "Phone.deleteCard": _of_card("deletes_card"),
    "Phone.giveCard": _of_card("gives_card"),
    "Phone.activateCard": _of_card("activates_card"),
    "Phone.scan": _scan,
    "Phone.claim": _user("claims"),
    "POST rules": _rule,
    "POST faults": _fault,
    "POST events": _event,
    "POST clock/advance": _moved,
    "PATCH clock": _clock,
    "PATCH phone": _phone,
    "PATCH world": _world,
}
