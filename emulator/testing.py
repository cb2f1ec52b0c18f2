"""The synchronous door for tests: a phone that runs a real project in V8, on a frozen clock, without a server.

.. code-block:: python

    with open_project("fixtures/apps/coffee") as app:
        app.tap("领取")
        app.answer("confirm")
"""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit, urlunsplit

from .backend import REQUESTS, Asked, asked, reply_from
from .clock import Clock
from .compiler import Bundle, compile_project
from .dispatch import serve_phone
from .errors import BadInput
from .headless import Headless
from .inbox import Inbox
from .journal import Entry, lines
from .outside import FetchDoor
from .phone import Phone
from .project import Project
from .push import PushSettings
from .questions import Fetch
from .realm import DriveError
from .rules import outcome_from
from .world import World
from .worldfile import BUILTIN, project_world

if TYPE_CHECKING:
    import ssl

#: 2018-03-01 10:00 in China: what a test's clock says unless told otherwise.
STARTS_AT = 1_519_869_600_000

#: The address of a merchant that has none: what is pushed there is in :attr:`AppUnderTest.inbox`.
INBOX = "http://merchant.invalid/"


class HostLost(Exception):
    """The host has gone or does not answer any more; the text says which."""


class Host(Protocol):
    """Where the JavaScript of the phone's mini-programs lives: V8 in this process, or a browser."""

    @property
    def inbox(self) -> Inbox: ...
    def say(self, method: str, params: dict[str, Any]) -> None: ...
    def drive(self, **command: Any) -> Any: ...
    def settle(self) -> None: ...
    def advance(self, ms: int) -> None: ...
    def drop_line(self) -> None: ...
    def return_line(self) -> None: ...
    def still(self) -> dict[str, Any] | None: ...
    def close(self) -> None: ...


MakeHost = Callable[[World, Phone, Callable[[Project], Bundle], FetchDoor], Host]


