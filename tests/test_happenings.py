"""What befalls a phone is told to its mini-programs.

https://developers.weixin.qq.com/miniprogram/dev/api/device/memory/wx.onMemoryWarning.html
"""

import pytest
from support import Shop

from emulator.admin import serve
from emulator.errors import BadInput
from emulator.testing import open_project
from emulator.trigger import occur

SCRIPT = """
wx.onMemoryWarning(({ level }) => console.log('memory', level))
wx.onUserCaptureScreen(() => console.log('screen'))
Page({ onLoad() { console.log('open') } })
"""


def project(folder):
    (folder / "app.json").write_text('{"pages": ["a"]}')
    (folder / "a.js").write_text(SCRIPT)
    (folder / "a.wxml").write_text("<view/>")
    return folder


def logs(app):
    return [entry.detail["text"] for entry in app.world.journal.find("console.log")]


@pytest.mark.parametrize(("platform", "said"), [("android", "memory 15"), ("ios", "memory undefined")])
def test_a_memory_warning_reaches_the_app_with_the_level_that_android_says(tmp_path, platform, said):
    with open_project(project(tmp_path)) as app:
        app.phone.set({"platform": platform})
        occur(app.world, "memoryWarning", {"level": 15})
        occur(app.world, "userCaptureScreen", {})
        app.settle()
        assert logs(app) == ["open", said, "screen"]
        assert [entry.detail["name"] for entry in app.world.journal.find("phone.happened")] == [
            "memoryWarning",
            "userCaptureScreen",
        ]


def test_a_mini_program_out_of_sight_hears_of_memory_and_not_of_the_screen(tmp_path):
    with open_project(project(tmp_path)) as app:
        app.phone.go_home()
        occur(app.world, "userCaptureScreen", {})
        occur(app.world, "memoryWarning", {})
        app.settle()
        assert logs(app) == ["open", "memory undefined"]


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("memoryWarning", {"level": 7}, "5, 10, 15"),
        ("memoryWarning", {"size": 1}, "'size'"),
        ("userCaptureScreen", {"level": 5}, "'level'"),
        ("memoryWarnin", {}, "Did you mean 'memoryWarning'"),
    ],
)
def test_a_wrong_one_is_named(name, given, why):
    shop = Shop().open()
    with pytest.raises(BadInput, match=why):
        occur(shop.world, name, given)
    assert shop.world.journal.find("phone.happened") == []


def test_the_admin_api_lets_it_befall_the_phone_that_is_asked_for():
    shop = Shop().open()
    status, answer = serve(shop.world, "POST", "events", {"phone": "p1"}, b'{"event": "memoryWarning"}')
    assert (status, answer) == (200, {"event": None, "delivery": None})
    status, answer = serve(shop.world, "POST", "events", {"phone": "p9"}, b'{"event": "memoryWarning"}')
    assert status == 400
    assert "'p9'" in answer["error"]["message"]
