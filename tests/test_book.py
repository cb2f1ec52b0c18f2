"""The tables: discrepancies, texts, causes, seed, and who imports whom."""

import ast
import re
from pathlib import Path

import pytest
from support import Shop

import emulator
from emulator.discrepancies import BOOK, Switches
from emulator.errors import BadInput
from emulator.seed import Seed
from emulator.texts import LANGUAGES, TEXTS

PACKAGE = Path(emulator.__file__).parent
SOURCES = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}

FLOORS = [
    {"errors", "texts", "clock", "seed", "journal", "protocol", "crypto", "book", "discrepancies", "rules", "params",
     "backend", "matching", "links", "questions", "samples", "signature", "states", "table", "kinds", "plain",
     "__init__"},
    {"accounts", "cards", "launch", "members", "push", "deliveries", "inbox", "project", "faces", "app", "settings",
     "phone", "recording", "sight", "viewers", "waiting", "world", "environment"},
    {"claims", "offers", "strangers", "subjects", "notices", "gestures", "component", "calls", "happenings", "trigger",
     "wallet", "faults", "merchantwords"},
    {"wx", "api"},
    {"dispatch", "admin", "saving", "store", "redaction", "exporting", "whole"},
    {"docs", "typings", "worldfile", "outside", "v8", "shelf", "realm", "realms", "compiler", "folders", "npm",
     "checking", "headless", "testing", "server", "served", "cli", "__main__", "yamlfile", "shapes", "worldshape",
     "worldcards", "shipped", "scenario", "sealed", "pytest_plugin", "renewal", "sheets", "replyfiles"},
]  # fmt: skip

EDGE_ONLY = {"asyncio", "starlette", "uvicorn", "httpx", "threading", "time", "py_mini_racer", "websockets", "socket"}


def floor_of(path):
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return next(level for level, names in enumerate(FLOORS) if name in names), name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_floors_below(path):
    level, own = floor_of(path)
    for node in ast.walk(ast.parse(SOURCES[path])):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = path.relative_to(PACKAGE).parts[:-1]
            base = package[: len(package) - node.level + 1]
            parts = (*base, *(node.module or "").split(".")) if node.module else base
            names = [parts[0]] if parts and parts[0] else [alias.name for alias in node.names]
            for name in names:
                if name in ("__version__", own):
                    continue
                other = next((n for n, names in enumerate(FLOORS) if name in names), None)
                assert other is not None, f"{path.name} imports {name}, which is on no floor"
                assert other <= level, f"{path.name} (floor {level}) imports {name} (floor {other})"
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        for module in modules:
            if level < len(FLOORS) - 1 and own != "clock":
                assert module.partition(".")[0] not in EDGE_ONLY, f"{path.name} imports {module}"


def test_every_cause_has_a_sentence_and_a_fix_and_none_is_left_over():
    code = "\n".join(SOURCES.values())
    used = set(re.findall(r'Cause\(\s*"([a-z-]+\.[a-z-]+)"', code))
    used |= set(re.findall(r'"((?:signature|code|openid|ticket)\.[a-z-]+)"', code))
    used -= {id_ for id_ in used if f"claim.{id_}" in TEXTS}
    known = {id_.removeprefix("cause.") for id_ in TEXTS if id_.startswith("cause.")}
    assert used - set(BOOK) <= known, used - known
    assert known <= used, known - used
    assert {id_.removeprefix("fix.") for id_ in TEXTS if id_.startswith("fix.")} == known


def test_every_text_is_in_both_languages_with_the_same_values():
    for id_, row in TEXTS.items():
        assert tuple(row) == LANGUAGES, id_
        assert all(row.values()), id_
        assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in row.values()}) == 1, id_


def test_every_says_id_in_the_code_is_in_the_table():
    for source in SOURCES.values():
        for id_ in re.findall(r'(?<![\w.])say(?:s_id=|\()"([a-z.A-Z_-]+)"', source):
            assert id_ in TEXTS, id_


def test_every_event_that_is_pushed_has_its_words():
    pushed = {name for source in SOURCES.values() for name in re.findall(r'\.push\([^)]*?"([a-z_]+)"', source)}
    assert len(pushed) >= 7
    assert {f"says.event.{name}" for name in pushed} <= set(TEXTS)


@pytest.mark.parametrize("row", BOOK.values(), ids=lambda row: row.id)
def test_each_row_of_the_book_is_whole_and_is_read_by_the_code(row):
    assert row.says.endswith(".")
    assert row.source.startswith("https://")
    assert row.confidence in "CBOG"
    if row.choices:
        assert {row.documented, row.observed, *row.platforms.values()} <= set(row.choices)
    texts = [text for path, text in SOURCES.items() if path.name != "discrepancies.py"]
    runtime = PACKAGE.parent / "web" / "src"
    texts += [path.read_text("utf-8") for path in runtime.rglob("*.ts*")] if runtime.exists() else []
    quoted = f'"{row.id}"', f"'{row.id}'"
    assert any(id_ in text for text in texts for id_ in quoted), f"no code asks for {row.id}"


def test_switches_follow_profile_platform_and_hand():
    switches = Switches()
    assert switches["component.return-keys"] == "three"
    switches.use_profile("observed")
    assert switches["component.return-keys"] == "five"
    switches.set("component.return-keys", "three")
    assert switches["component.return-keys"] == "three"
    switches.set("component.return-keys", None)
    assert switches["component.return-keys"] == "five"
    switches.platform = "devtools"
    assert switches["tap.needed"] is False


@pytest.mark.parametrize(
    ("id_", "value"), [("no.such", 1), ("addCard.mixed", "maybe"), ("tap.window", "5s"), ("tap.needed", 1)]
)
def test_wrong_switches_are_refused(id_, value):
    with pytest.raises(BadInput):
        Switches().set(id_, value)


def test_one_more_draw_of_a_kind_changes_no_other_kind():
    one, two = Seed(1), Seed(1)
    one.draw("openid", 28, "o")
    assert one.digits("code", 12) == two.digits("code", 12)
    assert Seed(2).digits("code", 12) != Seed(1).digits("code", 12)


def test_two_worlds_with_one_seed_are_equal_and_never_touch():
    one, two = Shop(3).open(), Shop(3).open()
    assert one.card().card_id == two.card().card_id
    assert one.ticket == two.ticket
    one.card()
    assert len(two.world.cards) == 1
