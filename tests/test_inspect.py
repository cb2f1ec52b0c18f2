"""A look into a running mini-program: its nodes, their data, what is stored."""

import pytest

from emulator.realm import DriveError
from emulator.testing import open_project

FILES = {
    "app.json": '{"pages": ["a"]}',
    "a.json": '{"usingComponents": {"own-box": "./box"}}',
    "a.js": """Page({
  data: { list: [{ title: 'one' }, { title: 'two' }], run() {}, self: null },
  onLoad() { wx.setStorageSync('seen', { at: 1 }) },
  stored() { return wx.getStorageSync('seen') },
})""",
    "a.wxml": """<view id="top" class="row big" data-n="3">hello</view>
<block wx:for="{{list}}" wx:key="title"><own-box title="{{item.title}}"><text>in the slot</text></own-box></block>""",
    "box.json": '{"component": true}',
    "box.js": "Component({ properties: { title: String }, data: { open: false } })",
    "box.wxml": "<view class='box'>{{title}} {{open}}<slot/></view>",
}


@pytest.fixture
def look(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).write_text(text)
    with open_project(tmp_path) as app:
        yield lambda do, **more: app._host.drive(do="look", value={"do": do, **more})


def find(node, tag):
    found = [node] if node["tag"] == tag else []
    return found + [one for child in node["children"] if isinstance(child, dict) for one in find(child, tag)]


def test_the_tree_reads_as_the_wxml_says_it(look):
    tree = look("tree")
    assert (tree["path"], tree["cut"]) == ("a", False)
    root = tree["root"]
    assert (root["tag"], root["custom"]) == ("page", "a")
    top, first, second = root["children"]
    assert top["attributes"] == {"id": "top", "class": "row big", "data-n": "3"}
    assert (top["tag"], top["custom"], top["children"]) == ("view", "", ["hello"])
    assert [first["tag"], first["custom"], second["custom"]] == ["own-box", "box", "box"]
    [inside] = first["children"]
    assert inside["children"][0] == "one false"
    assert inside["children"][1]["children"] == ["in the slot"]


def test_nodes_keep_their_numbers(look):
    assert look("tree") == look("tree")


def test_data_of_the_page_and_of_a_component_are_read_and_changed(look):
    data = look("data")
    assert data["path"] == "a"
    assert data["data"]["list"] == [{"title": "one"}, {"title": "two"}]
    box = find(look("tree")["root"], "own-box")[1]["id"]
    assert look("data", node=box) == {"path": "box", "data": {"title": "two", "open": False}}
    look("setData", node=box, data={"open": True})
    look("setData", data={"list[0].title": "ONE"})
    texts = [box["children"][0]["children"][0] for box in find(look("tree")["root"], "own-box")]
    assert texts == ["ONE false", "two true"]


def test_what_is_stored_is_read_and_changed_as_the_app_sees_it(look):
    assert look("storage") == {"values": {"seen": {"at": 1}}}
    look("setStorage", key="seen", value=[1, 2])
    look("setStorage", key="more", value="x")
    assert look("storage")["values"] == {"seen": [1, 2], "more": "x"}
    look("removeStorage", key="seen")
    assert look("storage")["values"] == {"more": "x"}
    look("clearStorage")
    assert look("storage")["values"] == {}


@pytest.mark.parametrize(
    ("do", "more"), [("data", {"node": 999}), ("setData", {"node": 999, "data": {}}), ("dance", {})]
)
def test_what_cannot_be_looked_at_is_refused_in_words(look, do, more):
    with pytest.raises(DriveError):
        look(do, **more)


def test_changes_reach_the_phones_storage(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).write_text(text)
    with open_project(tmp_path) as app:
        app._host.drive(do="look", value={"do": "setStorage", "key": "seen", "value": {"at": 2}})
        assert app.phone.storage[app.app_id] == {"seen": '{"at":2}'}
        assert app.call("stored") == {"at": 2}
