"""One started mini-program on a phone, and what it has been sent but not yet acknowledged."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Delivery:
    """A message on its way to the app: the answer to call ``number``, or event ``number``."""

    kind: str
    number: int
    message: dict[str, Any]


@dataclass(frozen=True)
class Toast:
    """What hovers over an app for a while: a toast, or the loading mark."""

    id: str
    title: str
    icon: str
    image: str = ""
    mask: bool = False


@dataclass
class App:
    """From cold start until it is closed or reloaded. ``launched`` are the options of its cold start, ``enter`` the
    last launch or show options it was given, ``start`` the path and query it was last opened with, ``page`` those of
    the page in sight. ``lives_in_page``: some page has been told to run it. ``again``: calls that a restart cut off,
    which the page will send once more."""

    instance: str
    app_id: str
    opener: str | None = None
    start: tuple[str, str] = ("", "")
    enter: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    launched: dict[str, Any] = field(default_factory=dict)
    env_version: str = "develop"
    tapped: int | None = None
    toast: Toast | None = None
    calls_seen: int = 0
    events_sent: int = 0
    undelivered: list[Delivery] = field(default_factory=list)
    running: dict[int, Any] = field(default_factory=dict)
    again: set[int] = field(default_factory=set)
    lives_in_page: bool = False
    member_card: dict[str, Any] | None = None

    def is_new(self, call: int) -> bool:
        """Whether this call is to be run: each once, but for those that were cut off."""
        if call in self.again:
            self.again.remove(call)
            return True
        fresh = call > self.calls_seen
        self.calls_seen = max(self.calls_seen, call)
        return fresh

    def reply(self, call: int, result: dict[str, Any]) -> dict[str, Any]:
        """Record the answer to a call; returns the message."""
        return self._record("reply", call, {"id": f"{self.instance}:{call}", "result": result})

    def event(self, name: str, options: dict[str, Any]) -> dict[str, Any]:
        """Record an event for the app; returns the message."""
        self.events_sent += 1
        params = {"instance": self.instance, "number": self.events_sent, "event": name, "options": options}
        message = {"id": f"{self.instance}#{self.events_sent}", "method": "App.event", "params": params}
        return self._record("event", self.events_sent, message)

    def acknowledge(self, received: int, events: int) -> None:
        """Forget answers to calls up to *received* and events up to *events*."""
        limits = {"reply": received, "event": events}
        self.undelivered = [row for row in self.undelivered if row.number > limits[row.kind]]

    def _record(self, kind: str, number: int, message: dict[str, Any]) -> dict[str, Any]:
        self.undelivered.append(Delivery(kind, number, message))
        return message
