"""The host in a browser: the live phone's page does what a step says, by its own buttons where it has one for it."""

from collections.abc import Callable
from typing import Any

from ..compiler import Bundle
from ..errors import BadInput, WireError
from ..inbox import Inbox
from ..outside import FetchDoor, Outside
from ..phone import Phone
from ..project import Project
from ..realm import DriveError
from ..server.app import Edge
from ..server.theatre import PageRefused, Theatre
from ..testing import MakeHost
from ..world import World

#: More rounds of messages than this without time passing: app and world answer each other for ever.
_MOST_ROUNDS = 2_000
#: So often in a row nothing may have moved until all is still: what moves last may be on its way between two lines.
_STILL = 2


class BrowserHost:
    """The phone is the page at the other end of *theatre*; its world belongs to nobody else meanwhile."""

    def __init__(self, theatre: Theatre, world: World, phone: Phone, fetch: FetchDoor) -> None:
        self._theatre = theatre
        self._world = world
        self._phone = phone
        self._outside = Outside(world, fetch)
        self._deadline: int | None = None
        self.edge: Edge = theatre.show(world)
        theatre.ask("Stage.load")

    @property
    def inbox(self) -> Inbox:
        return self._outside.inbox

    def say(self, method: str, params: dict[str, Any]) -> None:
        try:
            self._theatre.ask("Stage.say", {"method": method, "params": params})
        except PageRefused as error:
            raise WireError(str(error)) from None
        finally:
            self.settle()

    def drive(self, **command: Any) -> Any:
        front = self._phone.front
        if front is None:
            raise BadInput("no mini-program is open on this phone")
        try:
            value = self._theatre.ask("Stage.drive", {"instance": front.instance, "command": command})["value"]
        except PageRefused as error:
            raise DriveError(str(error)) from None
        self.settle()
        return value

    def still(self) -> dict[str, Any] | None:
        picture: dict[str, Any] | None = self._theatre.ask("Stage.still")["picture"]
        return picture

    def settle(self) -> None:
        """Until nothing more happens at this moment, neither here nor in the page."""
        still = 0
        for _ in range(_MOST_ROUNDS):
            self._world.run_due()
            answered = self._outside.answer(self._world.take_fetches())
            told = self._theatre.ask("Stage.settle")
            self._deadline = told["deadline"]
            still = 0 if answered or told["moved"] else still + 1
            if still == _STILL:
                return
        raise RuntimeError("app and world have answered each other 2,000 times at one moment of time")

    def advance(self, ms: int) -> None:
        """Each timer of the world and of every app at its own moment, the earliest first."""
        target = self._world.clock.now() + ms
        self.settle()
        while (deadline := self._next_deadline()) is not None and deadline <= target:
            self._move(max(deadline, self._world.clock.now()))
        self._move(target)

    def drop_line(self) -> None:
        self.settle()
        self._theatre.ask("Stage.line", {"up": False})
        self._theatre.wait_for(lambda: not self._phone.connected, "the line does not drop")

    def return_line(self) -> None:
        try:
            if not self._phone.connected:
                self._theatre.ask("Stage.line", {"up": True})
        except PageRefused as error:
            raise WireError(str(error)) from None
        finally:
            self.settle()

    def close(self) -> None:
        """The page keeps the last picture until the next case begins."""

    def _next_deadline(self) -> int | None:
        return min(
            (one for one in (self._world.clock.next_deadline(), self._deadline) if one is not None), default=None
        )

    def _move(self, now: int) -> None:
        self._world.clock.set(now)
        self._world.run_due()
        if self._phone.connected:
            for app in self._phone.apps:
                self._phone.send_event(app, "clock", {"now": now, "frozen": True})
            self._phone.touch()
        else:
            # Time passes in the apps, too, while nobody can tell them of it.
            self._theatre.ask("Stage.settle", {"now": now})
        self.settle()


def in_browser(theatre: Theatre) -> MakeHost:
    """For a stage whose phone is the page of this theatre."""

    def make(world: World, phone: Phone, bundle_of: Callable[[Project], Bundle], fetch: FetchDoor) -> BrowserHost:
        return BrowserHost(theatre, world, phone, fetch)

    return make
