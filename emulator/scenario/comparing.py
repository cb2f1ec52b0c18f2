"""Two sealed sessions side by side: what happened in both, what in one alone, and what in both but not alike."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BadInput
from ..sealed.parcel import read_content
from ..texts import Says

#: What differs between any two runs: numbers of calls and instances, times, and what is drawn.
_OWN = frozenset({"call", "instance", "id", "task", "seq"})
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_DRAWN = re.compile(r"(?=[A-Za-z+/=_-]*\d[A-Za-z+/=_-]*\d)[A-Za-z0-9+/=_-]{10,}")
#: A picture written out.
_DATA = re.compile(r"data:[^\"]{40,}")
#: Milliseconds or seconds since 1970.
_MOMENT = 1_000_000_000
#: A longer value is told by its beginning.
_LONGEST = 160


class Cause(msgspec.Struct):
    id: str
    says: Says


class Row(msgspec.Struct):
    """A row of the journal, as a page holds it."""

    seq: int
    lane: str
    kind: str
    phase: str
    ok: bool
    says: Says
    of: int | None = None
    instance: str | None = None
    detail: dict[str, Any] = {}
    cause: Cause | None = None


@dataclass(frozen=True)
class Changed:
    """Where in a row, and what stands there in either; a place that is missing is an empty text."""

    path: str
    one: str
    other: str


@dataclass(frozen=True)
class Pair:
    """The same row of both, or a row that only one has."""

    one: Row | None
    other: Row | None
    changed: tuple[Changed, ...] = ()

    @property
    def alike(self) -> bool:
        return self.one is not None and self.other is not None and not self.changed


@dataclass(frozen=True)
class Side:
    name: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    one: Side
    other: Side
    pairs: list[Pair]

    @property
    def alike(self) -> int:
        return sum(pair.alike for pair in self.pairs)

    @property
    def first(self) -> Pair | None:
        """Where they part."""
        return next((pair for pair in self.pairs if not pair.alike), None)

    def runs(self) -> Iterator[list[Pair]]:
        """The pairs in order; those that are alike and follow one another together."""
        run: list[Pair] = []
        for pair in self.pairs:
            if run and not (pair.alike and run[-1].alike):
                yield run
                run = []
            run.append(pair)
        if run:
            yield run


def read_side(file: Path) -> Side:
    """Raises BadInput for what is no sealed page."""
    content = read_content(file)
    try:
        rows = msgspec.convert(content.get("entries", []), list[Row])
    except msgspec.ValidationError as error:
        raise BadInput(f"{file}: this sealed session is damaged: entries: {error}") from None
    return Side(file.name, str(content.get("title", "")), rows)


def compared(one: Side, other: Side) -> Comparison:
    """Rows are matched by what they are about, in order; those of calls that were under way together in any order."""
    ours, theirs = _Sides.of(one), _Sides.of(other)
    places: list[tuple[int | None, int | None]] = []
    for how, a, b, c, d in SequenceMatcher(None, ours.about, theirs.about, autojunk=False).get_opcodes():
        if how == "equal":
            places += zip(range(a, b), range(c, d), strict=True)
        else:
            places += [(row, None) for row in range(a, b)] + [(None, row) for row in range(c, d)]
    pairs = []
    for left, right in _together(places, ours, theirs):
        here, there = None if left is None else one.rows[left], None if right is None else other.rows[right]
        pairs.append(Pair(here, there, tuple(_changes(here, there)) if here and there else ()))
    return Comparison(one, other, pairs)


@dataclass(frozen=True)
class _Sides:
    """One side as it is matched. ``about``: of each row its lane and kind, and of a call its address; ``spans``: of
    each row of a call, from where to where it was under way, with all that were under way at the same time."""

    about: list[tuple[str, str, str, str]]
    spans: list[range | None]

    @classmethod
    def of(cls, side: Side) -> "_Sides":
        starts: dict[Any, tuple[int, str]] = {}
        about, whose = [], []
        for place, row in enumerate(side.rows):
            call = row.instance, row.detail.get("call")
            if row.phase == "start" and "params" in row.detail:
                address = str((row.detail["params"] or {}).get("url", "")).partition("?")[0]
                starts[row.seq] = starts[call] = place, address
            start, address = starts.get(row.of) or starts.get(call if call[1] is not None else row.seq) or (None, "")
            about.append((row.lane, row.kind, row.phase, address))
            whose.append(start)
        return cls(about, _spans(whose))


def _spans(whose: list[int | None]) -> list[range | None]:
    """*whose*: of each row, where its call began."""
    last = {start: place for place, start in enumerate(whose) if start is not None}
    spans: list[range] = []
    for start in sorted(last):
        if spans and start < spans[-1].stop:
            spans[-1] = range(spans[-1].start, max(spans[-1].stop, last[start] + 1))
        else:
            spans.append(range(start, last[start] + 1))
    within = {start: span for start in last for span in spans if start in span}
    return [None if start is None else within[start] for start in whose]


def _together(
    places: list[tuple[int | None, int | None]], ours: _Sides, theirs: _Sides
) -> list[tuple[int | None, int | None]]:
    """*places* with the rows of either side alone matched, where only calls under way together lie between them."""
    fixed = [(left, right) for left, right in places if left is not None and right is not None]
    moved: dict[int, int] = {}
    for left in (left for left, right in places if left is not None and right is None):
        span = ours.spans[left]
        alone = (right for here, right in places if here is None and right is not None and right not in moved.values())
        for right in (right for right in alone if theirs.about[right] == ours.about[left]):
            beside = theirs.spans[right]
            crossed = [(p, q) for p, q in fixed if (p < left) != (q < right)]
            if span and beside and all(p in span and q in beside for p, q in crossed):
                moved[left] = right
                break
    taken = set(moved.values())
    return [
        (left, moved.get(left) if right is None and left is not None else right)
        for left, right in places
        if left is not None or right not in taken
    ]


def _changes(one: Row, other: Row) -> Iterator[Changed]:
    causes = [row.cause.id if row.cause else "" for row in (one, other)]
    if causes[0] != causes[1]:
        yield Changed("cause", causes[0], causes[1])
    yield from _differ(one.detail, other.detail, "")


def _differ(one: Any, other: Any, path: str) -> Iterator[Changed]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            if key not in _OWN:
                yield from _differ(one.get(key, _GONE), other.get(key, _GONE), f"{path}.{key}" if path else str(key))
    elif isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            here = [side[index] if index < len(side) else _GONE for side in (one, other)]
            yield from _differ(here[0], here[1], f"{path}[{index}]")
    elif _blurred(one) != _blurred(other):
        yield Changed(path, _shown(one), _shown(other))


_GONE = object()


def _blurred(value: Any) -> Any:
    """Without what differs between any two runs."""
    if isinstance(value, int) and not isinstance(value, bool) and value > _MOMENT:
        return "#"
    return _DRAWN.sub("#", _TIME.sub("#", value)) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if value is _GONE:
        return ""
    text = _DATA.sub("data:…", json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
