"""Where a browser, the SDKs or the libraries must be there, a test that is skipped has failed."""

import os
from pathlib import Path

import pytest
from libraries import installed

#: A fixture that may skip, and what forbids it to.
NEEDS = {"sdk": "WXEMU_REQUIRE_SDKS", "libraries": "WXEMU_REQUIRE_LIBRARIES"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    used = getattr(item, "fixturenames", ())
    needs = next((needs for name, needs in NEEDS.items() if name in used), "WXEMU_REQUIRE_BROWSER")
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(needs):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but {needs} is set"
    return report


@pytest.fixture(scope="session")
def libraries(tmp_path_factory) -> Path:
    """``node_modules`` with the component libraries, made once for all workers of a run."""
    return installed(tmp_path_factory.getbasetemp().parent)


@pytest.fixture(scope="module")
def chromium():
    """A running Chromium. Not for the whole session: Playwright's loop runs in this thread until its driver ends, and
    other tests want one of their own."""
    from browser import ARGUMENTS, chromium_path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()
