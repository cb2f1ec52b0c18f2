"""What happened, in order, on three lanes, each answer with its cause."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .clock import Clock
from .errors import Cause
from .texts import Says, say

Lane = Literal["app", "wechat", "merchant"]
Phase = Literal["start", "end", "event"]


@dataclass(slots=True)
class Entry:
    """One row of the journal. ``at`` is world time in milliseconds; ``of`` the entry that this one ends."""

    seq: int
    at: int
    lane: Lane
    kind: str
    phase: Phase
    ok: bool = True
    of: int | None = None
    app: str | None = None
    instance: str | None = None
    says_id: str = ""
    says_values: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)
    cause: Cause | None = None

    @property
    def says(self) -> Says:
        return say(self.says_id, **self.says_values)

    def to_json(self) -> dict[str, Any]:
        """The entry as ``docs/protocol.md`` section 6 shows it."""
        return {
            "seq": self.seq,
            "at": self.at,
            "lane": self.lane,
            "kind": self.kind,
            "phase": self.phase,
            "ok": self.ok,
            "of": self.of,
            "app": self.app,
            "instance": self.instance,
            "says": self.says,
            "detail": self.detail,
            "cause": explain(self.cause),
        }


def explain(cause: Cause | None) -> dict[str, Any] | None:
    """The cause with its sentence and the nearest change that would make it pass, in both languages."""
    if cause is None:
        return None
    says, fix = say(f"cause.{cause.id}", **cause.values), say(f"fix.{cause.id}", **cause.values)
    return {"id": cause.id, "says": says, "fix": fix}


def why(cause: Cause, language: str) -> str:
    """The cause's sentence and, where there is one, what would make it pass, on one line."""
    says, fix = say(f"cause.{cause.id}", **cause.values), say(f"fix.{cause.id}", **cause.values)
    return f"{says[language]} → {fix[language]}" if fix[language] else says[language]


def lines(entries: "list[Entry]", language: str = "en") -> str:
    """A line for each entry; a refusal says why and what would make it pass."""
    told = ((entry.says[language], entry.cause) for entry in entries)
    return "\n".join(f"  {says}" + (f"   {cause.id}: {why(cause, language)}" if cause else "") for says, cause in told)


class Journal:
    """All entries of one world. It grows until the world is reset."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = 1
        self.entries: list[Entry] = []
        self.listeners: list[Callable[[Entry], None]] = []

    def add(self, lane: Lane, kind: str, phase: Phase = "event", **more: Any) -> Entry:
        """Append an entry; *more* are fields of :class:`Entry`."""
        entry = Entry(self._next, self._clock.now(), lane, kind, phase, **more)
        self._next += 1
        self.entries.append(entry)
        for listener in self.listeners:
            listener(entry)
        return entry

    def after(self, seq: int, limit: int | None = None) -> list[Entry]:
        """Entries with a number above *seq*, the latest *limit* of them."""
        if not self.entries:
            return []
        found = self.entries[max(0, seq - self.entries[0].seq + 1) :]
        return found[-limit:] if limit else found

    def find(self, kind: str, phase: Phase | None = None, **detail: Any) -> list[Entry]:
        """Entries of this kind (and phase) whose detail holds these values."""
        return [
            entry
            for entry in self.entries
            if entry.kind == kind
            and phase in (None, entry.phase)
            and all(entry.detail.get(key) == value for key, value in detail.items())
        ]

    @property
    def last(self) -> int:
        """Number of the last entry."""
        return self._next - 1

    def go_on(self) -> None:
        """Number new entries from the last one on."""
        self._next = max(self._next, self.entries[-1].seq + 1 if self.entries else 1)

    def clear(self) -> None:
        """Forget everything; numbers go on, so that a reader notices nothing twice."""
        self.entries.clear()
