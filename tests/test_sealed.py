"""Sealed sessions run again, hold no secret, and are read as a file from a stranger."""

import json
import re

import pytest
from click.testing import CliRunner

from emulator.cli import commands
from emulator.errors import BadInput
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.sealed import parcel as parcels
from emulator.sealed.parcel import App, digest, in_script, read_parcel

CANARIES = {
    "secret": "canary-app-secret",
    "api_ticket": "canary-api-ticket",
    "signs_with": "canary-other-ticket",
    "token": "canary-push-token",
    "aes_key": "canaryaeskey" * 3 + "canarya",
    "phone": "13912345678",
    "address": "http://127.0.0.1:9/canary-address",
    "code": "canary-in-the-code",
}

SHOP = {
    "project.config.json": '{"appid": "wx00000000000000aa"}',
    "app.json": '{"pages": ["pages/a/a"]}',
    "pages/a/a.wxml": '<button bindtap="ask">Ask</button><text>{{told}}</text>',
    "pages/a/a.js": f"""
        const APP_SECRET = '{CANARIES["secret"]}'
        Page({{
          data: {{told: ''}},
          ask() {{
            console.log('secret', APP_SECRET)
            wx.setStorageSync('me', {{openid: 'canary-stored-openid'}})
            wx.addCard({{cardList: [], complete: ({{errMsg}}) => this.setData({{told: errMsg}})}})
          }}
        }})""",
    "world.yaml": f"""
accounts:
  - {{app_id: wx00000000000000aa, kind: mini_program, name: Shop, secret: {CANARIES["secret"]}}}
  - app_id: wx00000000000000bb
    kind: official
    name: House
    secret: canary-official-secret
    push: {{url: "{CANARIES["address"]}", token: {CANARIES["token"]}, aes_key: {CANARIES["aes_key"]}, mode: safe}}
user: {{nickname: Anna, phone_number: "{CANARIES["phone"]}"}}
hosts: {{api.shop.example: "{CANARIES["address"]}"}}
""",
    "shop.scenario.yaml": f"""
format: wxemu-scenario/1
title: Shop
app: .
world:
  merchant: {{api_ticket: {CANARIES["api_ticket"]}, signs_with: {CANARIES["signs_with"]}}}
cases:
  - case: cancels
    says: The user cancels.
    steps:
      - tap: Ask
      - user: cancels
    expect:
      page_shows: ["addCard:fail cancel"]
      app_saw: [addCard.complete: {{errMsg: "addCard:fail cancel"}}]
  - case: fails
    says: It is expected otherwise.
    steps:
      - tap: Ask
      - {{user: cancels}}
      - check: {{app_saw: [{{addCard.complete: {{errMsg: "addCard:ok"}}}}]}}
    expect: {{}}
""",
}


