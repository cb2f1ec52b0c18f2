"""Your own project while you edit it: what is saved shows at once, and what does not compile harms nothing."""

import asyncio
import json

import pytest
from support import Line, events

from emulator.clock import Clock
from emulator.dispatch import serve_phone
from emulator.server.files import Files
from emulator.server.watching import Watcher
from emulator.worldfile import project_world

APP = "wx00000000000000aa"
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["pages/home/home", "pages/more/more"]}),
    "app.wxss": "page { color: black }",
    "pages/home/home.js": "Page({})",
    "pages/home/home.wxml": "<view>home</view>",
    "pages/more/more.js": "Page({})",
    "pages/more/more.wxml": "<view>more</view>",
}


class Desk:
    """A project on a phone, with the watcher's eye on it."""

    def __init__(self, folder):
        self.folder = folder
        for path, text in FILES.items():
            self.save(path, text, look=False)
        self.world, app_id = project_world(folder, clock=Clock(1_519_869_600_000, frozen=True))
        self.project = self.world.projects[app_id]
        self.phone = next(iter(self.world.phones.values()))
        serve_phone(self.world, self.phone)
        self.files = Files(self.world)
        self.watcher = Watcher(self.world, self.files)
        asyncio.run(self.files.compile_all())
        self.line = Line(self.phone)
        self.line.hello()
        self.phone.open_app(app_id)
        self.line.take()

    @property
    def app(self):
        return self.phone.front

    def save(self, path, text, look=True):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return self.look() if look else []

    def look(self):
        """What the page hears of it."""
        asyncio.run(self.watcher.update(self.project))
        return self.line.take()

    def at(self, path, **query):
        """The app says that its user is on this page."""
        stack = [{"path": "pages/home/home", "query": {}}, {"path": path, "query": query}]
        self.line.send({"method": "App.route", "params": {"instance": self.app.instance, "stack": stack, "title": ""}})

    def bundle(self):
        description = asyncio.run(self.files.describe(self.phone, self.project, self.app.instance))
        return json.loads(bytes(description["bundle"]))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_change_of_styles_swaps_them_and_nothing_starts_again(desk):
    before = desk.app.instance
    [(instance, event, options)] = events(desk.save("app.wxss", "page { color: red }"))
    assert (instance, event) == (before, "styles")
    assert list(options["styles"]) == ["app"]
    assert "red" in options["styles"]["app"]["css"]
    assert desk.app.instance == before


def test_anything_else_starts_the_app_again_at_the_page_in_sight(desk):
    desk.at("pages/more/more", id="7")
    desk.phone.storage[APP] = {"seen": "true"}
    [(instance, event, options)] = events(desk.save("pages/more/more.js", "Page({ data: { a: 1 } })"))
    assert (instance, event) == ("i2", "launch")
    assert (options["path"], options["query"], options["scene"]) == ("pages/more/more", {"id": "7"}, 1001)
    assert desk.line.state["apps"][0]["instance"] == "i2"
    assert desk.phone.storage[APP] == {"seen": "true"}


def test_a_page_that_is_no_more_gives_way_to_the_first(desk):
    desk.at("pages/more/more")
    [(_, _, options)] = events(desk.save("app.json", json.dumps({"pages": ["pages/home/home"]})))
    assert options["path"] == "pages/home/home"


def test_calls_and_sheets_of_the_old_instance_end(desk):
    desk.line.wx("showModal", {"title": "?"})
    sheet = desk.phone.sheet
    desk.save("pages/home/home.wxml", "<view>other</view>")
    assert desk.phone.sheet is None
    assert desk.phone.answer(sheet.id, {"action": "confirm"}) is False
    [end] = desk.world.journal.find("wx.showModal", "end")
    assert end.cause.id == "app.gone"


def test_an_app_out_of_sight_is_ready_when_it_is_shown_again(desk):
    desk.phone.go_home()
    desk.line.take()
    heard = events(desk.save("pages/home/home.wxml", "<view>other</view>"))
    assert [(instance, event) for instance, event, _ in heard] == [("i2", "launch"), ("i2", "hide")]
    assert desk.phone.front is None


