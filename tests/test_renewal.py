"""The world file is saved while the emulator runs: what it says is true at once, a mistake in it changes nothing."""

import asyncio
import json
import subprocess
import sys
import time

import httpx
import pytest
from support import Line, events

from emulator.clock import Clock
from emulator.dispatch import serve_phone
from emulator.renewal import maker
from emulator.server.files import Files
from emulator.server.watching import Watcher
from emulator.server.worldwatching import WorldFile, WorldWatcher
from emulator.sight import phone_state
from emulator.worldfile import projects_world

APP, OFFICIAL = "wx00000000000000aa", "wx00000000000000ff"
WORLD = """\
merchant: {app_id: wx00000000000000ff, name: Coffee, secret: s1}
user: {nickname: Ben, owns: [latte]}
phone: {platform: ios}
cards:
  latte: {card_id: pLatte, title: A latte, stock: 3}
"""


class Desk:
    """A project with a world file, on a phone that somebody looks at."""

    def __init__(self, folder):
        self.file = folder / "world.yaml"
        for path, text in {
            "project.config.json": json.dumps({"appid": APP}),
            "app.json": json.dumps({"pages": ["a/a", "b/b"]}),
            **{f"{page}.{suffix}": "" for page in ("a/a", "b/b") for suffix in ("js", "wxml")},
            "world.yaml": WORLD,
        }.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        self.world, _ = projects_world([folder], None, Clock(1_519_869_600_000, frozen=True))
        self.world.hosts["api.example.com"] = "http://127.0.0.1:3000"
        serve_phone(self.world, self.phone)
        make = maker((folder,), None, {"api.example.com": "http://127.0.0.1:3000"}, False)
        files = Files(self.world)
        self.projects = Watcher(self.world, files)
        self.watcher = WorldWatcher(self.world, WorldFile(self.file, make), self.projects.take_in)
        asyncio.run(files.compile_all())
        self.line = Line(self.phone)
        self.line.hello()
        self.phone.open_app(APP)
        self.line.take()

    @property
    def phone(self):
        return next(iter(self.world.phones.values()))

    def save(self, text):
        """What the page hears of it."""
        self.file.write_text(text, "utf-8")
        asyncio.run(self.watcher.look())
        return self.line.take()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_cards_wallet_user_and_phone_are_as_the_file_says(desk):
    held = desk.world.wallet(desk.phone)
    assert [face["title"] for face in held] == ["A latte"]
    desk.save(
        WORLD.replace("A latte", "A mocha").replace("owns: [latte]", "owns: []").replace("Ben", "Cleo")
        + "  tea: {card_id: pTea, kind: member}\nswitches: {addCard.mixed: fail}\nhosts: {b.example.com: 'http://127.0.0.1:1'}\n"
    )
    world = desk.world
    assert {id_: card.info["base_info"]["title"] for id_, card in world.cards.items()} == {
        "pLatte": "A mocha",
        "pTea": "tea",
    }
    assert world.wallet(desk.phone) == []
    assert desk.line.state["user"]["nickName"] == "Cleo"
    assert world.switches["addCard.mixed"] == "fail"
    assert world.hosts == {"api.example.com": "http://127.0.0.1:3000", "b.example.com": "http://127.0.0.1:1"}
    ids, total = world.list_cards(OFFICIAL, ["CARD_STATUS_VERIFY_OK"], 0, 10)
    assert (sorted(ids), total) == (["pLatte", "pTea"], 2)
    [renewed] = world.journal.find("world.renewed")
    assert renewed.says["en"].startswith("world.yaml was saved")


def test_what_was_turned_in_the_panel_stays_unless_the_save_says_otherwise(desk):
    desk.phone.set({"theme": "dark", "language": "en"})
    desk.world.switches.use_profile("observed")
    desk.world.switches.set("addCard.mixed", "fail")
    desk.save(WORLD.replace("stock: 3", "stock: 4"))
    assert (desk.phone.settings.theme, desk.phone.settings.language) == ("dark", "en")
    assert (desk.world.switches.profile, desk.world.switches["addCard.mixed"]) == ("observed", "fail")
    desk.save(WORLD.replace("{platform: ios}", "{platform: android, language: en}") + "profile: documented\n")
    settings = desk.phone.settings
    assert (settings.platform, settings.theme, settings.language) == ("android", "dark", "en")
    assert desk.world.switches.platform == "android"
    assert desk.world.switches.profile == "observed", "the file says what it said before"
    desk.save(WORLD.replace("{platform: ios}", "{theme: dark}") + "switches: {addCard.mixed: partial}\n")
    assert desk.world.switches["addCard.mixed"] == "partial"
    desk.save(WORLD)
    assert "addCard.mixed" not in desk.world.switches.by_hand
    assert (desk.phone.settings.platform, desk.phone.settings.theme) == ("ios", "light")


