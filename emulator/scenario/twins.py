"""The twin-view check: which situations an app cannot tell apart, and what it makes of them.

Two cases are twins where the user did the same inside the app and the app was told the same: the same callbacks, the
same replies, the same options of ``App.onShow``. What is true (the wallet, the causes) may differ all the same.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from ..realm import DriveError
from ..texts import Says, say
from .seen import wallet_of
from .stage import CORE, Stage

#: What the user does inside the app, and the time that it sees pass.
_GIVEN = ("open", "tap", "long_press", "scroll", "type", "choose", "call", "asks", "move_clock")
#: Where the app speaks to the user.
_SPOKEN = {"showToast": ("title",), "showModal": ("title", "content"), "showLoading": ("title",)}

_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
#: Codes, tickets, sessions and other texts that are drawn; each is called by its turn instead.
_TOKEN = re.compile(r"(?=[A-Za-z+/=_-]*\d[A-Za-z+/=_-]*\d)[A-Za-z0-9+/=_-]{10,}")

#: Words that say that nothing was added, and that something was.
_NOTHING = re.compile(
    r"取消|失败|没有领|没领|未领|没能|未能|没有成功|未开卡|没有开卡|没开卡|未激活|没有激活|没有入会|未入会|不是会员"
    r"|cancel|fail|not (been )?(added|joined|taken|activated|a member|completed)|nothing (was )?(added|taken)|no card",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"成功|已领|领到了|已放进|已加入|欢迎加入|已激活|已开卡|success|\badded\b|in your wallet|\bjoined\b|\bactivated\b"
    r"|welcome to",
    re.IGNORECASE,
)

#: Words about something else that came to an end, unless they name a card too.
_ELSE = re.compile(
    r"登[录陆]|授权|复制|保存|点赞|收藏|加载|刷新|提交|支付|付款|发送|网络"
    r"|log(ged)? ?in|sign(ed)? ?in|cop(y|ied)|saved?|pa(y|id)|sent|load|network",
    re.IGNORECASE,
)
_CARDS = re.compile(r"[卡券劵]|会员|card|coupon|member|club|ticket", re.IGNORECASE)

#: Words about some of several cards may be right either way.
_SOME = re.compile(r"\d|[一两几]张|\bsome\b|\bone of\b", re.IGNORECASE)


@dataclass(frozen=True)
class Truth:
    """What an app is not told: the wallet before and after, the causes of its card calls and jumps, the events."""

    before: dict[str, list[Any]]
    after: dict[str, list[Any]]
    causes: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def says(self) -> Says:
        said = {}
        for language in ("zh", "en"):
            cards = ", ".join(_cards(title, rows, language) for title, rows in self.after.items())
            causes = f"   ({', '.join(self.causes)})" if self.causes else ""
            said[language] = f"{cards or say('twins.empty')[language]}{causes}"
        return said

    def gained(self) -> bool:
        """Whether there are more cards, or active memberships, than before."""
        return _worth(self.after) > _worth(self.before)


def _cards(title: str, rows: list[Any], language: str) -> str:
    more = [say("twins.active")[language]] if any(row[1:2] == [True] for row in rows) else []
    more += sorted({row[0] for row in rows} - {"NORMAL"})
    return " ".join([f"{title} × {len(rows)}", *more])


def _worth(wallet: dict[str, list[Any]]) -> int:
    return sum(1 + sum(value is True for value in row) for rows in wallet.values() for row in rows)


@dataclass(frozen=True)
class Situation:
    """One case as twins are found by it. ``told`` and ``given`` are what the app had to go by, ``did`` what it made of
    it, ``words`` what of that the user reads and did not read at the beginning."""

    app: str
    given: tuple[str, ...]
    told: tuple[str, ...]
    did: tuple[str, ...]
    words: tuple[str, ...]
    truth: Truth


@dataclass
class Witness:
    """Stands by while a case is performed."""

    wallet: dict[str, list[Any]]
    first: frozenset[str] | None = None

    @classmethod
    def of(cls, stage: Stage) -> "Witness":
        return cls(wallet_of(stage))

    def before_step(self, stage: Stage) -> None:
        """Remember what the page reads before anything is done on it."""
        if self.first is None and stage.app.front == stage.app_id:
            self.first = frozenset(_lines(stage))

    def situation(self, stage: Stage) -> Situation:
        """How it was at the end."""
        world, canon = stage.world, _Canon(stage)
        given = [canon.of([step.kind, step.given]) for step in stage.case.steps if step.kind in _GIVEN]
        told, did, words = [], [], []
        for entry in world.journal.entries:
            if entry.lane != "app" or entry.app != stage.app_id:
                continue
            if entry.says_id == "says.app.told":
                told.append(canon.of([entry.kind, entry.detail.get("detail")]))
            elif entry.kind.startswith("wx.") and entry.phase == "start":
                name, params = entry.kind.removeprefix("wx."), entry.detail["params"]
                did.append(canon.of([name, params]))
                words += [str(params[key]) for key in _SPOKEN.get(name, ()) if params.get(key)]
            elif entry.kind in ("app.route", "app.error"):
                did.append(canon.of([entry.kind, entry.detail.get("stack") or entry.detail.get("message")]))
        lines = _lines(stage)
        words += [line for line in lines if line not in (self.first or frozenset(lines))]
        did += [canon.of(["reads", line]) for line in lines]
        # The app can read the time.
        settings = [f"starts at {stage.case.world.get('clock', {}).get('starts_at')}"]
        settings += [canon.of([key, value]) for key, value in stage.app.phone.shown_settings().items()]
        app = str(stage.case.app or "")
        return Situation(
            app, (*settings, *given), tuple(told), tuple(did), tuple(dict.fromkeys(words)), self._truth(stage)
        )

    def _truth(self, stage: Stage) -> Truth:
        kinds = tuple(f"wx.{name}" for name in CORE)
        entries = stage.world.journal.entries
        causes = [one.cause.id for one in entries if one.kind in kinds and one.phase == "end" and one.cause is not None]
        events = [one["Event"] for one in stage.app.inbox.received if not one["Event"].endswith("pass_check")]
        return Truth(self.wallet, wallet_of(stage), tuple(causes), tuple(events))


def _lines(stage: Stage) -> list[str]:
    if stage.app.front != stage.app_id:
        return []
    try:
        return [line.strip() for line in stage.app.text().split("\n") if line.strip()]
    except DriveError:
        return []


class _Canon:
    """Writes values so that two runs of one story read the same: what is drawn is called by its turn."""

    def __init__(self, stage: Stage) -> None:
        self._kept = {*stage.world.cards, *stage.world.accounts.all, *stage.world.projects}
        self._names: dict[str, str] = {}

    def of(self, value: Any) -> str:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        return _TOKEN.sub(lambda found: self._name(found[0]), _TIME.sub("#", text))

    def _name(self, token: str) -> str:
        return token if token in self._kept else self._names.setdefault(token, f"#{len(self._names) + 1}")


# -- many cases -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A case by its file and name."""

    file: str
    name: str
    situation: Situation

    def to_json(self) -> dict[str, Any]:
        truth = self.situation.truth
        case = {"file": self.file, "case": self.name, "truth": truth.says, "wallet": truth.after}
        return {**case, "causes": list(truth.causes), "events": list(truth.events), "words": list(self.situation.words)}