def test_the_app_that_was_opened_finds_its_way_back_to_the_one_loaded_anew(desk):
    opened = desk.phone.open_app("wxeb490c6f9b154ef9", opener=desk.app.instance)
    desk.save("pages/home/home.wxml", "<view>other</view>")
    assert opened.opener == "i3"
    desk.phone.close_front()
    assert desk.app.instance == "i3"


def test_while_it_does_not_compile_the_last_good_version_is_in_use(desk):
    heard = desk.save("pages/home/home.wxml", "<view>\n  <text>\n</view>")
    assert events(heard) == []
    [app] = desk.line.state["apps"]
    assert next((one["file"], one["line"]) for one in app["problems"]) == ("pages/home/home.wxml", 2)
    [broken] = desk.world.journal.find("project.broken")
    assert broken.cause.id == "project.broken"
    assert "pages/home/home.wxml:2:" in broken.to_json()["cause"]["says"]["en"]
    bundle = desk.bundle()
    assert bundle["errors"] == []
    assert desk.project.problems == app["problems"]

    heard = desk.save("pages/home/home.wxml", "<view>mended</view>")
    assert [event for _, event, _ in events(heard)] == ["launch"]
    assert desk.line.state["apps"][0]["problems"] == []
    assert desk.world.journal.find("project.mended")


def test_what_is_mended_by_undoing_it_starts_nothing_again(desk):
    desk.save("pages/home/home.wxml", "<view>")
    assert events(desk.save("pages/home/home.wxml", FILES["pages/home/home.wxml"])) == []
    assert desk.line.state["apps"][0]["problems"] == []


def test_a_project_that_never_compiled_opens_once_it_does(tmp_path):
    (tmp_path / "pages").mkdir()
    desk = Desk(tmp_path)
    desk.files = Files(desk.world)
    desk.watcher = Watcher(desk.world, desk.files)
    desk.save("app.json", "{", look=False)
    asyncio.run(desk.files.compile_all())
    assert desk.bundle()["errors"]
    assert [event for _, event, _ in events(desk.save("app.json", FILES["app.json"]))] == ["launch"]


def test_a_project_with_a_broken_page_from_the_start_can_be_used_and_worked_on(tmp_path):
    """Nobody has ever seen it compile: the other pages run, and what is saved shows."""
    (tmp_path / "pages").mkdir()
    desk = Desk(tmp_path)
    desk.files = Files(desk.world)
    desk.watcher = Watcher(desk.world, desk.files)
    desk.save("pages/more/more.wxml", "<include src='gone'/>", look=False)
    asyncio.run(desk.files.compile_all())
    [problem] = desk.bundle()["errors"]
    assert problem["file"] == "pages/more/more.wxml"
    assert [event for _, event, _ in events(desk.save("pages/home/home.wxml", "<view>new</view>"))] == ["launch"]
    assert "new" in desk.bundle()["templates"]
    assert desk.line.state["apps"][0]["problems"] == [problem]
    assert [event for _, event, _ in events(desk.save("app.wxss", "page { color: red }"))] == ["styles"]

    assert events(desk.save("pages/more/more.wxml", "<view>mended</view>"))
    assert events(desk.save("pages/more/more.wxml", "<view>")) == []
    assert "mended" in desk.bundle()["templates"]


def test_a_config_that_leads_nowhere_is_told_and_nothing_ends(desk):
    desk.save("project.config.json", '{"appid": "wx00000000000000aa", "miniprogramRoot": "nowhere"}')
    [problem] = desk.line.state["apps"][0]["problems"]
    assert "nowhere" in problem["says"]["en"]


def test_files_are_not_looked_at_again_for_an_instance_that_their_change_started(desk):
    """A page that opens by itself takes them as they are, even where no change is told, as on a network drive."""
    desk.save("pages/home/home.wxml", "<view>one</view>")
    desk.save("pages/home/home.wxml", "<view>two</view>", look=False)
    assert "one" in desk.bundle()["templates"]
    assert "two" in desk.bundle()["templates"]
