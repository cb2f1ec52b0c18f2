"""What a run reads as it starts: all that it needs not is time that everybody waits."""

import subprocess
import sys

import pytest

from emulator.kinds import kind_of


def reads(code):
    """What is read once this has run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_run_reads_neither_server_nor_what_only_some_reports_need():
    read = reads("import emulator.cli.cases")
    assert "emulator.v8" in read
    assert not {"asyncio", "httpx", "jinja2", "starlette", "multiprocessing", "ssl", "xml", "py_mini_racer"} & read
    assert not {"emulator.scenario.twins", "emulator.scenario.manual"} & read


def test_who_wants_v8s_package_has_all_of_it_beside_ours():
    read = reads(
        "from emulator.v8 import Context\nwith_ours = Context(1 << 28)\nimport py_mini_racer\n"
        "assert py_mini_racer.MiniRacer().eval('6*7') == 42\n"
        "assert with_ours.run('6*7', limit=5) == [42]\nwith_ours.close()"
    )
    assert "py_mini_racer._mini_racer" in read


def test_requests_go_without_the_command_line_of_httpx_which_can_still_be_read():
    read = reads("from emulator.testing import _httpx\nassert _httpx().codes.OK == 200")
    assert "httpx" in read
    assert not {"rich", "pygments", "httpx._main"} & read
    assert "httpx._main" in reads("from emulator.testing import _httpx\n_httpx()\nimport httpx._main")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PNG", "image/png"),
        ("b.svg", "image/svg+xml"),
        ("c.pdf", "application/pdf"),
        ("d", "application/octet-stream"),
    ],
)
def test_a_file_has_the_kind_of_its_name(name, kind):
    assert kind_of(name) == kind