@dataclass(frozen=True)
class Wrong:
    """What an app says and is not so: the words, the case, and a twin of it where the same words are right."""

    words: str
    case: Seen
    twin: Seen | None
    says: Says

    def to_json(self) -> dict[str, Any]:
        twin = self.twin and {"file": self.twin.file, "case": self.twin.name}
        return {"file": self.case.file, "case": self.case.name, "words": self.words, "twin": twin, "says": self.says}


@dataclass(frozen=True)
class Twins:
    """``groups`` cannot be told apart and are not the same; ``branched`` were told the same, and did otherwise: the
    two cases and where they part."""

    groups: list[list[Seen]] = field(default_factory=list)
    branched: list[tuple[Seen, Seen, str, str]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.branched and not self.wrong

    def to_json(self) -> dict[str, Any]:
        return {
            "cannot_tell_apart": [[one.to_json() for one in group] for group in self.groups],
            "did_otherwise": [
                {"cases": [{"file": seen.file, "case": seen.name, "did": did} for seen, did in ((one, a), (other, b))]}
                for one, other, a, b in self.branched
            ],
            "wrong_words": [one.to_json() for one in self.wrong],
        }


def find_twins(cases: Iterable[Seen]) -> Twins:
    """Hold all cases of one app against one another."""
    by_view: dict[tuple[Any, ...], list[Seen]] = {}
    every = list(cases)
    for seen in every:
        by_view.setdefault((seen.situation.app, seen.situation.given, seen.situation.told), []).append(seen)
    twins = Twins()
    for group in by_view.values():
        if any(one.situation.truth != group[0].situation.truth for one in group):
            twins.groups.append(group)
        if group[0].situation.app:
            twins.branched.extend(_branched(group))
    for seen in every:
        if seen.situation.app:
            view = seen.situation.app, seen.situation.given, seen.situation.told
            twins.wrong.extend(_wrong(seen, by_view[view]))
    return twins


def _branched(group: list[Seen]) -> list[tuple[Seen, Seen, str, str]]:
    """The first pair that did otherwise."""
    for one, other in combinations(group, 2):
        did, done = one.situation.did, other.situation.did
        if did != done:
            at = next((n for n, (a, b) in enumerate(zip(did, done, strict=False)) if a != b), min(len(did), len(done)))
            return [(one, other, _at(did, at), _at(done, at))]
    return []


def _at(did: tuple[str, ...], index: int) -> str:
    return did[index] if index < len(did) else "-"


def _wrong(seen: Seen, group: list[Seen]) -> list[Wrong]:
    """The first words that the wallet belies."""
    truth = seen.situation.truth
    for words in seen.situation.words:
        if _SOME.search(words) or (_ELSE.search(words) and not _CARDS.search(words)):
            continue
        nothing = bool(_NOTHING.search(words))
        done = not nothing and bool(_DONE.search(words))
        twin = next((one for one in group if _has(one) != _has(seen)), None)
        if nothing and (truth.gained() or (twin is not None and _has(seen))):
            return [_belied("twins.says-nothing", words, seen, twin)]
        if done and not _has(seen) and (twin is not None or (_asks_for_cards(seen) and not truth.gained())):
            return [_belied("twins.says-done", words, seen, twin)]
    return []


def _asks_for_cards(seen: Seen) -> bool:
    """Without any card call or jump, success is about something else."""
    calls = tuple(f'["{name}"' for name in CORE)
    return any(row.startswith(calls) for row in seen.situation.did)


def _has(seen: Seen) -> bool:
    return bool(seen.situation.truth.after)


def _belied(id_: str, words: str, seen: Seen, twin: Seen | None) -> Wrong:
    wallet = seen.situation.truth.says
    says = {language: say(id_, case=seen.name, words=words, wallet=wallet[language])[language] for language in wallet}
    return Wrong(words, seen, twin, says)


def _names(situation: Situation) -> str:
    """The last that the app was told."""
    # Not the whole row: a time in it is no JSON any more.
    names = [json.JSONDecoder().raw_decode(row, 1)[0] for row in situation.told]
    return ", ".join((["…"] if len(names) > 6 else []) + names[-6:]) or "-"


def told_of(twins: Twins, language: str) -> list[str]:
    """For the terminal."""
    lines = [say("twins.groups", count=len(twins.groups))[language]]
    for group in twins.groups:
        lines.append(f"  {' = '.join(one.name for one in group)}   {group[0].file}")
        lines.append(f"    {say('twins.told')[language]}  {_names(group[0].situation)}")
        lines += [f"    {one.name}  {one.situation.truth.says[language]}" for one in group]
    lines.append(say("twins.branched", count=len(twins.branched))[language])
    for one, other, did, done in twins.branched:
        lines.append(f"  {one.name} = {other.name}   {one.file}")
        lines += [f"    {one.name}  {did}", f"    {other.name}  {done}"]
    lines.append(say("twins.wrong", count=len(twins.wrong))[language])
    for wrong in twins.wrong:
        lines.append(f"  {wrong.says[language]}   {wrong.case.file}")
        if wrong.twin is not None:
            lines.append(f"    {say('twins.right-in', case=wrong.twin.name)[language]}")
    return lines
