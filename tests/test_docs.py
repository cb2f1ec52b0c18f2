"""What the documents say is run, or made from the code."""

import re
from pathlib import Path

import pytest

from emulator import docs
from emulator.admin import ROUTES
from emulator.dispatch import GESTURES, TOLD

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


def test_every_message_is_in_the_protocol():
    for name in (
        *GESTURES,
        *TOLD,
        "Shell.hello",
        "Wx.call",
        "Sheet.answer",
        "App.event",
        "Phone.state",
        "Journal.entries",
    ):
        assert f"`{name}`" in PROTOCOL or f'"{name}"' in PROTOCOL, name


def test_every_admin_request_is_in_the_protocol():
    for path, verb in ROUTES:
        assert f"{verb} {path.replace('*', '<')}" in PROTOCOL, (verb, path)


def test_the_discrepancy_page_is_made_from_the_book():
    page = (ROOT / "docs" / "discrepancies.md").read_text("utf-8")
    assert page == docs.discrepancy_page(), "run: python -m emulator.docs > docs/discrepancies.md"


def test_links_and_pictures_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
