"""One user's phone: settings, wallet door, storage, open mini-programs, the sheet that waits, its ``Peer``."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from .accounts import User
from .app import App, Toast
from .errors import Cause, WireError
from .project import Project
from .protocol import Peer
from .questions import Sheet
from .settings import Settings, changed
from .viewers import Viewers

SCENE_ENTRY = 1001
SCENE_OPENED_BY_APP = 1037
SCENE_BACK_FROM_APP = 1038

#: How many mini-programs stay alive at once; the one longest out of sight is ended first.
MAX_APPS = 5


@dataclass
class OpenSheet:
    """A question on the screen. ``resume`` takes the answer up where the handler waits."""

    id: str
    kind: str
    content: dict[str, Any]
    app: str
    resume: Callable[[dict[str, Any]], None]


@dataclass
class Screen:
    """A page of WeChat's own above the apps; ``codes`` are (card_id, code) pairs. ``resume`` takes a waiting handler
    up again when the page is left. One that offers cards has them in ``rows``, and what it shows in ``content``."""

    id: str
    kind: str
    codes: list[tuple[str, str]]
    resume: Callable[[dict[str, Any]], None] | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)


@dataclass
class Hooks:
    """What the phone needs from the world it lies in, given by the world at its making."""

    journal_after: Callable[[int, int | None], list[dict[str, Any]]]
    project: Callable[[str], Project | None]
    switch: Callable[[str], Any]
    tell: Callable[..., Any]
    follow_journal: Callable[["Phone", bool], None]


class Phone:
    """State of one device. It answers no calls itself: stories change it, the edge carries its messages."""

    def __init__(self, id_: str, user: User, hooks: Hooks) -> None:
        self.id = id_
        self.user = user
        self.settings = Settings()
        self.peer = Peer()
        self.peer.prepare = self._before_output
        self.apps: list[App] = []
        self.at_home = True
        self.sheets: list[OpenSheet] = []
        self.screens: list[Screen] = []
        self.clipboard = ""
        self.storage: dict[str, dict[str, str]] = {}
        self.allowed: dict[str, dict[str, bool]] = {}
        self.connected = False
        self.viewers = Viewers(self._tell_viewers)
        #: What is in sight, in the wire's words; given by whoever serves the phone.
        self.sight: Callable[[], dict[str, Any]] = dict
        self._hooks = hooks
        #: How many ids of each prefix were made.
        self.made: Counter[str] = Counter()
        self._changed = False
        self._greeted = True
        self._follows_journal = False
        self._journal_seen = 0

    # -- conversation -------------------------------------------------------------------------------------------

    def connect(self, alive: dict[str, Any], journal: bool = True) -> None:
        """A page is there; *alive* maps its living instances to ``{received, events}``. Others are gone."""
        gone = [app for app in self.apps if app.lives_in_page and app.instance not in alive]
        if gone:
            self._start_afresh(gone)
        self.connected, self._follows_journal, self._journal_seen = True, journal, 0
        self._hooks.follow_journal(self, journal)
        self._greeted = False
        self.touch()
        if self.viewers:
            self._tell_viewers(len(self.viewers))
        for app in self.apps:
            known = alive.get(app.instance, {})
            app.acknowledge(_count(known, "received"), _count(known, "events"))
            for row in app.undelivered:
                self._emit(app, row.message)

    def _tell_viewers(self, count: int) -> None:
        if self.connected:
            self.peer.notify("View.watched", {"viewers": count})

    def disconnect(self) -> None:
        self.connected = False
        self._hooks.follow_journal(self, False)
        self.peer.restart()

    def touch(self) -> None:
        """Something that :meth:`Peer.messages` must show has changed."""
        self._changed = True
        self.peer.on_output()

    def send_reply(self, app: App, call: int, result: dict[str, Any]) -> None:
        self._emit(app, app.reply(call, result))

    def send_event(self, app: App, name: str, options: dict[str, Any]) -> None:
        if name in ("launch", "show", "hide"):
            self._hooks.tell("wechat", f"app.{name}", app=app.app_id, instance=app.instance,
                             says_id=f"says.app.{name}", detail=options,
                             says_values={"app": app.app_id, "scene": options.get("scene", "")})  # fmt: skip
        self._emit(app, app.event(name, options))

    def _emit(self, app: App, message: dict[str, Any]) -> None:
        if not self.connected:
            return
        app.lives_in_page = True
        if "method" in message:
            number = message["params"]["number"]
            self.peer.expect_answer(message["id"], lambda: app.acknowledge(0, number))
        self.peer.send(message)

    def _before_output(self) -> None:
        if not self.connected:
            return
        if self._follows_journal:
            limit = None if self._journal_seen else 500
            entries = self._hooks.journal_after(self._journal_seen, limit)
            if entries:
                self._journal_seen = entries[-1]["seq"]
                self.peer.notify("Journal.entries", {"entries": entries})
        if self._changed:
            # Before the events of apps that it shows for the first time, behind the answer to hello.
            self.peer.notify("Phone.state", self.sight(), at=int(not self._greeted))
            self._changed, self._greeted = False, True

    # -- mini-programs ------------------------------------------------------------------------------------------

    @property
    def front(self) -> App | None:
        """The mini-program in sight, native pages aside."""
        return self.apps[-1] if self.apps and not self.at_home else None

    @property
    def first_app(self) -> App | None:
        """The mini-program that has been open longest."""
        return min(self.apps, key=lambda app: int(app.instance[1:]), default=None)

    def app(self, instance: Any) -> App:
        for app in self.apps:
            if app.instance == instance:
                return app
        raise WireError(f"there is no instance {instance!r}; it was closed or reloaded")

    def open_app(
        self,
        app_id: str,
        url: str = "",
        scene: int = SCENE_ENTRY,
        referrer: dict[str, Any] | None = None,
        opener: str | None = None,
        stay: bool = False,
        env_version: str = "develop",
    ) -> App:
        """Bring a mini-program to the front, started if need be. *stay* keeps its pages if path and query are those
        of its last start."""
        self._hide_front()
        path, _, query = url.lstrip("/").partition("?")
        app = next((app for app in self.apps if app.app_id == app_id), None)
        start = (path, query)
        options = self._options(app_id, path, query, scene, referrer)
        if app is None:
            app = self._start(app_id, options, env_version)
        else:
            relaunch = {} if (stay and app.start == start) or (not path and opener is None) else {"reLaunch": True}
            self._show(app, {**options, **relaunch})
        app.opener, app.start = opener, start
        self.touch()
        return app

    def close_front(self, extra_data: dict[str, Any] | None = None) -> None:
        """Leave the mini-program in front: to the one that opened it (scene 1038), else to WeChat's home."""
        closing = self.front
        if closing is None:
            return
        opener = next((app for app in self.apps if app.instance == closing.opener), None)
        self._hide_front()
        if opener is None:
            self.at_home = True
        else:
            closing.opener = None
            self.apps.remove(closing)
            self.apps.insert(0, closing)
            referrer: dict[str, Any] = {"appId": closing.app_id}
            if extra_data is not None:
                referrer["extraData"] = extra_data
            self._show(opener, {**opener.enter, "scene": SCENE_BACK_FROM_APP, "referrerInfo": referrer})
        self.touch()

    def go_home(self) -> None:
        """The home gesture: hide what is in front; it stays alive."""
        self._hide_front()
        self.at_home = True
        self.touch()

    def return_from_home(self, app: App) -> None:
        """Show a living mini-program again, as by its icon."""
        options = dict(app.enter)
        if self._hooks.switch("home.scene") == "entry":
            options["scene"] = SCENE_ENTRY
        referrer = options.get("referrerInfo")
        if referrer and "extraData" in referrer and not self._hooks.switch("return.repeated"):
            options["referrerInfo"] = {"appId": referrer["appId"]}
        self._hide_front()
        self._show(app, options)
        self.touch()

    def kill(self, app: App) -> None:
        """End an instance: its sheets close and its calls are dropped; whoever it opened has no way back."""
        if app not in self.apps:
            return
        self.apps.remove(app)
        self._end(app)
        self.at_home = self.at_home or not self.apps
        self.touch()

    def _end(self, app: App) -> None:
        self.sheets = [row for row in self.sheets if row.app != app.instance]
        for running in list(app.running.values()):
            running.drop(Cause("app.gone"))

    def restart_app(self, app: App) -> App:
        """A cold start with the options it was started with."""
        enter, start, opener = app.enter, app.start, app.opener
        self.kill(app)
        options = {key: value for key, value in enter.items() if key != "reLaunch"}
        fresh = self._start(app.app_id, options, app.env_version)
        fresh.start, fresh.opener = start, opener
        self.touch()
        return fresh

    def reload_app(self, app: App) -> App:
        """Its files have changed: a new instance in its place, at the page in sight; the pages below are dropped."""
        project = self._hooks.project(app.app_id)
        pages = project.app_json.get("pages", []) if project else []
        home = {"path": project.home if project else "", "query": {}}
        fresh = App(self.new_id("i"), app.app_id, app.opener, app.start)
        fresh.launched, fresh.env_version = app.launched, app.env_version
        fresh.enter = {**app.enter, **(app.page if app.page.get("path") in pages else home)}
        for other in self.apps:
            if other.opener == app.instance:
                other.opener = fresh.instance
        self.apps[self.apps.index(app)] = fresh
        self._end(app)
        self.send_event(fresh, "launch", fresh.enter)
        if fresh is not self.front:
            self.send_event(fresh, "hide", {})
        self.touch()
        return fresh

    def _start_afresh(self, gone: list[App]) -> None:
        first, was_home = self.first_app, self.at_home
        assert first is not None
        for app in list(self.apps):
            self.kill(app)
        self.close_screens()
        instances = [app.instance for app in gone]
        self._hooks.tell("wechat", "app.reloaded", app=first.app_id, says_id="says.app.reloaded",
                         says_values={"app": first.app_id}, detail={"gone": instances})  # fmt: skip
        if not was_home:
            self._start(first.app_id, first.launched, first.env_version).start = first.start
            self.touch()

    def _start(self, app_id: str, options: dict[str, Any], env_version: str) -> App:
        app = App(self.new_id("i"), app_id, enter=options, launched=options, env_version=env_version)
        self.apps.append(app)
        self.at_home = False
        self.send_event(app, "launch", options)
        while len(self.apps) > MAX_APPS:
            self.kill(self.apps[0])
        return app

    def _show(self, app: App, options: dict[str, Any]) -> None:
        self.apps.remove(app)
        self.apps.append(app)
        self.at_home = False
        app.enter = {key: value for key, value in options.items() if key != "reLaunch"}
        self.send_event(app, "show", options)

    def _hide_front(self) -> None:
        front = self.front
        if front is not None:
            self.close_screens()
            front.tapped = None
            self.send_event(front, "hide", {})

    def _options(
        self, app_id: str, path: str, query: str, scene: int, referrer: dict[str, Any] | None
    ) -> dict[str, Any]:
        project = self._hooks.project(app_id)
        options: dict[str, Any] = {
            "path": path or (project.home if project else ""),
            "query": dict(parse_qsl(query, keep_blank_values=True)),
            "scene": scene,
            "apiCategory": "default",
        }
        if referrer is not None:
            options["referrerInfo"] = referrer
        elif self._hooks.switch("referrerInfo.ordinary") == "empty":
            options["referrerInfo"] = {}
        return options

    # -- what lies over the apps --------------------------------------------------------------------------------

    def ask(self, sheet: Sheet, app: App, resume: Callable[[dict[str, Any]], None]) -> None:
        self.sheets.append(OpenSheet(self.new_id("s"), sheet.kind, sheet.content(), app.instance, resume))
        self.touch()

    def answer(self, sheet_id: Any, answer: dict[str, Any]) -> bool:
        """Answer the sheet; False if it is gone: the first answer wins."""
        for row in self.sheets:
            if row.id == sheet_id:
                self.sheets.remove(row)
                self.touch()
                row.resume(answer)
                return True
        return False

    @property
    def sheet(self) -> OpenSheet | None:
        """The sheet in sight: the oldest of the app in front."""
        front = self.front
        return next((row for row in self.sheets if front and row.app == front.instance), None)

    def open_screen(self, kind: str, codes: list[tuple[str, str]], **more: Any) -> None:
        """*more* are fields of :class:`Screen`."""
        self.screens.append(Screen(self.new_id("n"), kind, codes, **more))
        self.touch()

    def close_screen(self) -> None:
        self._left(self.screens.pop())
        self.touch()

    def close_screens(self) -> None:
        left, self.screens = self.screens, []
        for screen in reversed(left):
            self._left(screen)

    def _left(self, screen: Screen) -> None:
        if screen.resume is not None:
            screen.resume({"action": "closed"})

    @property
    def toast(self) -> Toast | None:
        """The toast in sight: an app's own, gone with it."""
        return self.front.toast if self.front else None

    def show_toast(self, app: App, toast: Toast | None) -> None:
        app.toast = toast
        self.touch()

    def new_id(self, prefix: str) -> str:
        """``i1``, ``i2`` … for each prefix."""
        self.made[prefix] += 1
        return f"{prefix}{self.made[prefix]}"

    def set(self, changes: dict[str, Any]) -> None:
        """Change settings. Raises BadInput, and then changes nothing."""
        self.settings = changed(self.settings, changes)
        self.touch()

    def allowed_of(self, app_id: str) -> dict[str, bool]:
        """What the user has allowed this mini-program or refused it, by scope."""
        return self.allowed.setdefault(app_id, {})

    def shown_settings(self) -> dict[str, str]:
        return asdict(self.settings)


def _count(known: Any, key: str) -> int:
    value = known.get(key, 0) if isinstance(known, dict) else 0
    return value if isinstance(value, int) else 0
