"""Where a browser or the SDKs must be there, a test that is skipped has failed."""

import os

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    needs = "WXEMU_REQUIRE_SDKS" if "sdk" in getattr(item, "fixturenames", ()) else "WXEMU_REQUIRE_BROWSER"
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(needs):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but {needs} is set"
    return report
