"""Project folders to bundles: what is read, where faults are, and that the same files give the same bundle."""

import json
import os
import re
import sys

import pytest

from emulator import compiler
from emulator.compiler import Problem, compile_project
from emulator.errors import BadInput
from emulator.folders import project_root

PAGE = {"app.json": '{"pages": ["a"]}', "a.wxml": "<view/>", "a.js": "Page({})"}


@pytest.fixture
def write(tmp_path):
    def _write(files):
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return _write


def test_a_bundle_is_json_with_the_parts_of_the_protocol(write):
    bundle = compile_project(write(PAGE))
    assert bundle.errors == []
    assert bundle.warnings == []
    assert set(json.loads(bundle.text)) == {
        "format", "app", "templates", "json", "scripts", "typescript", "styles", "errors", "warnings",
    }  # fmt: skip
    assert bundle.app["pages"] == ["a"]


def test_the_same_files_have_the_same_version_and_a_changed_byte_another(write):
    first = compile_project(write(PAGE))
    again = compile_project(write(PAGE))
    changed = compile_project(write({"a.js": "Page({ })"}))
    with_picture = compile_project(write({"a.js": "Page({})", "x.png": b"\x89PNG"}))
    assert again == first
    assert len({first.version, changed.version, with_picture.version}) == 3


def test_problems_have_file_line_and_column(write):
    bundle = compile_project(write({**PAGE, "a.js": "Page({\n  data: {},,\n})", "a.wxml": "<view>\n  <view>\n</view>"}))
    assert {(one.file, one.line, one.column) for one in bundle.errors} == {("a.js", 2, 12), ("a.wxml", 1, 2)}
    says = {"zh": "这里不对", "en": "Unexpected token"}
    assert Problem("a.js", 2, 12, says).told("en") == "a.js:2:12  Unexpected token"
    assert Problem("a.js", 0, 0, says).told("zh") == "a.js  这里不对"


def test_a_problem_is_told_in_one_language_at_a_time(write):
    """Only a parser's own words are English in both."""
    texts = {
        "app.json": '{"pages": ["a", "b"], "tabBar": {"list": [{"pagePath": "c"}]}}',
        "a.wxml": "<view>\n<include src='d'/>",
        "a.js": "Page({",
    }
    problems = compile_project(write({**PAGE, **texts})).errors
    assert len(problems) == 5
    for one in problems:
        assert re.search("[\u4e00-\u9fff]", one.says["zh"])
        assert not re.search("[\u4e00-\u9fff]", one.says["en"])


def test_a_folder_that_is_no_project_says_what_is_missing(write, tmp_path):
    (problem,) = compile_project(tmp_path).errors
    assert (problem.file, problem.line) == ("app.json", 0)
    with pytest.raises(BadInput, match="there is no folder"):
        compile_project(tmp_path / "gone")


def test_all_but_text_files_are_assets(write):
    bundle = compile_project(write({**PAGE, "img/logo.png": b"\x89PNG", "f.woff2": b"x", "cert.unknown": b"y"}))
    assert [(asset.path, asset.type) for asset in bundle.assets] == [
        ("cert.unknown", "application/octet-stream"), ("f.woff2", "font/woff2"), ("img/logo.png", "image/png"),
    ]  # fmt: skip
    assert all(asset.file.is_file() for asset in bundle.assets)


