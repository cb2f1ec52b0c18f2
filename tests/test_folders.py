"""Folders that people point at: where the mini-program in them is, or what they are instead."""

import json

import pytest

from emulator.cli.dev import _tell_of_above
from emulator.errors import BadInput
from emulator.folders import compile_modes, expect_project
from emulator.worldfile import NO_APP_ID, app_id_of

APP = {"app.json": '{"pages": ["a"]}'}


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"README.md": ""}, "no app.json, so it is no mini-program"),
        ({"src/app.json": "{}", "src/pages/app.json": "{}"}, "open it: src$"),
        ({"a/b/project.config.json": {"miniprogramRoot": "c"}, "a/b/c/app.json": "{}"}, "open it: a/b$"),
        ({"node_modules/m/app.json": "{}", ".git/app.json": "{}"}, "folder that this makes.$"),
        ({"1/2/3/4/5/app.json": "{}"}, "folder that this makes.$"),
        ({"game.json": "{}"}, "a mini-game"),
        ({"project.config.json": {"compileType": "game", "miniprogramRoot": "m"}, "m/game.json": "{}"}, "a mini-game"),
        ({"project.config.json": {"miniprogramRoot": "dist/"}, "src/app.json": "{}"}, "dist/.* must be built.* src$"),
        ({"project.config.json": "[]"}, "project.config.json: it should be an object"),
        ({"project.config.json": "{"}, "project.config.json: "),
    ],
)
def test_a_folder_without_a_mini_program_is_refused_in_words_that_help(tmp_path, files, says):
    with pytest.raises(BadInput, match=says):
        expect_project(write(tmp_path, files))


@pytest.mark.parametrize("config", [{}, {"appid": ""}, {"appid": None}])
def test_a_project_without_an_app_id_runs_under_one_of_ours(tmp_path, config):
    assert app_id_of(write(tmp_path, {**APP, "project.config.json": config})) == NO_APP_ID


def test_compile_modes_give_pages_their_queries(tmp_path):
    """https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html"""
    own = [{"pathName": "pages/a", "query": "id=1"}, {"pathName": "pages/a", "query": "id=2"}, {"pathName": "pages/b"}]
    older = {"list": [{"path": "pages/c?x=1"}, {"pathName": "pages/d", "query": "y=1"}, "no mode"]}
    write(tmp_path, {
        "project.config.json": {"condition": {"miniprogram": {"list": own}, "weapp": older, "game": {"list": []}}},
        "project.private.config.json": {
            "condition": {"miniprogram": {"list": [{"pathName": "/pages/d", "query": "z=1"}]}},
        },
    })  # fmt: skip
    assert compile_modes(tmp_path) == {"pages/a": "id=1", "pages/c": "x=1", "pages/d": "z=1"}


@pytest.mark.parametrize("condition", [None, [], {"miniprogram": []}, {"miniprogram": {"list": {}}}])
def test_other_forms_of_it_give_none(tmp_path, condition):
    assert compile_modes(write(tmp_path, {"project.config.json": {"condition": condition}})) == {}


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ("shop/mini", "project.config.json, world.yaml in {above} is not used; to use it: wxemu dev {above}\n"),
        ("shop/other", "world.yaml in {above} is not used; to use it: --world {above}/world.yaml\n"),
        ("shop", ""),
    ],
)
def test_files_one_folder_up_that_are_not_used_are_named(tmp_path, capsys, root, told):
    for folder in ("shop/mini", "shop/other"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "shop/project.config.json").write_text('{"miniprogramRoot": "mini"}')
    (tmp_path / "shop/world.yaml").write_text("seed: 1")
    _tell_of_above(tmp_path / root, None, "en")
    assert capsys.readouterr().err == told.format(above=(tmp_path / root).parent)