class AppUnderTest:
    """A phone with one project in front. What the wire can do, a test can do on ``world`` and ``phone``."""

    def __init__(
        self,
        world: World,
        app_id: str,
        fetch: FetchDoor | None = None,
        make_host: MakeHost = Headless,
        bundles: dict[Path, Bundle] | None = None,
    ) -> None:
        self.world = world
        self.phone = next(iter(world.phones.values()))
        self.app_id = app_id
        serve_phone(world, self.phone)
        #: A project is what it was when the test began, or the first one that shares these.
        self._bundles = {} if bundles is None else bundles
        for project in world.projects.values():
            project.app_json = self._bundle(project).app
        for account in world.accounts.all.values():
            if account.kind == "official" and account.push is None:
                account.push = PushSettings(INBOX)
        self._host = make_host(world, self.phone, self._bundle, fetch or self.http)

    # -- what a user does ---------------------------------------------------------------------------------------

    def open(self, path: str = "", scene: int = 1001, **options: Any) -> Self:
        """Start the project (or show it again) at a page with its query, such as ``pages/a/a?id=1``."""
        self.phone.open_app(self.app_id, path, scene, **options)
        self._host.settle()
        return self

    def tap(
        self, text: str | None = None, selector: str | None = None, near: str | None = None, nth: int | None = None,
        disabled: bool = False,
    ) -> Self:  # fmt: skip
        """Tap what reads *text*, or what the CSS selector names; of several the one *near* what reads so, or the
        *nth*, from 1. Raises DriveError where nobody can tap, or a tap does nothing; unless *disabled* says so, and
        then where it is not."""
        given = (("near", near), ("nth", nth), ("disabled", disabled or None))
        more: dict[str, Any] = {key: value for key, value in given if value is not None}
        self._touch("tap", {**_target(text, selector), **more})
        return self

    def long_press(
        self, text: str | None = None, selector: str | None = None, near: str | None = None, nth: int | None = None
    ) -> Self:
        """Press for so long that ``longpress`` comes; the place is named as in :meth:`tap`."""
        more: dict[str, Any] = {key: value for key, value in (("near", near), ("nth", nth)) if value is not None}
        self._touch("longpress", {**_target(text, selector), **more})
        return self

    def scroll(self, to: str | int, selector: str | None = None) -> Self:
        """Scroll the page, or the ``scroll-view`` of this selector: to ``top``, ``bottom``, or so many CSS pixels.

        In V8 nothing is drawn: the end is always reached, and no ``onPageScroll`` tells how far down it is."""
        self._host.drive(do="scroll", value=to, **_target(None, selector))
        return self

    def pull_down(self) -> Self:
        """Pull the page down to refresh it. Raises DriveError where its configuration does not allow that."""
        self._host.drive(do="pull")
        return self

    def fill(self, selector: str | dict[str, Any], value: str) -> Self:
        """Type into a field: a CSS selector, or ``{"text": "Your name"}`` by what one reads in it."""
        self._host.drive(do="input", value=value, **_place(selector))
        return self

    def pick(self, selector: str | dict[str, Any], value: Any) -> Self:
        """Choose in a picker, slider or swiper; *value* as its change event would carry it."""
        self._host.drive(do="pick", value=value, **_place(selector))
        return self

    def back(self) -> Self:
        """The system's back key."""
        return self.say("Phone.back", {})

    def close_app(self) -> Self:
        """The capsule's ring."""
        front = self.phone.front
        return self.say("Phone.closeApp", {"instance": front.instance if front else None})

    def answer(self, action: str = "confirm", **more: Any) -> Self:
        """Answer the sheet in sight: ``confirm`` or ``cancel``."""
        sheet = self.phone.sheet
        if sheet is None:
            raise AssertionError(f"no sheet is open\nthe journal ends with:\n{self.last_lines()}")
        return self.say("Sheet.answer", {"sheet": sheet.id, "answer": {"action": action, **more}})

    def say(self, method: str, params: dict[str, Any]) -> Self:
        """Send what the page would send. Raises WireError if it is refused."""
        self._host.say(method, params)
        return self

    def order(self, call: str, times: int | None = 1, **outcome: Any) -> Self:
        """What becomes of the next calls of this wx name or path of the merchant's API: ``error="system error"``,
        ``answer={"action": "cancel"}``, ``delay=8000`` (ms), ``lost=True``. *times* None: of all. Raises BadInput."""
        self.world.rules.add(call, outcome_from(outcome), times=times)
        return self

    def reply(self, on: str, *replies: dict[str, Any]) -> Self:
        """What the app's own requests for *on* (``POST https://…``, ``/login``, ``*``) are answered: ``status, data,
        header, takes`` (ms), ``fail``, and ``where``: what a request must carry. Raises BadInput."""
        self.world.backend.order(on, [reply_from(one, f"reply {number}") for number, one in enumerate(replies, 1)])
        return self

    def drop_line(self) -> Self:
        """The line between phone and WeChat breaks: what is said meanwhile is said when it returns."""
        self._host.drop_line()
        return self

    def return_line(self) -> Self:
        self._host.return_line()
        return self

    def still(self) -> dict[str, Any] | None:
        """The screen as one HTML document with its width and height; None where there is no screen."""
        return self._host.still()

    def settle(self) -> Self:
        """Let happen what is due, where something was done to ``world`` by hand."""
        self._host.settle()
        return self

    def advance(self, ms: int) -> Self:
        """Let *ms* milliseconds of world time pass."""
        self._host.advance(ms)
        return self

    def _touch(self, how: str, target: dict[str, Any]) -> None:
        """Nobody touches the page under a sheet, or under a toast or loading mark that asked for a mask."""
        sheet, toast = self.phone.sheet, self.phone.toast
        over = ""
        if sheet is not None:
            over = (f"a sheet ({sheet.kind}) lies over the page: nothing there can be tapped until it is answered "
                    "(`user: accepts` or `user: cancels`; in Python answer())")  # fmt: skip
        elif toast is not None and toast.mask:
            over = f"{toast.title!r} masks the page: nothing there can be tapped until it goes"
        if over and self._host.drive(do="exists", **target):
            raise DriveError(over)
        self._host.drive(do=how, **target)

    # -- what one sees ------------------------------------------------------------------------------------------

    @property
    def front(self) -> str | None:
        """App id of the mini-program in front."""
        return self.phone.front.app_id if self.phone.front else None

    @property
    def page(self) -> str:
        """Path of the page in front."""
        return str(self._host.drive(do="page")["path"])

    @property
    def stack(self) -> list[str]:
        """Paths of the page stack, the first page first."""
        return [page["path"] for page in self._host.drive(do="stack")]

    @property
    def sheet(self) -> dict[str, Any] | None:
        """Kind and content of the sheet in sight."""
        sheet = self.phone.sheet
        return {"kind": sheet.kind, **sheet.content} if sheet else None

    def text(self, selector: str | None = None) -> str:
        """All that the page (or an element) reads, a line for each element."""
        return str(self._host.drive(do="text", **_target(None, selector)))

    def data(self, selector: str | None = None) -> dict[str, Any]:
        """The data of the page, or of the component that the selector names."""
        return dict(self._host.drive(do="data", **_target(None, selector)))

    def disabled(self, text: str | None = None, selector: str | None = None, **more: Any) -> bool:
        """Whether a tap there comes to nothing, as on a disabled button."""
        return bool(self._host.drive(do="disabled", **_target(text, selector), **more))

    def exists(self, text: str | None = None, selector: str | None = None) -> bool:
        return bool(self._host.drive(do="exists", **_target(text, selector)))

    def tree(self) -> str:
        """The page's nodes as text."""
        return str(self._host.drive(do="tree"))

    def call(self, name: str, *args: Any, selector: str | None = None) -> Any:
        """Call a method of the page or component; its value."""
        return self._host.drive(do="call", name=name, args=list(args), **_target(None, selector))

    def wx(self, name: str, **params: Any) -> dict[str, Any] | None:
        """Run ``wx.name`` as the app itself would; the server's answer, or None if it waits."""
        before = len(self.world.journal.find(f"wx.{name}", "end"))
        self._host.drive(do="wx", name=name, value=params)
        ended = self.world.journal.find(f"wx.{name}", "end")[before:]
        return ended[-1].detail if ended else None

    def play(self, name: str, params: dict[str, Any]) -> Self:
        """Call ``wx.name`` in the app's place, right after a tap, with all three callbacks."""
        self._host.drive(do="play", name=name, value=params)
        return self

    def can_i_use(self, query: str) -> bool:
        """What ``wx.canIUse`` says; False where the base library does not even have that."""
        return bool(self._host.drive(do="canIUse", name=query))

    @property
    def requests(self) -> list[Asked]:
        """What the app has asked its own servers, in order."""
        starts = [entry for entry in self.journal if entry.phase == "start" and entry.app == self.app_id]
        named = [(entry.kind.removeprefix("wx."), entry.detail["params"]) for entry in starts]
        return [asked(name, params) for name, params in named if name in REQUESTS]

    @property
    def inbox(self) -> Inbox:
        """What the merchant received, try by try; ``inbox.replies`` are its next answers."""
        return self._host.inbox

    @property
    def journal(self) -> list[Entry]:
        return self.world.journal.entries

    def told(self, name: str) -> list[Any]:
        """What the app was told under this name, such as ``addCard.success`` or ``App.onShow``, in order."""
        return [entry.detail.get("detail") for entry in self.world.journal.find(name)]

    @property
    def cause(self) -> str | None:
        """Cause id of the call that ended last."""
        ends = [entry for entry in self.journal if entry.phase == "end"]
        return ends[-1].cause.id if ends and ends[-1].cause else None

    def last_lines(self, count: int = 10) -> str:
        """How the journal ends, each refusal with its reason and what would make it pass."""
        return lines(self.journal[-count:])

    def stands(self, count: int = 20) -> str:
        """Where everything stands: the page and what it reads, the sheet in sight, how the journal ends."""
        try:
            sight = f"  {self.front} {self.page} reads: {' | '.join(self.text().split(chr(10)))[:600]}"
        except (BadInput, DriveError, KeyError) as error:
            sight = f"  no page to read: {error}"
        sheet = f"\n  a sheet waits for an answer: {self.phone.sheet.kind}" if self.phone.sheet else ""
        return f"{sight}{sheet}\n{self.last_lines(count)}"

    # -- life ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        self._host.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _bundle(self, project: Project) -> Bundle:
        packed: Bundle | None = project.packed
        if packed is None and project.root not in self._bundles:
            self._bundles[project.root] = _bundle(project.root)
        return packed or self._bundles[project.root]

    def http(self, fetch: Fetch) -> dict[str, Any]:
        """Real HTTP, with the world's hosts in place of DNS for those it names."""
        httpx = _httpx()
        try:
            answer = httpx.request(
                fetch.method, address(self.world, fetch.url), headers=fetch.headers, content=fetch.body,
                timeout=fetch.timeout / 1000, follow_redirects=True, trust_env=False, verify=_trusted(),
            )  # fmt: skip
        except httpx.HTTPError as error:
            return {"error": f"request failed: {error}"}
        return {
            "statusCode": answer.status_code,
            "header": dict(answer.headers),
            "cookies": answer.headers.get_list("set-cookie"),
            "body": answer.content,
        }