def test_the_app_starts_anew_at_the_page_in_sight_with_what_it_has_stored(desk):
    app = desk.phone.front
    stack = [{"path": "b/b", "query": {"id": "7"}}]
    desk.line.send({"method": "App.route", "params": {"instance": app.instance, "stack": stack, "title": ""}})
    desk.phone.storage[APP] = {"seen": "true"}
    [(instance, event, options)] = events(desk.save(WORLD + "seed: 9\n"))
    assert (instance, event, options["path"], options["query"]) == ("i2", "launch", "b/b", {"id": "7"})
    assert desk.phone.storage == {APP: {"seen": "true"}}


def test_tokens_stay_good_while_the_secret_is_the_same(desk):
    account = desk.world.accounts[OFFICIAL]
    token = desk.world.accounts.issue_token(account, desk.world.clock.seconds())
    ticket = desk.world.accounts.ticket(account, "wx_card", desk.world.clock.seconds())
    desk.save(WORLD.replace("Coffee", "Tea"))
    assert desk.world.accounts[OFFICIAL].name == "Tea"
    assert token.value in desk.world.accounts.tokens
    assert desk.world.accounts.ticket(desk.world.accounts[OFFICIAL], "wx_card", desk.world.clock.seconds()) == ticket
    desk.save(WORLD.replace("s1", "s2"))
    assert token.value not in desk.world.accounts.tokens


