"""What the documents say is run, or made from the code."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest

from emulator import __version__, api, docs, typings, wx
from emulator.admin import ROUTES
from emulator.cli import COMMANDS, commands
from emulator.dispatch import METHODS
from emulator.push import PushSettings
from emulator.scenario.model import load, merged
from emulator.scenario.runner import run_case
from emulator.worldfile import build_world, read_world

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text("utf-8")


@pytest.mark.parametrize("snippet", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_readmes_test_passes(snippet, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(snippet, "README.md", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_") and callable(value)]
    assert tests
    for test in tests:
        test()


def examples():
    """The messages in the protocol's blocks of JSON."""
    decoder = json.JSONDecoder()
    for block in re.findall(r"```json\n(.*?)```", PROTOCOL, re.DOTALL):
        rest = block.strip()
        while rest:
            message, end = decoder.raw_decode(rest)
            yield message
            rest = rest[end:].lstrip()


def frame_messages():
    """What shell and frame say to each other, by the frame's and the shell's own sources."""
    sources = [*(ROOT / "web" / "src" / "frame").glob("*.ts"), ROOT / "web" / "src" / "shell" / "frames.ts"]
    return {name for path in sources for name in re.findall(r"'(Frame\.\w+)'", path.read_text("utf-8"))}


def stage_messages():
    """What the page that performs and the server say to each other, by the page's own sources."""
    sources = [path.read_text("utf-8") for path in (ROOT / "web" / "src" / "play").glob("*.ts*")]
    return {name for source in sources for name in re.findall(r"'((?:Stage|Play)\.\w+)'", source)}


def test_every_message_has_an_example_in_the_protocol():
    frame = frame_messages()
    assert len(frame) > 3
    pushed = {"App.event", "Phone.state", "Journal.entries", "Shell.replaced", "View.watched"}
    stage = stage_messages()
    assert len(stage) > 3
    assert {*METHODS, *frame, *stage, *pushed} == {one["method"] for one in examples() if "method" in one}


def test_every_admin_request_is_in_the_protocol():
    for path, verb in ROUTES:
        assert f"{verb} {path.replace('*', '<')}" in PROTOCOL, (verb, path)


@pytest.mark.parametrize("name", docs.PAGES)
def test_a_page_is_as_the_code_makes_it(name):
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    assert page == docs.PAGES[name](), f"run: python -m emulator.docs {name} > docs/{name}.md"


def test_the_remarks_are_of_calls_that_both_sides_have():
    assert set(docs.CALLS) == set(wx.HANDLERS)
    assert set(docs.PATHS) == {*api.OPEN_HANDLERS, *api.HANDLERS}
    assert set(docs.wx_groups()[docs.SERVED]) == set(wx.HANDLERS) - wx.PRIVILEGED
    full = docs.components()["with their behaviour"]
    assert {tag for names in docs.COMPONENT_LACKS for tag in names.split(", ")} <= set(full)


def test_the_newest_change_is_of_this_version():
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


PAGES = sorted([ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_in_a_page_is_one_that_wxemu_has(page):
    """Options too; what a command does is tested elsewhere."""
    text = page.read_text("utf-8")
    written = {*re.findall(r"^(?:\$ )?wxemu .*$", text, re.MULTILINE), *re.findall(r"`(wxemu [^`]*)`", text)}
    for line in written:
        name, *rest = re.sub(r"\s#.*", "", line).split()[1:] or [""]
        if not re.fullmatch(r"[a-z]+", name):
            continue
        assert name in COMMANDS, line
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        known = {option for param in command.params for option in param.opts + param.secondary_opts}
        for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", " ".join(["", *rest])):
            assert option in {*known, "--help"}, line


def test_the_worlds_of_the_developers_guide_are_one(tmp_path):
    page = (ROOT / "docs" / "developers.md").read_text("utf-8")
    file = tmp_path / "world.yaml"
    data: dict[str, Any] = {}
    for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        file.write_text(text, "utf-8")
        data = merged(data, read_world(file))
    world = build_world(data, file)
    assert next(iter(world.cards)) == "pOWNCARD"
    assert [card.base["title"] for card in world.cards.values()] == ["Ten off", "Club"]
    assert world.accounts["wx00000000000000ff"].push == PushSettings("http://127.0.0.1:9000/wx/events", "my-token")


def test_the_readmes_twin_has_the_same_commands():
    twin = (ROOT / "README.zh-CN.md").read_text("utf-8")
    blocks = re.findall(r"```.*?```", README, re.DOTALL)
    assert blocks
    assert re.findall(r"```.*?```", twin, re.DOTALL) == blocks


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


def test_the_typed_declarations_are_those_of_the_admin_api():
    page = (ROOT / "docs" / "admin.d.ts").read_text("utf-8")
    assert typings.operations() in page, "run: python -m emulator.typings > docs/admin.d.ts"
    made = typings.declarations()
    assert made.startswith(page[:200])
    assert typings.operations() in made


JOIN = """
format: wxemu-scenario/1
title: t
cases:
  - case: joins
    says: s
    world: {{ cards: {{ club: {{ kind: member, activation: {activation} }} }} }}
    steps:
      - {{ call: navigateToMiniProgram, with: {{ card: club }}, user: accepts }}
      - user: submits_form
      - user: comes_back
    expect: {{ page: pages/index/index }}
"""


@pytest.mark.parametrize("activation", ["jump", "in_place"])
def test_the_guide_tells_the_keys_that_come_back_from_the_component(tmp_path, activation):
    page = (ROOT / "docs" / "developers.md").read_text("utf-8")
    [row] = re.findall(rf"^\| `{activation}` \|(.*)\|(.*)\|$", page, re.MULTILINE)
    file = tmp_path / "t.scenario.yaml"
    file.write_text(JOIN.format(activation=activation), "utf-8")
    scenario = load(file, tmp_path)
    for told, profile in zip(row, ("documented", "observed"), strict=True):
        shown = [
            one["App.onShow"] for one in run_case(scenario.cases[0], scenario, profile).view if "App.onShow" in one
        ]
        referrer = shown[-1]["referrerInfo"]
        assert referrer["appId"] == "wxeb490c6f9b154ef9"
        assert sorted(referrer.get("extraData") or {}) == sorted(re.findall("`(.*?)`", told))