def open_project(
    path: str | Path,
    *,
    world: str | Path | World | None = None,
    fetch: FetchDoor | None = None,
    seed: int | None = None,
) -> AppUnderTest:
    """Open a project on a phone of its own world, on a frozen clock. *world*: a world file, or a world made by hand;
    without one, the project's own ``world.yaml`` if it has one, else a verified account under its app id. *seed* goes
    before the file's."""
    clock = Clock(STARTS_AT, frozen=True)
    given = Path(world) if isinstance(world, str) else world
    made, app_id = project_world(Path(path), given, clock, seed)
    return AppUnderTest(made, app_id, fetch).open()


def address(world: World, url: str) -> str:
    """The url with its host replaced where the world maps it."""
    parts = urlsplit(url)
    target = world.hosts.get(parts.hostname or "")
    if target is None:
        return url
    to = urlsplit(target)
    return urlunsplit((to.scheme, to.netloc, parts.path, parts.query, ""))


def _bundle(root: Path) -> Bundle:
    return _shipped(root) if BUILTIN in root.parents else compile_project(root, keep=True)


@cache
def _httpx() -> Any:
    """Most cases make no real request, and would wait for it a good part of their start; half of it is for a command
    line of its own, with rich and pygments, which it does without where that is not there."""
    own = "httpx._main"
    given = sys.modules.setdefault(own, None)  # type: ignore[arg-type]  # what importlib takes for "not there"
    try:
        import httpx
    finally:
        if given is None:
            del sys.modules[own]
    return httpx


@cache
def _trusted() -> "ssl.SSLContext":
    """To read whom the world trusts takes longer than most cases: once."""
    context: ssl.SSLContext = _httpx().create_ssl_context(trust_env=False)
    return context


@cache
def _shipped(root: Path) -> Bundle:
    """Our own files do not change while we run."""
    return compile_project(root, keep=True)


def _place(selector: str | dict[str, Any]) -> dict[str, Any]:
    return {"selector": selector} if isinstance(selector, str) else selector


def _target(text: str | None, selector: str | None) -> dict[str, str]:
    return {key: value for key, value in (("text", text), ("selector", selector)) if value is not None}
