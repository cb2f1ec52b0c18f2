"""Replies that are files: what the app gets of them, and what keeps a file from being taken."""

import pytest
from browser import chromium_path

from emulator.errors import BadInput
from emulator.headless import Headless
from emulator.scenario.chromium import ChromiumHosts
from emulator.scenario.format import FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.testing import open_project

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
SCRIPT = """
const url = name => `https://a.example.com/${name}`
Page({
  data: { read: '' },
  say(...words) { this.setData({ read: words.join(' ') }) },
  bytes() {
    wx.request({ url: url('logo'), responseType: 'arraybuffer', success: ({ data, header }) =>
      this.say(data.byteLength, new Uint8Array(data)[9], header['content-type']) })
  },
  file() {
    wx.downloadFile({ url: url('logo'), success: ({ tempFilePath }) => {
      const bytes = wx.getFileSystemManager().readFileSync(tempFilePath)
      this.say(new Uint8Array(bytes)[0], /\\.png$/.test(tempFilePath))
    } })
  },
  json() {
    wx.request({ url: url('menu'), success: ({ data, header }) => this.say(data.drinks[0], header['content-type']) })
  },
})
"""
PAGE = (
    "".join(f'<button bindtap="{name}">{name}</button>' for name in ("bytes", "file", "json")) + "<view>{{read}}</view>"
)
BACKEND = """
  backend:
    /logo: {file: ../pictures/logo.png}
    /menu: {file: menu.json, header: {Content-Type: text/menu}}
"""
CASE = """
  - case: one
    says: s
    steps:
      - tap: bytes
      - check: {page_shows: [10 255 image/png]}
      - tap: file
      - check: {page_shows: [137 true]}
      - tap: json
      - check: {page_shows: [tea text/menu]}
      - backend: {/menu: [{file: other.json}]}
      - tap: json
    expect: {page_shows: [milk application/json]}
"""


@pytest.fixture
def root(tmp_path):
    files = {"app/app.json": '{"pages": ["a"]}', "app/app.js": "App({})", "app/a.js": SCRIPT, "app/a.wxml": PAGE,
             "cases/menu.json": '{"drinks": ["tea"]}', "cases/other.json": '{"drinks": ["milk"]}'}  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "logo.png").write_bytes(PNG)
    return tmp_path


def scenario(root, backend=BACKEND, case=CASE):
    file = root / "cases" / "t.scenario.yaml"
    file.write_text(f"format: {FORMAT}\ntitle: t\napp: ../app\nworld:{backend}cases:{case}")
    return load(file, root)


def test_the_app_gets_the_bytes(root):
    made = scenario(root)
    assert run_case(made.cases[0], made, make_host=Headless).faults == []


def test_so_it_does_in_a_browser(root):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    made = scenario(root)
    with ChromiumHosts(path) as hosts:
        assert run_case(made.cases[0], made, make_host=hosts).faults == []


@pytest.mark.parametrize(("row", "told"), [
    ("{file: gone.png}", "6:19  world.backend./logo.file: there is no file "),
    ("{file: ../../gone.png}", '6:19  world.backend./logo.file: "../../gone.png" leads out of '),
    ("{file: /etc/hostname}", '6:19  world.backend./logo.file: "/etc/hostname" leads out of '),
    ("{file: ../pictures}", "6:19  world.backend./logo.file: there is no file "),
    ("[{data: x}, {file: menu.json, data: x}]", '6:48  world.backend./logo[1].data: the reply has "file" already'),
    ("{data: x, base64: eA==}", 'the reply has "data" already; it is one of data, base64, file'),
    ("{file: 7}", "7 is a number here"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_with_its_place(root, row, told):
    with pytest.raises(BadInput) as caught:
        scenario(root, f"\n  backend:\n    /logo: {row}\n")
    assert told in str(caught.value)


def test_a_link_out_of_the_folder_is_not_followed(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("s")
    (root / "cases" / "link").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out of"):
        scenario(root, "\n  backend:\n    /logo: {file: link}\n")


def test_a_file_that_is_too_large_is_refused(root, monkeypatch):
    monkeypatch.setattr("emulator.replyfiles.MOST_BYTES", 4)
    with pytest.raises(BadInput, match="is larger than"):
        scenario(root)


def test_a_world_file_names_files_of_its_own_folder(root):
    (root / "app" / "world.yaml").write_text("merchant: {}\nbackend:\n  /menu: {file: menu.json}\n")
    (root / "app" / "menu.json").write_text('{"drinks": ["soup"]}')
    with open_project(root / "app") as app:
        app.tap("json")
        assert "soup application/json" in app.text()
    (root / "app" / "world.yaml").write_text("merchant: {}\nbackend:\n  /menu: {file: ../cases/menu.json}\n")
    with pytest.raises(BadInput, match=r"world.yaml:3:17  backend./menu.file: .* leads out of"):
        open_project(root / "app")
