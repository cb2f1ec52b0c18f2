"""Every component of the libraries that mini-programs use most opens on a page of its own, in V8, without an exception.

The counts never fall: a change that opens more raises them.
"""

from pathlib import Path

import pytest
from libraries import installed, project_of

from emulator.checking import Check

#: Library: where its components lie, how many there are, and how many of them open. Those that do not: TDesign's
#: chat-content reads a property that only a chat gives it; weui's slideview for Skyline needs worklets.
LIBRARIES = {
    "tdesign-miniprogram": ("miniprogram_dist", 105, 104),
    "@vant/weapp": ("dist", 71, 71),
    "weui-miniprogram": ("miniprogram_dist", 22, 21),
}


@pytest.fixture(scope="session")
def libraries(tmp_path_factory) -> Path:
    return installed(tmp_path_factory.getbasetemp().parent)


@pytest.mark.parametrize("name", LIBRARIES)
def test_components_open_on_a_page_of_their_own(name, libraries, tmp_path):
    folder, there, floor = LIBRARIES[name]
    pages = project_of(libraries / name / folder, tmp_path / "app")
    assert len(pages) == there
    check = Check(tmp_path / "app")
    check.start()
    reports = list(check.run())
    failed = [f"{report.page}: {report.error}" for report in reports if not report.ok]
    assert len(reports) - len(failed) >= floor, "\n".join(failed)
