"""One case on a phone of its own: a fresh world, and the project, or our blank one that plays the app's part."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from ..accounts import COMPONENT, Account
from ..backend import REQUESTS, asked
from ..clock import Clock
from ..errors import BadInput
from ..gestures import tell_missing
from ..headless import Headless
from ..project import Project
from ..questions import Fetch
from ..testing import STARTS_AT, AppUnderTest, MakeHost
from ..world import World
from ..worldfile import BUILTIN, NO_APP_ID, add_app_account, app_id_of, make_world, moment, project_world
from .backend import door
from .model import Case, located

#: What the app hears that ``app_saw`` is always about.
CORE = ("addCard", "openCard", "navigateToMiniProgram", "navigateBackMiniProgram")
LIFE = ("App.onLaunch", "App.onShow", "App.onHide")

#: Steps that need no open app; those before ``open`` are already in force as it starts.
PREPARES = ("when", "merchant", "backend", "fault", "set")


@dataclass(frozen=True)
class Told:
    """A callback, such as ``addCard.success``, or what became of a promise; ``call`` is the number of the call."""

    name: str
    detail: Any
    call: int | None
    promised: bool

    @property
    def of(self) -> str:
        return self.name.partition(".")[0]


class StepFailed(Exception):
    """A step could not be done; the text says why."""


class Stage:
    """``app`` is the phone; ``played`` are the wx names that steps have called in the app's place."""

    def __init__(self, case: Case, make_host: MakeHost = Headless) -> None:
        self.case = case
        self._open = ExitStack()
        self.world, self.app_id = _world(case)
        self.app = self._open.enter_context(AppUnderTest(self.world, self.app_id, self._fetch, make_host, case.bundles))
        self._door = door(self.world, self.app.http)
        self.ticket = case.world.get("merchant", {}).get("signs_with")
        self.app.inbox.replies += case.world.get("merchant", {}).get("replies", [])
        self.played: set[str] = set()
        self.line_is_down = False
        #: Journal entries after this one are the case's own.
        self.began = 0
        self.expected_calls: dict[str, int] = {}
        self.nonces = 0
        first = next((step.kind for step in case.steps if step.kind not in PREPARES), None)
        if first != "open":
            self.begin()

    def begin(self, path: str = "", scene: int = 1001, referrer: dict[str, Any] | None = None) -> None:
        tell_missing(self.world, self.world.projects[self.app_id], path)
        self.app.open(path, scene, referrer=referrer)
        if self.began == 0:
            self.began = self.world.journal.entries[-1].seq

    def told(self) -> list["Told"]:
        """What the app was told since the case began."""
        return [
            Told(entry.kind, entry.detail.get("detail") or {}, entry.detail.get("call"), "promised" in entry.detail)
            for entry in self.world.journal.after(self.began)
            if entry.lane == "app"
            and entry.app == self.app_id
            and "." in entry.kind
            and entry.says_id == "says.app.told"
        ]

    def calls(self, name: str) -> list[dict[str, Any]]:
        """The arguments of each such call of the app, in order."""
        started = self.world.journal.find(f"wx.{name}", "start")
        return [entry.detail["params"] for entry in started if entry.app == self.app_id]

    def is_aside(self, name: str, params: dict[str, Any]) -> bool:
        """Whether this call asks where nothing is of account, such as a server of statistics."""
        return name in REQUESTS and self.world.backend.is_aside(asked(name, params))

    def made(self) -> Counter[str]:
        """How often the app made each call: by wx name, and its requests also by method and path."""
        count: Counter[str] = Counter()
        for entry in self.world.journal.entries:
            if entry.phase == "start" and entry.lane == "app" and entry.app == self.app_id:
                name, params = entry.kind.removeprefix("wx."), entry.detail["params"]
                count[name] += 1
                if "url" in params:
                    count[called(name, params)] += 1
        return count

    def card_id(self, name: str) -> str:
        """Of a card by the scenario's name for it, its id, or its title. Raises StepFailed."""
        named = self.case.world.get("cards", {})
        if name in named:
            title = named[name].get("title", name)
            wanted = named[name].get("card_id")
            return wanted or next(one.card_id for one in self.world.cards.values() if one.base.get("title") == title)
        for card in self.world.cards.values():
            if name in (card.card_id, card.base.get("title")):
                return card.card_id
        known = [*named, *(str(card.base.get("title")) for card in self.world.cards.values())]
        raise StepFailed(f'there is no card "{name}"; there are {", ".join(dict.fromkeys(known)) or "none"}')

    def _fetch(self, fetch: Fetch) -> dict[str, Any]:
        return self._door(fetch)

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def called(name: str, params: dict[str, Any]) -> str:
    """How a call is named in ``app_called``: ``addCard``, ``POST /api/decode``."""
    return f"{params.get('method', 'GET')} {urlsplit(str(params['url'])).path}" if "url" in params else name


def _world(case: Case) -> tuple[World, str]:
    """Raises BadInput with the place in the case's file."""
    try:
        return _built(case)
    except BadInput as error:
        raise located(error, case) from None


def _built(case: Case) -> tuple[World, str]:
    start = case.world.get("clock", {}).get("starts_at")
    clock = Clock(moment(start) if start else STARTS_AT, frozen=True)
    if case.app is not None:
        world = make_world(_of_app(case.world, app_id_of(case.app)), case.app / "world.yaml", clock)
        return project_world(case.app, world)
    if case.packed:
        return _packed(case, clock), case.packed[0].app_id
    app_id = case.world.get("mini_program", {}).get("app_id", NO_APP_ID)
    world = make_world({"merchant": {}, **case.world}, case.file, clock)
    account = world.accounts.get(app_id) or world.add_account(Account(app_id, "mini_program", "app", platform="own"))
    world.add_project(Project(app_id, account.name, BUILTIN / "blank"))
    return world, app_id


def _of_app(world: dict[str, Any], app_id: str) -> dict[str, Any]:
    """With ``mini_program`` about this one, unless it names another."""
    named = world.get("mini_program")
    return world if named is None else {**world, "mini_program": {"app_id": app_id, **named}}


def _packed(case: Case, clock: Clock) -> World:
    """The world of a sealed session, with the mini-programs that came in it."""
    world = make_world(_of_app(case.world, case.packed[0].app_id), case.file, clock)
    for app in case.packed:
        if app.app_id == COMPONENT:
            raise BadInput(f"{case.file}: {app.app_id} is WeChat's own")
        add_app_account(world, app.app_id, app.name)
        world.add_project(Project(app.app_id, app.name, BUILTIN / "blank", app.icon, packed=app.compiled()))
    return world
