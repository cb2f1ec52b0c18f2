"""Compiled bundles on disk: never another result than without them."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from emulator import compiler, shelf
from emulator.compiler import compile_project
from emulator.shelf import kept


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    made = tmp_path / "cache" / "bundles"
    monkeypatch.setattr(shelf, "folder", lambda: made)
    return made


def never():
    raise AssertionError("it is on the shelf")


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "shop"
    root.mkdir()
    for name, text in {"app.json": '{"pages": ["a"]}', "a.js": "Page({})", "a.wxml": "<view>早</view>"}.items():
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture
def asked(monkeypatch):
    """What the compiler itself was asked; each compilation is that of a new process."""
    found = []

    class Spy:
        def ask(self, function, root, sources):
            found.append(function)
            return real().ask(function, root, sources)

    real = compiler._isolate
    monkeypatch.setattr(compiler, "_isolate", Spy)
    compiler._made.cache_clear()
    return found


def compiled(root, keep=True):
    compiler._made.cache_clear()
    return compile_project(root, keep)


def test_what_was_made_is_there_the_next_time(folder):
    assert kept(("a", "b"), lambda: "卡\n🎫") == "卡\n🎫"
    assert kept(("a", "b"), never) == "卡\n🎫"
    assert [kept(parts, lambda: "other") for parts in (("ab",), ("a", "b", ""), ("b", "a"))] == ["other"] * 3
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize(
    "spoil", [lambda held: held[:-3], lambda held: held + b" ", lambda held: b"", lambda held: b"x"]
)
def test_a_broken_file_is_made_again(folder, spoil):
    kept(("a",), lambda: "whole")
    (file,) = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert kept(("a",), lambda: "whole") == "whole"
    assert kept(("a",), never) == "whole"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_where_nothing_can_be_written_all_goes_on(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "file" / "bundles")
    assert [kept(("a",), text.upper) for text in ("x", "y")] == ["X", "Y"]


def test_what_was_not_used_for_the_longest_time_makes_room(folder, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 3)
    for at, name in enumerate("abc"):
        kept((name,), name.upper)
        newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, ns=(at, at))
    kept(("a",), never)
    kept(("d",), lambda: "d")
    assert [kept((name,), never) for name in "acd"] == ["A", "C", "d"]
    assert kept(("b",), lambda: "again") == "again"
    monkeypatch.setattr(shelf, "MOST_BYTES", 1000)
    kept(("e",), lambda: "e" * 900)
    assert [file.read_bytes()[-1:] for file in folder.iterdir()] == [b"e"]


def test_many_may_write_and_read_the_same_at_once(folder):
    def once(number):
        return kept((str(number % 3),), lambda: str(number % 3) * 100_000)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, range(60)))
    assert found == [str(number % 3) * 100_000 for number in range(60)]
    assert len(list(folder.iterdir())) == 3


def test_a_bundle_from_the_shelf_is_the_one_that_was_compiled(project, asked):
    first = compiled(project)
    assert asked == ["compileProject"]
    assert compiled(project) == first == compiled(project, keep=False)
    assert asked == ["compileProject"] * 2


def test_another_file_another_name_or_another_compiler_is_compiled_anew(project, asked, monkeypatch):
    first = compiled(project)
    (project / "a.wxml").write_text("<view>晚</view>", "utf-8")
    second = compiled(project)
    assert "晚" in second.text
    assert second.version != first.version
    (project / "a.wxml").write_text("<view>", "utf-8")
    assert [problem.file for problem in compiled(project).errors] == ["a.wxml"]
    assert [problem.file for problem in compiled(project).errors] == ["a.wxml"]
    assert len(asked) == 3
    (project / "a.wxml").write_text("<view>早</view>", "utf-8")
    (project / "a.wxss").write_text("")
    compiled(project)
    assert len(asked) == 4
    monkeypatch.setattr(compiler, "_compiler_hash", lambda: "another")
    compiled(project)
    assert len(asked) == 5
    monkeypatch.setattr(compiler, "VERSION", "15.0")
    compiled(project)
    assert len(asked) == 6


def test_while_somebody_works_on_a_project_nothing_is_kept(project, folder, asked):
    compiled(project, keep=False)
    assert not folder.exists()
