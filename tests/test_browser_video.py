"""A sealed page becomes a video and a film strip, by a browser of this machine."""

import struct

import pytest
from click.testing import CliRunner

from emulator.cli import commands, sealing
from emulator.scenario.chromium import find_chromium
from emulator.shipped import bundled

has_browser = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")

SCENARIO = """
format: wxemu-scenario/1
title: Coffee / 咖啡
app: wxemu:coffee
cases:
  - case: cancels
    says: The guest looks and cancels. / 客人看了看没有领。
    steps:
      - tap: 三张一起领
      - { expect_call: addCard, user: cancels }
    expect:
      toast: 没关系，券给你留着。
"""


def wxemu(*arguments):
    return CliRunner().invoke(commands, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def page(tmp_path, monkeypatch):
    assert bundled("apps/coffee").is_dir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coffee.scenario.yaml").write_text(SCENARIO, "utf-8")
    told = wxemu("export", "page.html", "--html", "--scenario", "coffee.scenario.yaml")
    assert told.exit_code == 0, told.output
    return tmp_path / "page.html"


@has_browser
def test_a_film_strip_is_a_picture(page):
    assert wxemu("export", "strip.png", "--from", page).exit_code == 0
    data = page.with_name("strip.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width == 1280
    assert height > 400


@has_browser
def test_no_script_of_a_strangers_page_is_run(page):
    evil = page.read_text("utf-8").replace("</body>", "<script>document.body.remove()</script></body>")
    other = page.with_name("evil.html")
    other.write_text(evil, "utf-8")
    assert wxemu("export", "strip.png", "--from", page).exit_code == 0
    assert wxemu("export", "other.png", "--from", other).exit_code == 0
    sizes = [page.with_name(name).read_bytes()[16:24] for name in ("strip.png", "other.png")]
    assert sizes[0] == sizes[1]


@has_browser
def test_a_video_is_webm_as_long_as_the_page_plays(page):
    told = wxemu("export", "film.webm", "--from", page)
    assert told.exit_code == 0, told.output
    data = page.with_name("film.webm").read_bytes()
    assert data.startswith(b"\x1a\x45\xdf\xa3"), "EBML, as WebM begins"
    assert b"webm" in data[:64]
    assert len(data) > 20_000


@has_browser
def test_with_a_browser_the_pictures_of_a_case_are_real(page):
    told = wxemu("export", "real.html", "--html", "--scenario", "coffee.scenario.yaml", "--browser")
    assert told.exit_code == 0, told.output
    text = page.with_name("real.html").read_text("utf-8")
    assert "phone-screen" in text
    assert "领取到卡包" in text
    assert wxemu("test", "real.html").exit_code == 0


def test_without_a_browser_one_is_told_what_to_do(page, monkeypatch):
    monkeypatch.setattr(sealing, "find_chromium", lambda: None)
    told = wxemu("export", "film.webm", "--from", page)
    assert told.exit_code == 4
    assert "#sheet" in told.output
    assert not page.with_name("film.webm").exists()
    assert wxemu("export", "film.mp4", "--from", page).exit_code == 2
