"""``wxemu play``: does what the page asks for, one beat at a time; docs/protocol.md, section 11."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..compiler import Bundle
from ..deliveries import PushAnswer
from ..errors import BadInput, Cause
from ..inbox import Inbox
from ..journal import explain
from ..outside import FetchDoor
from ..phone import Phone
from ..project import Project
from ..push import Post
from ..server.background import Background
from ..server.fetching import Fetcher
from ..server.pushing import Pusher
from ..server.theatre import BrokenOff, Order, PageGone, PageRefused, Theatre
from ..shipped import MERCHANT
from ..world import PendingFetch, World
from .browser import BrowserHost
from .captions import beats, in_both, noted
from .kept import Kept
from .model import Case, Scenario
from .runner import perform_end, perform_step
from .stage import Stage

#: These go on with what is there; every other order ends what is being done.
_PATIENT = ("Play.next", "Play.book", "Play.kept", "Play.keep")


class Performer:
    """*case*: the one to begin with; without it the page shows the gallery. *kept*: pictures of it from earlier
    starts."""

    def __init__(
        self,
        theatre: Theatre,
        scenarios: list[Scenario],
        language: str,
        case: str | None = None,
        kept: Kept | None = None,
    ) -> None:
        self._theatre = theatre
        self._language = language
        self._cases = [(scenario, one) for scenario in scenarios for one in scenario.cases]
        self._first = next((number for number, (_, one) in enumerate(self._cases) if one.name == case), None)
        self._running: Running | None = None
        self._number = 0
        self._kept = kept
        self._orders: dict[str, Callable[[dict[str, Any]], Any]] = {
            "Play.book": self._book, "Play.to": self._to, "Play.next": self._next, "Play.free": self._free,
            "Play.kept": self._get, "Play.keep": self._keep,
        }  # fmt: skip
        theatre.breaks_off = lambda order: order.method not in _PATIENT

    def run(self) -> None:
        """Until somebody interrupts."""
        while True:
            self._theatre.wait(lambda: bool(self._theatre.orders), None, "")
            self._obey(self._theatre.orders.popleft())

    def _obey(self, order: Order) -> None:
        do = self._orders.get(order.method)
        result: Any = {"left": True}
        try:
            if do is not None:
                result = do(order.params)
        except BrokenOff:
            self._leave()
        except (PageGone, PageRefused, BadInput) as error:
            self._leave()
            result = {"left": True, "why": str(error), "cause": self._cause(error)}
        if self._theatre.here:
            self._theatre.answer(order, result)

    def _cause(self, error: Exception) -> dict[str, Any] | None:
        """Why a scene stops in the middle, and what to do, in words for who presents it."""
        _, case = self._cases[self._number]
        values = {"seconds": f"{self._theatre.patience:g}", "file": case.file.name, "case": case.name}
        return explain(Cause("play.silent", values) if isinstance(error, PageGone) else Cause("play.refused", values))

    def _book(self, params: dict[str, Any]) -> dict[str, Any]:
        if self._kept:
            self._kept.look_again()
        cases = [
            {"title": in_both(scenario.title), "name": case.name, "says": in_both(case.says), "app": bool(case.app),
             "file": case.file.name, "beats": [beat.says for beat in beats(case)],
             "notes": noted([case.notes]), "beatNotes": [beat.notes for beat in beats(case)]}
            for scenario, case in self._cases
        ]  # fmt: skip
        return {"cases": cases, "first": self._first, "language": self._language}

    def _get(self, params: dict[str, Any]) -> dict[str, Any]:
        """What an earlier rehearsal of this case gave, if nothing that it was made of has changed."""
        scenario, case = self._cases[int(params["case"])]
        return {"kept": self._kept.get(case, scenario.title) if self._kept else None}

    def _keep(self, params: dict[str, Any]) -> dict[str, Any]:
        scenario, case = self._cases[int(params["case"])]
        if self._kept:
            self._kept.put(case, scenario.title, params.get("rehearsal"))
        return {}

    def _to(self, params: dict[str, Any]) -> dict[str, Any]:
        """A fresh run, replayed at once to before this beat."""
        self._leave()
        self._number = int(params["case"])
        _, case = self._cases[self._number]
        self._running = Running(self._theatre, case)
        return self._running.forward(int(params["beat"]))

    def _next(self, params: dict[str, Any]) -> dict[str, Any]:
        if self._running is None:
            return {"left": True}
        return self._running.forward(self._running.at + 1)

    def _free(self, params: dict[str, Any]) -> dict[str, Any]:
        """From here on time runs, and who looks on may touch the phone."""
        if self._running is None:
            return {"left": True}
        self._running.set_free()
        return {}

    def _leave(self) -> None:
        if self._running is not None:
            self._running.close()
        self._running = None


@dataclass(frozen=True)
class _Made:
    host: BrowserHost
    fetch: FetchDoor


class Running:
    """One run of a case: ``at`` is the beat that comes next, ``marks`` the journal's last number after each."""

    def __init__(self, theatre: Theatre, case: Case) -> None:
        self._theatre = theatre
        self._beats = beats(case)
        self._made: list[_Made] = []
        self._stage = Stage(case, self._make)
        self._free: asyncio.Task[None] | None = None
        self.at = 0
        self.marks = [self._seq()]
        self.faults: list[str] = []

    def _make(
        self, world: World, phone: Phone, bundle_of: Callable[[Project], Bundle], fetch: FetchDoor
    ) -> BrowserHost:
        host = BrowserHost(self._theatre, world, phone, fetch)
        self._made.append(_Made(host, fetch))
        return host

    def forward(self, to: int) -> dict[str, Any]:
        """On to before beat *to*, or to where something is not as the file says."""
        while self.at < min(to, len(self._beats)) and not self.faults:
            for step in self._beats[self.at].steps:
                self.faults = self.faults or perform_step(self._stage, step)
            self.at += 1
            self.marks.append(self._seq())
            if self.at == len(self._beats) and not self.faults:
                self.faults = perform_end(self._stage)
        return {"at": self.at, "marks": self.marks, "faults": self.faults, "done": self.at == len(self._beats)}

    def set_free(self) -> None:
        """Time runs, requests and events go their way, and nothing is expected any more."""
        if self._free is not None:
            return
        made, world = self._made[0], self._stage.world
        world.clock.run()
        for app in self._stage.app.phone.apps:
            self._stage.app.phone.send_event(app, "clock", {"now": world.clock.now(), "frozen": False})
        self._stage.app.phone.touch()
        background = Background(world, pusher=_IntoInbox(made.host.inbox), fetcher=_ByDoor(world, made.fetch))

        async def start() -> asyncio.Task[None]:
            return asyncio.create_task(background.run())

        self._free = self._theatre.run(start())

    def close(self) -> None:
        if self._free is not None:
            self._free.cancel()
            self._theatre.run(asyncio.wait({self._free}))
        self._stage.close()

    def _seq(self) -> int:
        entries = self._stage.world.journal.entries
        return entries[-1].seq if entries else 0


class _IntoInbox(Pusher):
    """The merchant without a server."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox

    async def send(self, post: Post) -> PushAnswer:
        return self._inbox.answer(post)


class _ByDoor(Fetcher):
    """The demonstration's own merchant is asked without a socket, as in the case; others over HTTP."""

    def __init__(self, world: World, door: FetchDoor) -> None:
        super().__init__(world.hosts)
        self._world = world
        self._door = door

    async def fetch(self, pending: PendingFetch) -> None:
        host = pending.fetch.url.partition("://")[2].partition("/")[0].partition(":")[0]
        if self._world.hosts.get(host, MERCHANT) == MERCHANT:
            pending.done(self._door(pending.fetch))
        else:
            await super().fetch(pending)
