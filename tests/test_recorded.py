"""What is done, act by act, as the steps of a scenario."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support import Shop

from emulator.accounts import COMPONENT
from emulator.admin import serve
from emulator.cli.record import _keep
from emulator.recording import MOST_PICTURES, Act, Recording, Sight
from emulator.scenario.answers import answers
from emulator.scenario.drafting import Draft
from emulator.scenario.proof import expectations
from emulator.scenario.proving import prove
from emulator.scenario.recorded import Steps, Written, duration
from emulator.shipped import bundled

APP = "wx00000000000000a1"


@pytest.fixture
def shop():
    shop = Shop()
    shop.open()
    shop.world.recording = Recording("command", shop.world.clock.now())
    return shop


def steps(shop, *acts):
    made = Steps(shop.world, APP, 0).write(list(acts))
    return [one.row for one in made.rows], made.lost


def act(name, app=APP, sheet=None, **params):
    return Act(name, params, 0, 0, app, sheet)


SHEETS = {
    "addCard": {"kind": "addCard", "content": {}},
    "openApp": {"kind": "openApp", "content": {"appId": "wxb"}},
    "modal": {"kind": "modal", "content": {}},
}

ACTS = {
    "tap by text": (act("App.did", do="tap", text="Buy"), {"tap": "Buy"}),
    "tap beside": (act("App.did", do="tap", text="Buy", near="Tea"), {"tap": {"text": "Buy", "near": "Tea"}}),
    "tap nth": (act("App.did", do="tap", selector=".x", nth=2), {"tap": {"selector": ".x", "nth": 2}}),
    "tab": (act("App.did", do="tab", value="Mine"), {"tap": "Mine"}),
    "chevron": (act("App.did", do="back"), {"user": "swipes_back"}),
    "typed": (act("App.did", do="type", selector=".n", value="x"), {"type": "x", "into": ".n"}),
    "typed into one of several": (
        act("App.did", do="type", selector="input", nth=2, value="x"),
        {"type": "x", "into": {"selector": "input", "nth": 2}},
    ),
    "chosen beside": (
        act("App.did", do="choose", selector="picker", near="Size", value=1),
        {"choose": 1, "in": {"selector": "picker", "near": "Size"}},
    ),
    "chosen": (act("App.did", do="choose", selector=".n", value=1), {"choose": 1, "in": ".n"}),
    "claim": (
        act("Sheet.answer", sheet=SHEETS["addCard"], answer={"action": "confirm"}),
        {"expect_call": "addCard", "user": "accepts"},
    ),
    "jump": (
        act("Sheet.answer", sheet=SHEETS["openApp"], answer={"action": "cancel"}),
        {"expect_call": "navigateToMiniProgram", "with": {"appId": "wxb"}, "user": "cancels"},
    ),
    "dialog": (
        act("Sheet.answer", sheet=SHEETS["modal"], answer={"action": "confirm", "content": "hi"}),
        {"user": "accepts", "with": {"content": "hi"}},
    ),
    "back": (act("Phone.back"), {"user": "swipes_back"}),
    "ring": (act("Phone.closeApp"), {"user": "closes_app"}),
    "again": (act("Phone.openApp", appId=APP), {"user": "returns"}),
    "a page": (act("Phone.openApp", appId=APP, path="pages/a/a", scene=1007), {"open": "pages/a/a", "scene": 1007}),
    "wallet": (act("Phone.openWallet"), {"user": "opens_wallet"}),
    "clock": (act("POST clock/advance", ms=90_000), {"move_clock": "90s"}),
    "fault": (act("POST faults", fault="ticket-72012"), {"fault": "ticket-72012"}),
    "event": (act("POST events", event="user_get_card", set={"a": 1}), {"event": "user_get_card", "set": {"a": 1}}),
    "settings": (act("PATCH phone", baseLibrary="2.0.0"), {"set": {"phone": {"base_library": "2.0.0"}}}),
    "switch": (act("PATCH world", switches={"tap.needed": False}), {"set": {"switches": {"tap.needed": False}}}),
    "fails": (
        act("POST rules", on="addCard", times=1, outcome={"error": "system error", "delay": 8000}),
        {"when": "addCard", "answer": {"fail": "system error"}, "takes": "8s"},
    ),
    "never": (
        act("POST rules", on="addCard", times=2, outcome={"lost": True}),
        {"when": "addCard", "answer": {"lost": True}, "times": 2},
    ),
    "ruled user": (
        act("POST rules", on="addCard", times=1, outcome={"answer": {"action": "cancel"}}),
        {"when": "addCard", "user": "cancels"},
    ),
}


@pytest.mark.parametrize(("given", "row"), ACTS.values(), ids=ACTS)
def test_an_act_is_the_step_a_person_would_write(shop, given, row):
    assert steps(shop, given) == ([row], [])


@pytest.mark.parametrize(
    "given",
    [
        act("POST rules", on="addCard", times=None, outcome={"lost": True}),
        act("POST faults", fault="push-down", on=False),
        act("PATCH accounts/wxa", verified=False),
        act("Phone.scan", text="https://elsewhere.example"),
        act("App.did", do="type", value="x"),
        act("Phone.openApp", appId="wxother"),
    ],
    ids=lambda given: given.name,
)
def test_what_no_step_can_say_is_named(shop, given):
    rows, lost = steps(shop, given)
    assert rows == []
    assert len(lost) == 1


def test_what_was_refused_is_no_step(shop):
    shop.line.say("Phone.openCard", {"code": "1", "cardId": "p1"})
    [kept] = shop.world.recording.acts
    assert kept.refused
    assert steps(shop, kept) == ([], [])


def test_acts_are_kept_with_the_sheet_they_answer_and_a_reset_begins_anew(shop):
    shop.line.wx("addCard", {"cardList": [shop.item(shop.card())]})
    shop.line.answer("cancel")
    [kept] = shop.world.recording.acts
    assert (kept.name, kept.sheet["kind"], kept.params["answer"]) == ("Sheet.answer", "addCard", {"action": "cancel"})
    serve(shop.world, "PATCH", "phone", {}, b'{"theme": "dark"}')
    serve(shop.world, "PATCH", "phone", {}, b'{"theme": "no"}')
    serve(shop.world, "GET", "world", {}, b"")
    assert [(one.name, one.refused) for one in shop.world.recording.acts[1:]] == [
        ("PATCH phone", False),
        ("PATCH phone", True),
    ]
    serve(shop.world, "POST", "reset", {}, b"")
    assert [one for one in shop.world.recording.acts if one.name != "POST reset"] == []


def test_in_the_component_the_sent_form_is_one_step(shop):
    journal = shop.world.journal
    journal.add("app", "wx.memberCardOpen", "start", app=COMPONENT)
    first = journal.last
    journal.add("app", "wx.memberCardSubmit", "start", app=COMPONENT, detail={"params": {"fields": {"NAME": "Li"}}})
    sent = journal.last
    journal.add("app", "wx.navigateBackMiniProgram", "start", app=COMPONENT)
    acts = [
        Act("App.did", {"do": "tap", "text": "Join"}, 0, first - 1, COMPONENT),
        Act("App.did", {"do": "tap", "text": "Send"}, 0, first, COMPONENT),
        Act("App.did", {"do": "tap", "text": "Back"}, 0, sent, COMPONENT),
    ]
    assert steps(shop, *acts)[0] == [{"user": "submits_form", "with": {"NAME": "Li"}}, {"user": "comes_back"}]


@pytest.mark.parametrize(
    ("ms", "text"), [(500, "500ms"), (8000, "8s"), (120_000, "2m"), (90_000, "90s"), (86_400_000, "1d"), (0, "0ms")]
)
def test_lengths_of_time(ms, text):
    assert duration(ms) == text


def asked(shop, url, body, status=200, ok=True, **more):
    journal = shop.world.journal
    journal.add("app", "wx.request", "start", app=APP, detail={"params": {"url": url, "method": "GET"}})
    result = {"statusCode": status, "header": {"content-type": "application/json"}, "body": body}
    journal.add("wechat", "wx.request", "end", app=APP, of=journal.last, ok=ok, detail={"result": result}, **more)


def test_what_servers_answered_is_kept_as_few_replies(shop):
    for body in ('{"n": 1}', '{"n": 2}', '{"n": 2}'):
        asked(shop, "https://a.example/n?t=1", body)
    asked(shop, "https://a.example/page?p=1", "1")
    asked(shop, "https://a.example/page?p=2", "2", status=500)
    asked(shop, "https://house.example/menu", "{}")
    replies, lost = answers(shop.world.journal.entries, APP, {"house.example"})
    assert replies == {
        "GET https://a.example/n": [{"data": {"n": 1}}, {"data": {"n": 2}}],
        "GET https://a.example/page?p=1": {"data": 1},
        "GET https://a.example/page?p=2": {"status": 500, "data": 2},
    }
    assert lost == []


def test_a_long_recording_keeps_its_ends_and_says_how_many_pictures_went():
    recording = Recording("page", 0)
    for number in range(MOST_PICTURES + 1):
        picture = {"width": 1, "height": 1, "html": f"<style>{'x' * 300}</style>{number}"}
        recording.see(Sight(number, number, APP, "pages/a/a", "", picture))
    kept = [sight.seq for sight in recording.sights if sight.picture]
    assert len(kept) + recording.dropped == MOST_PICTURES + 1
    assert recording.dropped > 50
    assert (kept[0], kept[-1]) == (0, MOST_PICTURES)
    assert len(recording.texts) == 1, "what they share is kept once"


@pytest.mark.parametrize("sights", [["Menu\nbought"], ["", "Menu\nbought"], ["Menu", "Menu\nbought"]])
def test_what_is_new_on_the_page_is_told_however_late_the_first_picture_came(shop, sights):
    front = shop.phone.front
    route = {"instance": front.instance, "stack": [{"path": "pages/a/a", "query": {}}], "title": "A"}
    shop.line.say("App.route", route)
    recording = shop.world.recording
    recording.acts.append(act("App.did", front.app_id, do="tap", page="pages/a/a", shows="Menu", text="Buy"))
    for number, text in enumerate(sights):
        recording.see(Sight(number, number, front.app_id, "pages/a/a", text))
    assert expectations(shop.world, front.app_id, recording)["page_shows"] == ["bought"]


# -- the command ------------------------------------------------------------------------------------------------------


def record(*arguments):
    command = [
        sys.executable,
        "-m",
        "emulator",
        "record",
        *map(str, arguments),
        "--no-open",
        "--port",
        "0",
        "--lang",
        "en",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_where_nothing_was_done_nothing_is_written(tmp_path):
    with record("-o", tmp_path / "a.scenario.yaml", "--format", "json") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "nothing is written" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("there.scenario.yaml", 3, "is not overwritten"),
        ("no/a.scenario.yaml", 3, "there is no folder"),
        ("a.yaml", 2, "ends with .scenario.yaml"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anybody_clicks(tmp_path, name, code, says):
    (tmp_path / "there.scenario.yaml").write_text("mine")
    with record("-o", tmp_path / name) as process:
        out, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert says in told
    assert out == ""
    assert (tmp_path / "there.scenario.yaml").read_text() == "mine"


# -- run before it is called good -------------------------------------------------------------------------------------


def made(*rows, waited=(), rest=0, **expect):
    steps = [Written(row, waited=dict(waited).get(at, 0)) for at, row in enumerate(rows)]
    own = {"clock": {"starts_at": "2026-11-28T10:00:00+08:00"}}
    return Draft("Coffee", "wxemu:coffee", "late", own, steps, expect, rest=rest)


def test_time_passes_only_where_a_step_needs_it():
    late = {"when": "addCard", "user": "accepts", "takes": "8s"}
    draft = made(late, {"tap": "三张一起领"}, waited=[(1, 4000)], rest=8500, toast="已放进你的卡包")
    proven, result = prove(draft, Path("late.scenario.yaml"), Path.cwd())
    assert result.ok, result.faults
    assert proven.pauses == {2}, "not before the tap, where the user waited too"
    assert "- move_clock: 9s   # so long the user waited\n" in proven.text()


def test_what_does_not_hold_is_named_and_the_file_is_kept(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "late.scenario.yaml"
    draft = made({"tap": "三张一起领"}, {"user": "cancels"}, toast="never said")
    _, result = _keep(draft, file, bundled("apps/coffee"), "en")
    assert not result.ok
    out = capsys.readouterr().out
    assert "does not pass when it is run" in out
    assert "never said" in out
    assert "toast: never said" in file.read_text("utf-8")


def test_bytes_and_files_that_servers_answered_are_kept_as_base64(shop):
    journal = shop.world.journal

    def made(name, params, result):
        journal.add("app", f"wx.{name}", "start", app=APP, detail={"params": params})
        journal.add("wechat", f"wx.{name}", "end", app=APP, of=journal.last, ok=True, detail={"result": result})

    def body(text, kind):
        return {"statusCode": 200, "header": {"content-type": kind}, "body": text}

    at = "https://a.example/"
    made("request", {"url": f"{at}raw", "method": "GET", "responseType": "arraybuffer"}, body("AAEC", "image/png"))
    made("request", {"url": f"{at}xml"}, body("<a/>", "application/xml"))
    made("request", {"url": f"{at}broken"}, body("\ufffdPNG", "image/png"))
    made("request", {"url": f"{at}large", "responseType": "arraybuffer"}, body("AAEC" * 20_000, "image/png"))
    got = {"statusCode": 404, "header": {"content-type": "image/gif"}, "type": "image/gif", "base64": "R0lG"}
    made("downloadFile", {"url": f"{at}logo.gif"}, got)
    sent = {"statusCode": 200, "header": {"content-type": "application/json"}, "data": '{"id": 1}'}
    made("uploadFile", {"url": f"{at}photo", "name": "f"}, sent)
    replies, lost = answers(journal.entries, APP, set())
    assert replies == {
        "GET https://a.example/raw": {"base64": "AAEC", "header": {"content-type": "image/png"}},
        "GET https://a.example/xml": {"data": "<a/>", "header": {"content-type": "application/xml"}},
        "GET https://a.example/logo.gif": {
            "status": 404, "base64": "R0lG", "header": {"content-type": "image/gif"},
        },
        "POST https://a.example/photo": {"data": {"id": 1}},
    }  # fmt: skip
    assert lost == ["the answer to GET https://a.example/broken", "the answer to GET https://a.example/large"]
