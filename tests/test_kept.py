"""What the gallery keeps between two starts, and when it does not hold any more."""

import os
from dataclasses import replace

import pytest

from emulator.scenario import kept
from emulator.scenario.format import FORMAT
from emulator.scenario.kept import Kept
from emulator.scenario.model import load
from emulator.sealed.parcel import App

STORY = f"""\
format: {FORMAT}
title: t
app: app
cases:
  - {{ case: a, says: s, steps: [{{ tap: x }}], expect: {{}} }}
"""
SHOWN = {"picture": {"html": "<p>x"}, "entries": [], "marks": [1], "ok": True}


@pytest.fixture
def case(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "app.json").write_text('{"pages": ["a"]}')
    file = tmp_path / "s.scenario.yaml"
    file.write_text(STORY)
    return load(file, tmp_path).cases[0]


@pytest.fixture
def store(tmp_path):
    return Kept(tmp_path / "cache" / "pictures")


def test_the_same_case_finds_what_was_kept_of_it(case, store):
    assert store.get(case, "t") is None
    store.put(case, "t", SHOWN)
    assert store.get(case, "t") == SHOWN
    assert store.get(case, "another title") is None


def test_what_has_changed_is_taken_anew(case, store):
    store.put(case, "t", SHOWN)
    assert store.get(replace(case, expect={"page": "pages/a/a"}), "t") is None
    assert store.get(replace(case, world={"seed": 9}), "t") is None
    page = case.app / "app.json"
    page.write_text('{"pages": ["a", "b"]}')
    os.utime(page, ns=(1, 1))
    assert store.get(case, "t") == SHOWN, "files are looked at once for all cases"
    store.look_again()
    assert store.get(case, "t") is None


def test_the_app_in_a_sealed_page_counts(case, store):
    sealed = [replace(case, app=None, packed=(App("wx1", "a", "", bundle),)) for bundle in ("{}", '{"a": 1}')]
    store.put(sealed[0], "t", SHOWN)
    assert [store.get(one, "t") for one in sealed] == [SHOWN, None]


def test_a_case_that_asks_real_servers_is_never_kept(case, store):
    asks = replace(case, world={"hosts": {"a.example": "http://127.0.0.1:1"}})
    store.put(asks, "t", SHOWN)
    assert store.get(asks, "t") is None


def test_a_damaged_file_and_a_folder_that_cannot_be_made_cost_only_the_picture(case, store, tmp_path):
    store.put(case, "t", SHOWN)
    [file] = (tmp_path / "cache" / "pictures").iterdir()
    file.write_text("{")
    assert store.get(case, "t") is None
    (tmp_path / "no").write_text("a file")
    nowhere = Kept(tmp_path / "no" / "pictures")
    nowhere.put(case, "t", SHOWN)
    assert nowhere.get(case, "t") is None


def test_the_oldest_go_first(case, store, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for number in range(3):
        store.put(case, str(number), SHOWN)
        for age, file in enumerate(
            sorted((tmp_path / "cache" / "pictures").iterdir(), key=lambda one: one.stat().st_mtime_ns)
        ):
            os.utime(file, ns=(age, age))
    assert [store.get(case, str(number)) is None for number in range(3)] == [True, False, False]
