"""Every component of the libraries that mini-programs use most opens on a page of its own, in V8, without an exception.

The counts never fall: a change that opens more raises them.
"""

import pytest
from libraries import LIBRARIES, project_of

from emulator.checking import Check


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
