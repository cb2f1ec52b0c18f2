"""``wxemu check``: every page is opened, and none keeps the others from it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from support import Shop

from emulator.checking import Check, Limits
from emulator.cli import commands
from emulator.errors import BadInput
from emulator.server.traffic import line
from emulator.testing import open_project

GOOD = "Page({})"

#: Script of a page, and what its report must name; None: it opens.
PAGES = {
    "good": (GOOD, None),
    "throws": ("Page({\n  onLoad() {\n    undefined.x\n  },\n})", "pages/throws.js:3  TypeError: "),
    "module": ("require('../broken.js')\nPage({})", "broken.js:2  Error: no luck"),
    "absent": ("require('./nowhere.js')\nPage({})", "module './nowhere.js' is not defined"),
    "half": (
        "require('../half.js'); const { g } = require('../other.js')\nPage({ onLoad() { g() } })",
        "other.js:2  TypeError: f is not a function",
    ),
    "itself": (GOOD, "pages/itself.wxml:2:1  A circle of include"),
    "deep": (GOOD, "pages/deep.wxml  RangeError: "),
    "circle": ("const { a } = require('../a.js')\nPage({ data: { a: a() } })", None),
    "loop": (
        "Page({\n  onLoad() {\n    for (;;) {}\n  } })",
        "pages/loop.js:3  pages/loop.onLoad  the mini-program's code",
    ),
    "ticks": (
        "Page({ onLoad() {\n  const again = () => Promise.resolve().then(again); again() } })",
        "pages/ticks.js:2  ",
    ),
    "waits": ("Page({ onLoad() {\n  setTimeout(() => {\n    while (1) ;\n  }, 9) } })", "pages/waits.js:3  "),
    "shared": ("'use strict'\nPage({ onLoad() { require('../spin.js')(9) } })", "spin.js:3  pages/shared.onLoad  "),
    "typed": (None, "pages/typed.ts:4  "),
    "regular": (
        "Page({ onLoad() { /^(a+)+$/.test('a'.repeat(40) + 'b') } })",
        "pages/regular.onLoad  the mini-program's",
    ),
    "async": (
        "Page({\n  async onLoad() {\n    await 0\n    throw new Error('boom')\n  } })",
        "pages/async.js:4  Error: boom",
    ),
    "shows": ("Page({ async onShow() {\n  undefined.x } })", "pages/shows.js:2  TypeError: "),
    "rejects": (
        "Page({ onReady() { return Promise.reject('no') } })",
        "pages/rejects.onReady  Uncaught (in promise) no",
    ),
    "caught": ("Page({ async onLoad() { try { await Promise.reject(1) } catch {} } })", None),
    "offline": (
        "Page({ async onLoad() {\n await new Promise((_, fail) => wx.request({ url: 'https://a.test/', fail })) } })",
        None,
    ),
    "timer": ("Page({ onLoad() { setTimeout(() => { throw new Error('later') }, 1000) } })", "Error: later"),
    "large": ("Page({ onLoad() { this.setData({ text: 'x'.repeat(50 << 20) }) } })", None),
    "hungry": (
        "Page({ onLoad() { const all = []; for (;;) all.push(new Array(1e6).fill(1.5)) } })",
        "an endless loop?",
    ),
    "component": (GOOD, "pages/component.json:1  the project has no component <own-box> (./nowhere/box)"),
    "last": (GOOD, None),
}
FILES = {
    "project.config.json": '{"appid": "wx00000000000000aa"}',
    "app.json": json.dumps({"pages": [*(f"pages/{name}" for name in PAGES), "pages/gone", "pages/wxml"]}),
    "broken.js": "const ok = 1\nthrow new Error('no luck')",
    "a.js": "const b = require('./b.js')\nexports.a = () => b.b",
    "b.js": "const a = require('./a.js')\nexports.b = 1",
    "half.js": "require('./other.js')\nexports.f = () => 1",
    "other.js": "const { f } = require('./half.js')\nexports.g = () => f()",
    "mould.ts": "import <%= name %>",
    "spin.js": "'use strict'\nmodule.exports = function (n) {\n  do n = n.again\n    || { again: n }; while (n)\n}",
    "pages/typed.ts": "interface A { b: 1 }\n\nPage({ onShow() { for (const a of all()) { void a } } })\n"
    "function* all(): Generator<A> { while (true) yield { b: 1 } }",
    "deep/tree.json": '{"component": true, "usingComponents": {"tree": "./tree"}}',
    "deep/tree.wxml": "<view><tree/></view>",
    "deep/tree.js": "Component({})",
    "pages/deep.json": '{"usingComponents": {"tree": "/deep/tree"}}',
    "pages/component.json": '{"usingComponents": {"own-box": "./nowhere/box"}}',
    "pages/component.wxml": "<own-box/><map/><no-such-tag/>",
    "pages/wxml.js": GOOD,
    "pages/wxml.wxml": "<view>\n  <text>\n</view>",
    **{f"pages/{name}.js": script for name, (script, _) in PAGES.items() if script},
    **{f"pages/{name}.wxml": "<view>{{a}}</view>" for name in PAGES if name not in ("component", "itself", "deep")},
    "pages/itself.wxml": "<view/>\n<include src='itself'/>",
    "pages/deep.wxml": "<tree/>",
}


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    check = Check(write(tmp_path_factory.mktemp("bad"), FILES), limits=Limits(call=3, memory=200 << 20))
    check.start()
    return check, {report.page: report for report in check.run()}


def test_every_page_has_its_report_in_order(checked):
    check, reports = checked
    assert list(reports) == check.pages == json.loads(FILES["app.json"])["pages"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_told_with_what_went_wrong(checked, name):
    error, expected = checked[1][f"pages/{name}"].error, PAGES[name][1]
    assert error is None if expected is None else expected in error


def test_a_page_listed_but_missing_and_one_that_does_not_compile_fail_alone(checked):
    check, reports = checked
    assert reports["pages/gone"].error.startswith("app.json:1:")
    assert "pages/gone.wxml" in reports["pages/gone"].error
    assert reports["pages/wxml"].error.startswith("pages/wxml.wxml:2:")
    assert check.problems_of_no_page() == []


def test_an_error_that_a_circle_of_files_explains_names_it(checked):
    error = checked[1]["pages/half"].error
    assert "half.js → other.js → half.js" in error
    assert "Require it where it is used" in error


def test_a_script_that_nothing_asks_for_is_only_warned_of(checked):
    said = [(one.file, one.line) for one in checked[0].warnings]
    assert said == [("mould.ts", 1), ("pages/absent.js", 1)]


def test_what_is_used_and_not_there_is_named_with_its_place(checked):
    lacks = {(lack.name, lack.how, lack.where) for lack in checked[0].lacks.values()}
    assert ("<map>", "boxed", "pages/component.wxml:1") in lacks
    assert ("<no-such-tag>", "unknown", "pages/component.wxml:1") in lacks


def test_a_component_that_is_not_there_fails_its_page_with_the_nearest_one(tmp_path):
    files = {
        "app.json": '{"pages": ["pages/a", "pages/b"]}',
        "pages/a.js": GOOD, "pages/a.wxml": "<price-tag/>",
        "pages/a.json": '{\n"usingComponents": {"price-tag": "../component/pricetag"}}',
        "pages/b.js": GOOD, "pages/b.wxml": "<view/>",
        "components/price-tag.js": "Component({})", "components/price-tag.wxml": "<view/>",
        "components/price-tag.json": '{"component": true}',
    }  # fmt: skip
    done = CliRunner().invoke(commands, ["check", str(write(tmp_path, files)), "--lang", "zh"])
    assert done.exit_code == 1
    told, other, total = done.output.splitlines()
    gone = "项目里没有组件 <price-tag> (../component/pricetag)，最接近的是 /components/price-tag"
    assert told == f"FAIL   pages/a  pages/a.json:2  {gone}"
    assert other == "ok     pages/b"
    assert "1 处失败，0 处缺少" in total


def test_what_a_package_names_in_vain_is_no_mistake_of_the_projects(tmp_path):
    files = {
        "app.json": '{"pages": ["a"]}', "a.js": GOOD, "a.wxml": "<own-box/>",
        "a.json": '{"usingComponents": {"own-box": "kit/box"}}',
        "miniprogram_npm/kit/box.js": "Component({})", "miniprogram_npm/kit/box.wxml": "<far-icon/>",
        "miniprogram_npm/kit/box.json": '{"component": true, "usingComponents": {"far-icon": "other/icon"}}',
    }  # fmt: skip
    check = Check(write(tmp_path, files))
    check.start()
    assert [report.error for report in check.run()] == [None]
    lack = check.lacks["<far-icon> (other/icon)"]
    assert (lack.how, lack.where) == ("unresolved", "miniprogram_npm/kit/box.json:1")


def test_absent_names_of_wx_are_found_though_they_never_run(tmp_path):
    script = "// wx.openWifi\nPage({\n  tap() { wx.createVKSession(); wx.showToast({}); 'wx.sendSms' },\n})"
    files = {"app.json": '{"pages": ["a"]}', "a.js": script, "a.wxml": "<!-- <map/> --><view/>"}
    check = Check(write(tmp_path, files))
    check.start()
    assert [report.ok for report in check.run()] == [True]
    assert [(lack.name, lack.where) for lack in check.lacks.values()] == [("wx.createVKSession", "a.js:3")]


def test_a_template_that_others_import_uses_their_components(tmp_path):
    files = {
        "app.json": '{"pages": ["a"]}', "a.js": GOOD, "a.json": '{"usingComponents": {"own-box": "box"}}',
        "a.wxml": "<import src='t'/><template is='x'/>", "box.js": "Component({})", "box.wxml": "<view/>",
        "box.json": '{"component": true}', "t.wxml": "<template name='x'><own-box/><odd-tag/></template>",
    }  # fmt: skip
    check = Check(write(tmp_path, files))
    check.start()
    assert [report.ok for report in check.run()] == [True]
    assert [lack.name for lack in check.lacks.values()] == ["<odd-tag>"]


def test_a_project_that_cannot_be_read_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="nowhere"):
        Check(write(tmp_path, {"project.config.json": '{"miniprogramRoot": "nowhere"}'})).start()


def test_the_journal_says_why_by_what_it_is():
    shop = Shop().open()
    causes = {"wx.openWifi": "wx.not-emulated", "map": "component.not-emulated", "plugin://hello/hi": "plugin.absent",
              'requirePlugin("hello")': "plugin.absent"}  # fmt: skip
    for name in causes:
        shop.line.say("App.missing", {"instance": "i1", "name": name})
    told = shop.world.journal.find("app.missing")
    assert {entry.detail["name"]: entry.cause and entry.cause.id for entry in told} == causes


def wxemu(*arguments):
    command = [sys.executable, "-m", "emulator", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_prints_a_line_a_page_and_fails_if_one_does(tmp_path):
    files = {"app.json": '{"pages": ["a", "b"]}', "a.js": GOOD, "b.js": "Page({ onLoad() { x } })"}
    write(tmp_path, {**files, "a.wxml": "<view/>", "b.wxml": "<map/>"})
    run = wxemu(tmp_path, "--lang", "en")
    assert run.returncode == 1
    assert run.stderr == ""
    ok, failed, lack, total = run.stdout.splitlines()
    assert ok.split() == ["ok", "a"]
    assert failed.split()[:3] == ["FAIL", "b", "b.js:1"]
    assert "ReferenceError" in failed
    assert lack.startswith("lacks  <map>")
    assert "2 opened, 1 failed" in total

    (tmp_path / "b.js").write_text("Page({ onLoad({ list }) { list.length } })")
    assert (
        wxemu(tmp_path, "--lang", "en").stdout.splitlines()[-1].startswith("Pages are opened without a query, a login")
    )

    (tmp_path / "b.js").write_text(GOOD)
    run = wxemu(tmp_path, "--format", "json")
    assert run.returncode == 0
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {"page": "a", "ok": True, "error": None},
        {"page": "b", "ok": True, "error": None},
    ]


@pytest.mark.parametrize(
    "text", ["{", "{}", '{"pages": 7}', "[]", '{"pages": ["a"], "tabBar": {"list": [3]}, "subPackages": 3}']
)
def test_an_app_json_that_makes_no_sense_is_told_with_its_place(tmp_path, text):
    run = wxemu(write(tmp_path, {"app.json": text, "a.js": GOOD, "a.wxml": "<view/>"}), "--format", "json")
    assert run.returncode == 1
    first = json.loads(run.stdout.splitlines()[0])
    assert first["page"] is None
    assert first["error"].startswith("app.json")
    assert "Traceback" not in run.stderr


def test_a_project_with_plugins_opens_and_they_are_named(tmp_path):
    plugins = {"hello": {"version": "1.0.0", "provider": "wx00000000000000bb"}}
    files = {
        "app.json": json.dumps({"pages": ["a"], "plugins": plugins}),
        "a.js": "const hello = requirePlugin('hello')\nPage({ onLoad() { hello.start({ success() {} }) } })",
        "a.json": '{"usingComponents": {"hi": "plugin://hello/hi"}}',
        "a.wxml": "<hi/>",
    }
    check = Check(write(tmp_path, files))
    check.start()
    assert [report.error for report in check.run()] == [None]
    assert {(lack.name, lack.how, lack.where) for lack in check.lacks.values()} == {
        ("plugin://hello/hi", "plugin", "a.json:1"),
        ('requirePlugin("hello")', "plugin", "a.js:1"),
        ("plugin://hello: start", "missing", ""),
    }


def test_a_component_that_is_not_there_is_told_as_the_projects_own_mistake(tmp_path):
    files = {"app.json": '{"pages": ["a"]}', "a.js": GOOD, "a.json": '{"usingComponents": {"own-box": "./gone/box"}}'}
    with open_project(write(tmp_path, {**files, "a.wxml": "<own-box/><view>rest</view>"})) as app:
        assert app.text() == "rest"
        [missing] = app.world.journal.find("app.missing")
        assert missing.to_json()["cause"]["id"] == "app.unresolved"
        assert "<own-box> (./gone/box)" in missing.says["en"]
        told = line(missing, "en") or ""
        assert "!!  The component <own-box> (./gone/box) is not there" in told
        assert "cause app.unresolved" in told


def test_a_page_is_opened_with_the_query_of_its_compile_mode(tmp_path):
    write(tmp_path, {
        "project.config.json": json.dumps({
            "condition": {"miniprogram": {"list": [{"pathName": "a", "query": "order=%7B%22n%22%3A7%7D"}]}}
        }),
        "app.json": '{"pages": ["a"]}',
        "a.js": "Page({ onLoad({ order }) { "
        "if (JSON.parse(decodeURIComponent(order)).n !== 7) throw new Error(order) } })",
        "a.wxml": "",
    })  # fmt: skip
    check = Check(tmp_path)
    check.start()
    assert [report.error for report in check.run()] == [None]


def test_a_slip_in_the_name_of_a_handler_is_warned_of_without_its_event(tmp_path):
    page = {"a.wxml": "<view>\n<view bindtap='jion'/></view>", "a.js": "Page({ join() {} })"}
    check = Check(write(tmp_path, {"app.json": '{"pages": ["a"]}', **page}))
    check.start()
    assert [report.ok for report in check.run()] == [True]
    [warning] = check.warnings
    assert warning.told("en") == "a.wxml:2:16  There is no method jion for the event tap; the nearest is join."


def test_a_file_that_is_not_there_is_told_with_its_line_and_the_nearest(tmp_path):
    """By the compiler, before that line runs; and where it has run, with the page that fails for it."""
    files = {
        "app.json": '{"pages": ["pages/a/a", "pages/b/b"]}',
        "utils/util.js": "exports.a = 1",
        "pages/a/a.js": "Page({ later() {\n  require('../../utils/utl') } })",
        "pages/b/b.js": "const util = require('./utils/util')\nPage({})",
        "pages/a/a.wxml": "",
        "pages/b/b.wxml": "",
    }
    check = Check(write(tmp_path, files), language="zh")
    check.start()
    [fine, broken] = check.run()
    assert [warning.told("en") for warning in check.warnings] == [
        'pages/a/a.js:2:11  There is no file "../../utils/utl"; the nearest is "../../utils/util".',
        'pages/b/b.js:1:22  There is no file "./utils/util"; the nearest is "../../utils/util".',
    ]
    assert fine.ok
    said = str(broken.error)
    assert said.startswith("pages/b/b.js:1  Error: module './utils/util' is not defined")
    assert said.endswith("pages/b/b.js:1 要的文件 ./utils/util 不存在 → 最接近的是 ../../utils/util")
