"""A phone without a screen: its mini-programs run in V8, on the world's clock, in this very thread."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .compiler import Bundle, not_compiled
from .environment import environment
from .errors import BadInput, WireError
from .inbox import Inbox
from .outside import FetchDoor, Outside
from .phone import Phone
from .project import Project
from .protocol import read_value
from .realm import DriveError, Realm, RealmHung
from .realms import SHARED, Realms
from .world import World

#: More rounds of messages than this without time passing: app and world answer each other for ever.
_MOST_ROUNDS = 10_000


def _encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


@dataclass
class _Heard:
    """What one instance has received: numbers of calls answered, number of the last event."""

    calls: set[int] = field(default_factory=set)
    event: int = 0

    def is_new(self, message: dict[str, Any]) -> bool:
        """Whether this answer or event comes for the first time; it counts as received."""
        if "method" in message:
            number = message["params"]["number"]
            fresh, self.event = number > self.event, max(number, self.event)
            return bool(fresh)
        number = int(message["id"].partition(":")[2] or 0)
        fresh = number not in self.calls
        self.calls.add(number)
        return fresh

    def to_json(self) -> dict[str, int]:
        received = next(number for number in itertools.count() if number + 1 not in self.calls)
        return {"received": received, "events": self.event}


class Headless:
    """Plays the page for one phone: a realm for each open mini-program.

    *bundle_of* gives a project's compiled bundle, *fetch* answers HTTP requests at once; what is pushed to merchants
    lands in ``inbox``."""

    def __init__(
        self,
        world: World,
        phone: Phone,
        bundle_of: Callable[[Project], Bundle],
        fetch: FetchDoor,
        realms: Realms = SHARED,
    ) -> None:
        self.world = world
        self._outside = Outside(world, fetch)
        self.phone = phone
        self._bundle_of = bundle_of
        self._realms = realms
        self.realms: dict[str, Realm] = {}
        #: The first mini-program that did not come back.
        self.hung: RealmHung | None = None
        self._refusal: str | None = None
        #: What apps and the user said while the line was down, in order; None while it is up.
        self._kept: list[bytes] | None = None
        self._heard: dict[str, _Heard] = {}
        self.say("Shell.hello", {"journal": False})

    @property
    def inbox(self) -> Inbox:
        return self._outside.inbox

    @property
    def front(self) -> Realm:
        """The realm of the mini-program in front. Raises BadInput if none is open, DriveError if it has not begun."""
        app = self.phone.front
        if app is None:
            raise BadInput("no mini-program is open on this phone")
        if app.instance not in self.realms:
            # Opened while the line was down: the phone has not heard of it.
            raise DriveError("the mini-program is not running")
        return self.realms[app.instance]

    def say(self, method: str, params: dict[str, Any]) -> None:
        """A request of the page. Raises WireError if it is refused; while the line is down, when it returns."""
        asked = _encode({"id": 1, "method": method, "params": params})
        if self._kept is not None:
            self._kept.append(asked)
            return
        self._ask(asked)

    def _ask(self, *messages: bytes) -> None:
        self._refusal = None
        for message in messages:
            self.phone.peer.receive(message)
        self.settle()
        if self._refusal is not None:
            raise WireError(self._refusal)

    def drop_line(self) -> None:
        """The line breaks; apps and user go on, and what they say is kept."""
        if self._kept is None:
            self.settle()
            self.phone.disconnect()
            self._kept = []

    def return_line(self) -> None:
        """A new line: WeChat learns what had arrived, sends the rest, and hears what was kept. Raises WireError."""
        if self._kept is None:
            return
        kept, self._kept = self._kept, None
        known = {instance: heard.to_json() for instance, heard in self._heard.items() if instance in self.realms}
        hello = {"id": 1, "method": "Shell.hello", "params": {"journal": False, "instances": known}}
        # What was said meanwhile goes before what an app says to the answers that come now: calls count upwards.
        self._ask(_encode(hello), *kept)

    def still(self) -> dict[str, Any] | None:
        """There is no screen here."""
        return None

    def settle(self) -> None:
        """Carry messages and do what is due until nothing more happens at this moment."""
        for _ in range(_MOST_ROUNDS):
            self.world.run_due()
            messages = self.phone.peer.messages()
            fetches = self.world.take_fetches()
            for text in messages:
                self._deliver(text)
            answered = self._outside.answer(fetches)
            if not messages and not answered:
                return
        raise RuntimeError("app and world have answered each other 10,000 times at one moment of time")

    def advance(self, ms: int) -> None:
        """Move world time on: each timer of the world and of every app at its own moment, the earliest first."""
        target = self.world.clock.now() + ms
        self.settle()
        while (deadline := self._next_deadline()) is not None and deadline <= target:
            self._move(max(deadline, self.world.clock.now()))
        self._move(target)

    def drive(self, **command: Any) -> Any:
        """A command of the test door, on the mini-program in front; its value."""
        value, outbox = self.front.drive(**command)
        self._take(outbox)
        self.settle()
        return value

    def close(self) -> None:
        for realm in self.realms.values():
            self._realms.give_back(realm)
        self.realms.clear()

    def _next_deadline(self) -> int | None:
        realms = (realm.next_deadline() for realm in self.realms.values() if not realm.closed)
        deadlines = [one for one in (self.world.clock.next_deadline(), *realms) if one is not None]
        return min(deadlines, default=None)

    def _move(self, now: int) -> None:
        self.world.clock.set(now)
        self.world.run_due()
        for instance, realm in list(self.realms.items()):
            self._guard(instance, lambda realm=realm: realm.advance_to(now))  # type: ignore[misc]
        self.settle()

    def _deliver(self, text: str) -> None:
        message = read_value(text)
        if message.get("method") == "Phone.state":
            self._sync([app["instance"] for app in message["params"]["apps"]])
            return
        id_ = message.get("id")
        if id_ == 1 and "error" in message:
            self._refusal = self._refusal or message["error"]["message"]
        if not isinstance(id_, str):
            return
        instance = id_.partition("#")[0].partition(":")[0]
        if instance not in self.realms:
            self._sync([*self.realms, instance])
        realm = self.realms[instance]
        if self._heard.setdefault(instance, _Heard()).is_new(message):
            self._guard(instance, lambda: realm.receive(text))

    def _sync(self, alive: list[str]) -> None:
        for instance in [one for one in self.realms if one not in alive]:
            self._realms.give_back(self.realms.pop(instance))
        for instance in alive:
            if instance not in self.realms:
                self._boot(instance)

    def _boot(self, instance: str) -> None:
        app = self.phone.app(instance)
        project = self.world.projects[app.app_id]
        bundle = self._bundle_of(project)
        if bundle.errors:
            raise not_compiled(project.root, bundle.errors)
        realm = self.realms[instance] = self._realms.take()
        storage = self.phone.storage.get(app.app_id, {})
        given = environment(self.world, self.phone, project, app.env_version)
        given["clock"] = {"now": self.world.clock.now(), "frozen": True}
        realm.boot(instance, bundle.text, given, storage)

    def _guard(self, instance: str, run: Callable[[], list[bytes]]) -> None:
        """A hung realm ends its mini-program, as closing it on the phone would."""
        realm = self.realms[instance]
        if realm.closed:
            return
        try:
            outbox = run()
        except RealmHung as error:
            self.hung = self.hung or error
            app = self.phone.app(instance)
            self.phone.peer.receive(
                _encode({"method": "App.error", "params": {"instance": instance, "message": str(error)}})
            )
            self.phone.kill(app)
            return
        self._take(outbox)

    def _take(self, outbox: list[bytes]) -> None:
        if self._kept is not None:
            self._kept += outbox
            return
        for message in outbox:
            self.phone.peer.receive(message)