def test_hidden_files_node_modules_and_links_that_lead_out_stay_out(write, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.js").write_text("module.exports = 'secret'")
    (outside / "secret.png").write_bytes(b"x")
    root = write({**PAGE, ".git/config.js": "x", ".env.js": "x", "node_modules/m/index.js": "x"})
    (root / "out.js").symlink_to(outside / "secret.js")
    (root / "out").symlink_to(outside, target_is_directory=True)
    bundle = compile_project(root)
    assert set(json.loads(bundle.text)["scripts"]) == {"a"}
    assert bundle.assets == []


def test_miniprogram_root_is_honoured(write, tmp_path):
    root = write({"project.config.json": '{"miniprogramRoot": "dist/"}', **{f"dist/{k}": v for k, v in PAGE.items()}})
    assert project_root(root) == (tmp_path / "dist").resolve()
    assert compile_project(root).errors == []


@pytest.mark.parametrize("named", ["../", "/etc"])
def test_a_miniprogram_root_outside_is_refused(write, named):
    with pytest.raises(BadInput, match="no folder inside the project"):
        compile_project(write({**PAGE, "project.config.json": json.dumps({"miniprogramRoot": named})}))


def test_a_byte_order_mark_and_bad_utf8_do_no_harm(write):
    bundle = compile_project(
        write({**PAGE, "app.json": b"\xef\xbb\xbf" + PAGE["app.json"].encode(), "b.js": b"'\xff'"})
    )
    assert bundle.errors == []


def test_typescript_and_modules_become_what_the_loader_runs(write):
    source = "import { b } from './b'\nexport const a: number = b"
    scripts = json.loads(compile_project(write({**PAGE, "u.ts": source, "b.ts": "export const b = 1"})).text)["scripts"]
    assert "require('./b')" in scripts["u"]
    assert ": number" not in scripts["u"]


@pytest.mark.parametrize(
    "config", ['{"miniprogramRoot": "\\u0000"}', '{"a":' * 100_000, b"\xff\xfe"], ids=["nul", "deep", "not-utf-8"]
)
def test_a_broken_project_config_is_one_line(write, config):
    with pytest.raises(BadInput, match=r"^[^\n]*project\.config\.json: [^\n]*$"):
        compile_project(write({**PAGE, "project.config.json": config}))


@pytest.mark.parametrize("file", ["app.json", "package.json"])
def test_json_without_end_is_no_crash(write, file):
    found = compile_project(write({**PAGE, file: '{"a":' * 100_000, "node_modules/m/index.js": ""}))
    assert bool(found.errors) == (file == "app.json")


def test_a_link_to_itself_is_no_file(write):
    root = write(PAGE)
    (root / "circle.js").symlink_to(root / "circle.js")
    assert compile_project(root).errors == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_told(write):
    root = write(PAGE)
    with open(os.fsencode(root) + b"/\xff.js", "wb"):
        pass
    with pytest.raises(BadInput, match="is not UTF-8"):
        compile_project(root)


def test_a_file_that_cannot_be_read_is_told(write, monkeypatch):
    root = write({**PAGE, "unread.js": ""})

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("emulator.compiler.Path.read_text", refuse)
    with pytest.raises(BadInput, match="Permission denied"):
        compile_project(root)


def test_after_a_change_the_bundle_is_that_of_a_compiler_that_has_seen_nothing_before(write):
    """The compiler keeps the files of a project; what was changed, added and removed since reaches it."""
    root = write(PAGE | {"b.js": "exports.b = 1", "a.wxss": "view { color: red }"})
    compile_project(root)
    write({"a.js": "Page({ data: { changed: 1 } })", "c.js": "exports.c = 1"})
    (root / "b.js").unlink()
    (root / "a.wxss").unlink()
    changed = compile_project(root)
    assert set(json.loads(changed.text)["scripts"]) == {"a", "c"}
    compiler._isolate().close()
    compiler._made.cache_clear()
    assert compile_project(root) == changed


def test_of_many_projects_the_compiler_keeps_the_files_of_those_used_last(tmp_path):
    roots = [tmp_path / str(number) for number in range(compiler._PROJECTS + 2)]
    for root in roots:
        root.mkdir()
        for path, text in PAGE.items():
            (root / path).write_text(f"{text} " if path != "a.js" else f"Page({{ data: {{ at: {root.name} }} }})")
    bundles = [compile_project(root) for root in roots]
    assert list(compiler._isolate()._given) == [str(root) for root in roots[2:]]
    (roots[0] / "a.wxml").write_text("<text/>")
    assert json.loads(compile_project(roots[0]).text)["scripts"] == json.loads(bundles[0].text)["scripts"]
    assert len({bundle.version for bundle in bundles}) == len(roots)
