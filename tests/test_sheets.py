"""Projects whose style sheets are Sass or Less, as the developer tools' compiler plugins take them."""

import json

import pytest

from emulator.compiler import compile_project

APP = {"app.json": '{"pages": ["p/a"]}', "p/a.wxml": "<view/>", "p/a.js": "Page({})"}


@pytest.fixture
def styles(tmp_path):
    def compiled(files):
        for path, text in {**APP, **files}.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        bundle = compile_project(tmp_path)
        made = json.loads(bundle.text)["styles"]
        return {path: " ".join(sheet["css"].split()) for path, sheet in made.items()}, [
            e.told("en") for e in bundle.errors
        ]

    return compiled


# https://developers.weixin.qq.com/miniprogram/dev/devtools/compilets.html
@pytest.mark.parametrize(
    "files",
    [
        {
            "p/a.scss": '@use "sass:math"; @import "../lib/vars";'
            ".a { width: math.div(10px, 2); &:hover { color: $red } }",
            "lib/_vars.scss": "$red: red;",
        },
        {
            "p/a.sass": '@import "/lib/vars"\n.a\n  width: 5px\n  &:hover\n    color: $red',
            "lib/vars.scss": "$red: red;",
        },
        {
            "p/a.less": '@import "../lib/vars"; .a { width: (10px / 2); &:hover { color: @red } }',
            "lib/vars.less": "@red: red;",
        },
    ],
)
def test_a_sheet_becomes_the_style_of_its_page(styles, files):
    made, errors = styles(files)
    assert errors == []
    assert made["p/a"] == ".a { width: 5px; } .a:hover { color: red; }"
    assert set(made) == {"app", "p/a"} or set(made) == {"p/a"}


def test_wxss_that_is_there_goes_before_a_sheet_of_the_same_name(styles):
    made, errors = styles({"p/a.scss": ".a { color: $nothing }", "p/a.wxss": ".a { color: blue }"})
    assert (errors, made["p/a"]) == ([], ".a { color: blue }")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"p/a.scss": ".b{}\n.a { color: $no }"}, "p/a.scss:2:13  Sass: Undefined variable."),
        ({"p/a.less": ".b{}\n.a { color: @no }"}, "p/a.less:2:13  Less: variable @no is undefined"),
        ({"p/a.scss": '@import "./b";', "p/b.scss": "\n.b { c: $x }"}, "p/b.scss:2:9  Sass: Undefined variable."),
        ({"p/a.scss": '@import "gone";'}, "p/a.scss:1:9  Sass: Can't find stylesheet to import."),
        ({"p/a.less": '@import "gone";'}, "Less: 'gone' wasn't found"),
    ],
)
def test_a_mistake_in_a_sheet_is_told_where_it_stands(styles, files, says):
    _, [error] = styles(files)
    assert says in error
