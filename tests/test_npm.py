"""node_modules to miniprogram_npm: https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html"""

import json

import pytest

from emulator.compiler import compile_project
from emulator.testing import open_project


def write(root, files):
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return root


@pytest.fixture
def project(tmp_path):
    """app.json lies in a folder of its own, package.json above it."""
    return write(tmp_path, {
        "project.config.json": {"miniprogramRoot": "mini", "appid": "wx1234567890abcdef"},
        "package.json": {"dependencies": {"plain": "1", "wxlib": "1", "../evil": "1"}},
        "mini/app.json": {"pages": ["a/a"]},
        "mini/app.js": "App({})",
        "mini/a/a.json": {"usingComponents": {"w-b": "wxlib/b/b"}},
        "mini/a/a.wxml": "<w-b/><text>{{sum}}</text>",
        "mini/a/a.js": "const { add } = require('plain'); Page({ data: { sum: add(1, 2) } })",
        "node_modules/plain/package.json": {"main": "lib/main.js", "dependencies": {"deeper": "1"}},
        "node_modules/plain/lib/main.js": "const one = require('./one'); exports.add = (a, b) => a + b * one.x",
        "node_modules/plain/lib/one.js": "exports.x = require('deeper').x",
        "node_modules/plain/lib/unused.js": "throw 1",
        "node_modules/deeper/package.json": {},
        "node_modules/deeper/index.js": "exports.x = 10",
        "node_modules/wxlib/package.json": {"miniprogram": "dist"},
        "node_modules/wxlib/src.js": "throw 1",
        "node_modules/wxlib/dist/b/b.json": {"component": True},
        "node_modules/wxlib/dist/b/b.js": "Component({})",
        "node_modules/wxlib/dist/b/b.wxml": "<text>from npm</text>",
    })  # fmt: skip


def test_packages_are_found_as_after_build_npm(project):
    with open_project(project) as app:
        assert "21" in app.text()
        assert "from npm" in app.text()


def test_only_what_is_needed_is_laid_there(project):
    scripts = json.loads(compile_project(project).text)["scripts"]
    assert sorted(path for path in scripts if path.startswith("miniprogram_npm/")) == [
        "miniprogram_npm/deeper/index", "miniprogram_npm/plain/index", "miniprogram_npm/plain/lib/main",
        "miniprogram_npm/plain/lib/one", "miniprogram_npm/wxlib/b/b",
    ]  # fmt: skip


def test_what_was_built_already_wins(project):
    write(project, {"mini/miniprogram_npm/plain/index.js": "exports.add = () => 'built'"})
    with open_project(project) as app:
        assert "built" in app.text()


# https://developers.weixin.qq.com/miniprogram/dev/extended/weui/quickstart.html
def test_an_extended_library_brings_components_and_styles(project):
    write(project, {"mini/app.json": {"pages": ["a/a"], "useExtendedLib": {"weui": True}}})
    bundle = compile_project(project)
    assert ["npm install weui-miniprogram" in one.says["en"] for one in bundle.warnings] == [True]
    write(project, {
        "node_modules/weui-miniprogram/package.json": {"miniprogram": "miniprogram_dist"},
        "node_modules/weui-miniprogram/miniprogram_dist/weui-wxss/dist/style/weui.wxss": ".weui-cell { color: red }",
        "node_modules/weui-miniprogram/miniprogram_dist/badge/badge.json": {"component": True},
        "node_modules/weui-miniprogram/miniprogram_dist/badge/badge.js": "Component({})",
        "node_modules/weui-miniprogram/miniprogram_dist/badge/badge.wxml": "<text>8</text>",
        "mini/a/a.json": {"usingComponents": {"mp-badge": "weui-miniprogram/badge/badge", "w-b": "wxlib/b/b"}},
        "mini/a/a.wxml": "<mp-badge/>",
    })  # fmt: skip
    bundle = compile_project(project)
    assert bundle.warnings == []
    assert ".weui-cell" in json.loads(bundle.text)["styles"]["app"]["css"]
    with open_project(project) as app:
        assert app.text() == "8"


def test_a_package_that_is_not_installed_is_named_with_what_to_do(project):
    given = {"dependencies": {"plain": "1", "gone-lib": "1", "unused": "1", "@scope/gone": "1"}}
    more = {
        "package.json": json.dumps(given, indent=1),
        "mini/a/b.js": "require('gone-lib/dist/x'); 'unused-too'",
        "mini/a/c.json": {"usingComponents": {"x": "@scope/gone/x"}},
    }
    warnings = compile_project(write(project, more)).warnings
    assert [(one.file, one.line, one.column) for one in warnings] == [("package.json", 4, 3), ("package.json", 6, 3)]
    assert f"gone-lib, which a/b.js asks for, is not installed. Run npm install in {project}." in warnings[0].says["en"]
    assert "@scope/gone, which a/c.json" in warnings[1].says["en"]


def test_a_package_that_is_a_link_is_laid_as_any_other(tmp_path):
    """As in workspaces, with pnpm, after npm link."""
    elsewhere = write(tmp_path / "store", {
        "package.json": {"main": "lib/main"}, "lib/main.js": "exports.x = require('./one')",
        "lib/one.js": "module.exports = 1",
    })  # fmt: skip
    root = write(tmp_path / "app", {
        "app.json": {"pages": ["a"]}, "a.wxml": "<view/>", "a.js": "Page({ data: require('linked') })",
        "package.json": {"dependencies": {"linked": "1"}}, "node_modules/.keep": "",
    })  # fmt: skip
    (root / "node_modules/linked").symlink_to(elsewhere, target_is_directory=True)
    bundle = compile_project(root)
    assert bundle.errors == []
    laid = [path for path, _ in bundle.sources if path.startswith("miniprogram_npm/linked/")]
    assert laid == [f"miniprogram_npm/linked/{name}" for name in ("index.js", "lib/main.js", "lib/one.js")]


def test_a_package_brings_nothing_from_outside(tmp_path):
    """Neither by links, nor by where it says that its main module is, nor by its name."""
    outside = write(tmp_path / "outside", {"secret.js": "SECRET", "secret.png": "SECRET", "index.js": "SECRET",
                                           "miniprogram_dist/index.js": "SECRET"})  # fmt: skip
    root = write(tmp_path / "app", {
        "app.json": {"pages": ["a"]}, "a.wxml": "<view/>", "a.js": "Page({})",
        "package.json": {"dependencies": {"dist": "1", "main": "1", "asks": "1", str(outside): "1", "\0": "1"}},
        "node_modules/dist/miniprogram_dist/index.js": "",
        "node_modules/main/package.json": {"main": "../../../outside/secret.js"},
        "node_modules/asks/index.js": "require('../../../outside/secret')",
    })  # fmt: skip
    for name in ("secret.js", "secret.png"):
        (root / "node_modules/dist/miniprogram_dist" / name).symlink_to(outside / name)
    bundle = compile_project(root)
    assert "SECRET" not in bundle.text
    assert not any("SECRET" in text for path, text in bundle.sources)
    assert bundle.assets == []