@pytest.mark.parametrize(("mistake", "line", "column", "told"), [
    (WORLD.replace("stock: 3", "stock: many"), 5, 51, "cards.latte.stock: must be a whole number"),
    (WORLD.replace("owns: [latte]", "owns: [lotte]"), 2, 29, "user.owns: there is no card 'lotte'"),
    (WORLD + "cards: {}\n", 6, 1, "is there twice"),
    (WORLD + "hosts: {a.example.com: nowhere}\n", 6, 24, "hosts.a.example.com: 'nowhere' is not an address"),
    (WORLD + "projects:\n  - {app_id: wx00000000000000ff, path: no}\n", 7, 40, "projects[0].path: there is no folder"),
    (WORLD + "projects:\n  - {app_id: wx00000000000000bb}\n", 7, 14, "projects[0].app_id: there is no account"),
    ("[", 1, 2, ""),
    ("- a\n", 0, 0, "must be a mapping"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_the_old_world_stays(desk, mistake, line, column, told):
    before = (desk.phone.front.instance, dict(desk.world.cards), desk.world.wallet(desk.phone), dict(desk.world.hosts))
    assert events(desk.save(mistake)) == []
    [broken] = desk.world.journal.find("world.broken")
    assert told in broken.to_json()["cause"]["says"]["en"]
    # On the phone, too, as what does not compile is.
    [problem] = desk.line.state["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("world.yaml", line, column)
    assert told in problem["says"]["en"]
    assert before == (
        desk.phone.front.instance, dict(desk.world.cards), desk.world.wallet(desk.phone), dict(desk.world.hosts),
    )  # fmt: skip
    desk.save(WORLD.replace("A latte", "A mocha"))
    assert desk.world.cards["pLatte"].info["base_info"]["title"] == "A mocha"
    assert desk.line.state["problems"] == []


def test_a_project_that_is_added_or_moved_is_taken_in(desk):
    """Compiled, on the home screen, and followed from then on."""
    second = "wx00000000000000bb"
    for folder in ("other", "third"):
        (desk.file.parent / folder).mkdir()
        (desk.file.parent / folder / "app.json").write_text(json.dumps({"pages": [f"{folder}/a"]}), "utf-8")

    def with_it(folder):
        account = f"accounts: [{{app_id: {second}, kind: mini_program, name: Tea}}]\n"
        desk.file.write_text(f"{WORLD}{account}projects: [{{app_id: {second}, path: {folder}}}]\n", "utf-8")
        return desk.watcher.look()

    async def follow():
        watching = asyncio.create_task(desk.projects.run())
        await asyncio.sleep(0)
        for folder in ("other", "third"):
            await with_it(folder)
            assert desk.world.projects[second].home == f"{folder}/a"
        watching.cancel()
        await asyncio.wait({watching})
        return {task.get_name() for task in asyncio.all_tasks()}

    assert not any(name.startswith("watch") for name in asyncio.run(follow()))
    assert [one["name"] for one in phone_state(desk.world, desk.phone)["recent"]][-1] == "Tea"


def test_a_project_that_is_taken_out_closes_and_is_followed_no_more(desk):
    second = "wx00000000000000bb"
    other = desk.file.parent.parent / "other"
    other.mkdir()
    (other / "app.json").write_text(json.dumps({"pages": ["c/c"]}), "utf-8")
    account = f"accounts: [{{app_id: {second}, kind: mini_program, name: Tea}}]\n"

    async def follow():
        watching = asyncio.create_task(desk.projects.run())
        await asyncio.sleep(0)
        desk.file.write_text(f"{WORLD}{account}projects: [{{app_id: {second}, path: {other}}}]\n", "utf-8")
        await desk.watcher.look()
        tea = desk.phone.open_app(second, "c/c", opener=desk.phone.front.instance)
        desk.line.take()
        [following] = [task for task in asyncio.all_tasks() if task.get_name() == f"watch {second}"]
        desk.file.write_text(WORLD, "utf-8")
        await desk.watcher.look()
        await asyncio.wait({following}, timeout=20)
        watching.cancel()
        await asyncio.wait({watching})
        return tea, following

    tea, following = asyncio.run(follow())
    assert following.cancelled()
    told = events(desk.line.take())
    assert (tea.instance, "hide", {}) in told
    assert [(event, options["scene"]) for _, event, options in told if event == "show"] == [("show", 1038)]
    assert [app.app_id for app in desk.phone.apps] == [APP]
    assert desk.phone.front is not None
    assert second not in desk.world.projects
    assert [one["appId"] for one in desk.line.state["recent"]] == [APP]
    [removed] = desk.world.journal.find("project.removed")
    assert removed.says["en"] == "Tea is in the world file no more: it is closed"


def test_what_has_not_changed_and_a_file_that_is_gone_for_a_moment_do_nothing(desk):
    assert desk.save(WORLD) == []
    desk.file.unlink()
    asyncio.run(desk.watcher.look())
    assert desk.line.take() == []
    assert desk.world.journal.find("world.renewed") == []


def test_saving_it_takes_effect_in_a_running_emulator(tmp_path):
    Desk(tmp_path)
    command = [sys.executable, "-m", "emulator", "dev", str(tmp_path), "--port", "0", "--no-open", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            info = json.loads(process.stdout.readline())
            headers = {"Authorization": f"Bearer {info['token']}"}
            with httpx.Client(base_url=info["admin"], headers=headers, trust_env=False) as admin:
                for text, kind in ((WORLD + "oops: 1\n", "world.broken"), (WORLD + "seed: 3\n", "world.renewed")):
                    saved(tmp_path / "world.yaml", text, admin, kind)
                assert admin.get("world").json()["seed"] == 3
        finally:
            process.terminate()


def saved(file, text, admin, kind):
    """Save until it is heard: what is written before the watcher stands is not."""
    deadline = time.monotonic() + 20
    while kind not in [entry["kind"] for entry in admin.get("journal").json()["entries"]]:
        assert time.monotonic() < deadline, f"no {kind}"
        file.write_text(text, "utf-8")
        time.sleep(0.05)


def test_a_reset_goes_back_to_the_file_as_it_was_last_saved(desk):
    desk.save(WORLD.replace("A latte", "A mocha"))
    desk.world.reset()
    assert [card.base["title"] for card in desk.world.cards.values()] == ["A mocha"]
    assert [face["title"] for face in desk.world.wallet(desk.phone)] == ["A mocha"]
