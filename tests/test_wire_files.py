"""The conversations of ``fixtures/wire`` from the server's end; ``web/tests/wire.test.ts`` plays the page's."""

import json
from pathlib import Path

import pytest
from support import Shop

FILES = sorted((Path(__file__).parent.parent / "fixtures" / "wire").glob("*.json"))


def matches(wanted, got):
    """Objects hold at least what is wanted; everything else is equal."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(key in got and matches(value, got[key]) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(wanted) == len(got) and all(map(matches, wanted, got))
    return wanted == got


def test_there_are_conversations():
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_server_says_what_the_file_says(file):
    steps = json.loads(file.read_text("utf-8"))["conversation"]
    shop = Shop()
    said: list[dict[str, object]] = []
    for step in steps:
        if step["from"] == "page":
            assert said == [], "the server said more than the file"
            shop.line.send(step["message"])
            said = shop.line.take()
        else:
            assert said, f"the server did not say {step['message']}"
            assert matches(step["message"], said.pop(0))
    assert said == []