@pytest.fixture
def shop(tmp_path, monkeypatch):
    for path, text in SHOP.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wxemu(*arguments):
    return CliRunner().invoke(commands, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def sealed(shop):
    told = wxemu("export", "out.html", "--html", "--scenario", "shop.scenario.yaml", "--case", "cancels")
    assert told.exit_code == 0, told.output
    return shop / "out.html"


def session_of(file):
    found = re.search(r'<script type="application/json" id="session">(.*?)</script>', file.read_text(), re.DOTALL)
    assert found
    return json.loads(found[1])


def changed(file, **parts):
    """The file with another parcel, whose hash is right."""
    session = session_of(file)
    parcel = {**session["parcel"], **parts}
    apps = tuple(App(one["appId"], one["name"], one["icon"], one["bundle"]) for one in parcel["apps"])
    parcel["hash"] = digest(parcel["scenario"], apps)
    return with_session(file, {**session, "parcel": parcel})


def with_session(file, session):
    other = file.with_name("other.html")
    text = file.read_text()
    start = text.index('id="session">') + len('id="session">')
    other.write_text(text[:start] + in_script(session) + text[text.index("</script>", start) :])
    return other


def test_it_runs_again_without_the_project(sealed, tmp_path_factory, monkeypatch):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    sealed.rename(elsewhere / "out.html")
    monkeypatch.chdir(elsewhere)
    told = wxemu("test", "out.html")
    assert told.exit_code == 0, told.output
    assert "1 passed" in told.output


def test_no_secret_stands_in_it_and_the_run_has_others(sealed):
    text = sealed.read_text()
    for canary in CANARIES.values():
        assert canary not in text
    for canary in ("canary-official-secret", "canary-stored-openid"):
        assert canary not in text
    session = session_of(sealed)
    assert "redacted-" in session["parcel"]["scenario"]
    [phone] = re.findall(r"phone_number: '?(\d+)", session["parcel"]["scenario"])
    assert re.fullmatch(r"138\d{8}", phone), "a phone number stays one that a form takes"
    assert "redacted-" in session["parcel"]["apps"][0]["bundle"]


def test_it_holds_a_picture_for_each_step_and_the_whole_journal(sealed):
    session = session_of(sealed)
    assert [("addCard:fail cancel" in frame["html"]) for frame in session["frames"]][-1]
    assert "sheet" in session["frames"][1]["html"]
    assert {"wx.addCard", "App.onLaunch"} & {entry["kind"] for entry in session["entries"]}
    assert session["parcel"]["faults"] == []


def test_a_failure_is_handed_over_and_fails_the_same_way(shop):
    told = wxemu("test", "shop.scenario.yaml", "--seal", "sealed")
    assert told.exit_code == 1
    [file] = (shop / "sealed").iterdir()
    assert file.name == "shop.fails.html"
    [fault] = session_of(file)["parcel"]["faults"]
    assert "addCard:ok" in fault
    again = wxemu("test", file)
    assert again.exit_code == 1
    assert "addCard:ok" in again.output
    assert "addCard:fail cancel" in again.output


def test_a_strangers_world_reaches_nothing_outside(sealed):
    scenario = session_of(sealed)["parcel"]["scenario"]
    evil = scenario.replace("hosts: {}", 'hosts: {evil.example: "http://169.254.169.254/"}')
    assert evil != scenario
    case = load(changed(sealed, scenario=evil)).cases[0]
    assert case.world["hosts"] == {}
    assert all("push" not in row for row in case.world["accounts"])
    assert run_case(case, load(sealed)).ok


def test_a_foreign_or_damaged_file_is_one_clear_line(sealed, monkeypatch):
    session = session_of(sealed)
    page = "<!doctype html><p>hello</p>"
    cases = [
        (page, "is no sealed session"),
        (sealed.read_text()[:4000], "is no sealed session"),
        (page + '<script type="application/json" id="session">{</script>', "is damaged"),
        (page + '<script type="application/json" id="session">[]</script>', "is damaged"),
        (page + '<script type="application/json" id="session">' + "[" * 100_000 + "</script>", "is damaged"),
        (with_session(sealed, {**session, "format": "wxemu-session/9"}).read_text(), "another version"),
        (with_session(sealed, {**session, "parcel": None}).read_text(), "a film of the screen alone"),
        (with_session(sealed, {**session, "parcel": {**session["parcel"], "hash": "0"}}).read_text(), "is damaged"),
        (changed(sealed, scenario="a: !!python/object:os.system {}").read_text(), "tags"),
        (changed(sealed, scenario="format: wxemu-scenario/1").read_text(), "title"),
        (changed(sealed, scenario=session["parcel"]["scenario"] + "app: /etc\n").read_text(), "app"),
        (changed(sealed, apps=[{**session["parcel"]["apps"][0], "bundle": "{}"}]).read_text(), "cannot be read"),
        (changed(sealed, apps=[{**session["parcel"]["apps"][0], "appId": "../x"}]).read_text(), "no app id"),
        (changed(sealed, apps=session["parcel"]["apps"] * 9).read_text(), "more than 8"),
    ]
    for text, says in cases:
        file = sealed.with_name("bad.html")
        file.write_text(text)
        with pytest.raises(BadInput, match=re.escape(says)) as caught:
            load(file)
        assert str(caught.value).startswith(str(file)), says
        assert "\n" not in str(caught.value).strip()
    monkeypatch.setattr(parcels, "MAX_FILE", 1000)
    with pytest.raises(BadInput, match="larger than"):
        read_parcel(sealed)


def test_what_goes_with_what_is_said(shop):
    assert "choose one with --case: cancels, fails" in str(
        wxemu("export", "a.html", "--html", "--scenario", "shop.scenario.yaml").exception
    )
    assert wxemu("export", "a.json", "--case", "cancels").exit_code == 2
    assert wxemu("export", "a.html", "--html", "--with-secrets").exit_code == 2
    assert not (shop / "a.html").exists()
