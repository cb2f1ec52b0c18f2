"""``Served`` in a real Chromium: two worlds of one process, each with its page, on one port."""

import time

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from browser import Phone, chromium_path

from emulator.served import Served, stop
from emulator.shipped import bundled

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="there is no Chromium")


@pytest.fixture(scope="module")
def chromium(chromium):
    yield chromium
    stop()


def ended(phone):
    """A call of wx.addCard has ended."""
    deadline = time.monotonic() + 20
    while not phone.journal("wx.addCard"):
        assert time.monotonic() < deadline, "wx.addCard has not ended"
        phone.page.wait_for_timeout(50)


def test_two_pages_show_two_worlds(chromium):
    with Served.of(bundled("apps/coffee")) as one, Served.of(bundled("apps/coffee"), seed=2) as other:
        phones = [Phone(chromium, {"url": server.url, "admin": server.admin_api, "token": server.token}).open()
                  for server in (one, other)]  # fmt: skip
        phones[0].take("拿铁半价")
        phones[0].claim()
        phones[0].back_in_the_shop()
        assert phones[0].wallet() == ["拿铁半价券"]
        assert other.wallet == []
        assert one.wallet[0]["title"] == "拿铁半价券"
        other.admin("POST rules", {"on": "addCard", "outcome": {"answer": {"action": "cancel"}}})
        phones[1].take("拿铁半价")
        ended(phones[1])
        assert phones[1].last("wx.addCard")["cause"]["id"] == "user.cancelled"
        for phone in phones:
            phone.context.close()
            assert phone.errors == []
