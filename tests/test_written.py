"""What commands write: whole or not at all, and never in place of what they read."""

import os
import threading

import pytest
from click.testing import CliRunner

from emulator.cli.common import write
from emulator.cli.test import test as command
from emulator.errors import BadInput

CASES = """format: wxemu-scenario/1
title: t
cases:
  - case: a
    says: nothing happens
    steps: [{move_clock: 1s}]
    expect: {app_saw: []}
"""


@pytest.mark.parametrize("option", ["--html", "--junit", "--json"])
@pytest.mark.parametrize("name", ["x.scenario.yaml", "./x.scenario.yaml", "other.scenario.yaml"])
def test_a_report_never_takes_the_place_of_a_scenario(tmp_path, monkeypatch, option, name):
    monkeypatch.chdir(tmp_path)
    for file in ("x.scenario.yaml", "other.scenario.yaml"):
        (tmp_path / file).write_text(CASES)
    done = CliRunner().invoke(command, ["x.scenario.yaml", option, name, "--lang", "en"])
    assert (done.exit_code, "write the report elsewhere" in done.output) == (2, True)
    assert {file.read_text() for file in tmp_path.iterdir()} == {CASES}


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "report.xml"
    file.write_text("before")

    def full(draft, text, encoding):
        draft.write_bytes(text[:3].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(BadInput, match=r"report\.xml: No space left on device$"):
        write(file, "after")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"before"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_stays_a_pipe(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text("utf-8")))
    reader.start()
    write(pipe, "杯")
    reader.join(10)
    assert heard == ["杯"]
    assert pipe.is_fifo()
