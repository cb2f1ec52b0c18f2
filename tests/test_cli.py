"""``wxemu`` as a person or a script meets it: a process, its two streams, its exit code."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from emulator import __version__
from emulator.cli import COMMANDS
from emulator.server.pages import STATIC
from emulator.server.traffic import clock

built = pytest.mark.skipif(not (STATIC / "shell.html").exists(), reason="the web client has not been built")
posix = pytest.mark.skipif(os.name == "nt", reason="signals")

PATIENCE = 30


def wxemu(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "emulator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


@contextmanager
def serving(command: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A running emulator on a free port; killed at the end if a failed test has left it."""
    command_line = [sys.executable, "-m", "emulator", command, "--no-open", "--port", "0", *arguments]
    with subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    return line


def stop(process: subprocess.Popen[str], number: int) -> tuple[int, str]:
    """Exit code and what is left on stderr; a server that waited for its clients would take minutes."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=5)
    return process.returncode, errors


def port_of(base: str) -> int:
    return httpx.URL(base).port or 0


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def first_state(state: Path, *arguments: str) -> dict[str, Any]:
    """Run an emulator on this state, let it make a world, and kill it."""
    with serving("demo", "--format", "json", "--state", str(state), *arguments) as process:
        about: dict[str, Any] = json.loads(first_line(process))
        account = about["accounts"][0]
        query = {"grant_type": "client_credential", "appid": account["appid"], "secret": account["secret"]}
        base = about["merchant_api"]
        about["access_token"] = httpx.get(f"{base}/cgi-bin/token", params=query, trust_env=False).json()["access_token"]
        second = wxemu("demo", "--no-open", "--port", "0", "--state", str(state))
        assert second.returncode == 4
        assert second.stderr.count("\n") == 1
        assert "another wxemu has this state open" in second.stderr
    return about


@built
def test_a_killed_emulator_goes_on_where_it_was(tmp_path):
    state = tmp_path / "world.db"
    about = first_state(state)
    with serving("demo", "--lang", "en", "--state", str(state)) as process:
        lines = [first_line(process) for _ in range(4)]
        assert about["token"] in lines[0], "a page that stayed open finds it again"
        assert "goes on from last time" in lines[3]
        assert str(state) in lines[3]
        base = lines[0].split()[1].partition("/#")[0]
        query = {"access_token": about["access_token"]}
        answer = httpx.get(f"{base}/cgi-bin/ticket/getticket", params={**query, "type": "wx_card"}, trust_env=False)
        assert answer.json()["errcode"] == 0


@built
def test_a_file_that_is_no_state_is_one_line(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("dear diary")
    run = wxemu("demo", "--no-open", "--port", "0", "--state", str(file))
    assert run.returncode == 3
    assert run.stderr.count("\n") == 1
    assert file.read_text() == "dear diary"


@built
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--page", "pages/hom/home"), 2, "hurried has no page pages/hom/home; did you mean pages/home/home?"),
        (("--scene", "12"), 2, "Error: scene 12 is none of WeChat's"),
        (("--map", "club.example=nowhere"), 3, "hosts.club.example: 'nowhere' is not an address"),
    ],
)  # fmt: skip
def test_a_way_in_that_leads_nowhere_is_told_with_what_was_meant(arguments, code, told):
    project = Path(__file__).parent / "apps" / "hurried"
    run = wxemu("dev", str(project), "--no-open", "--port", "0", "--lang", "en", *arguments)
    assert (run.returncode, told in run.stderr) == (code, True), run.stderr
    assert "Traceback" not in run.stderr


@built
@posix
def test_dev_serves_the_demonstrations_merchant_where_a_host_is_its(tmp_path):
    """Whoever begins with a copy of the coffee house needs nothing else; what is saved keeps its server."""
    shop = tmp_path / "shop"
    shutil.copytree(Path(__file__).parent.parent / "fixtures" / "apps" / "coffee", shop)
    with serving("dev", str(shop), "--format", "json") as process:
        info = json.loads(first_line(process))
        bearer = {"Authorization": f"Bearer {info['token']}"}
        with httpx.Client(base_url=info["admin"], headers=bearer, trust_env=False, timeout=PATIENCE) as admin:
            event = {"event": "user_del_card", "set": {"CardId": "pX"}}
            file = shop / "world.yaml"
            text = file.read_text("utf-8")

            def seed_once_saved(seed: int) -> int:
                """What is written before the watcher stands is not heard: it is written until it is."""
                file.write_text(re.sub(r"seed: \d+", f"seed: {seed}", text), "utf-8")
                time.sleep(0.05)
                return int(admin.get("world").json()["seed"])

            for seed in (1, 2):
                until(partial(seed_once_saved, seed), seed)
                admin.post("events", json=event).raise_for_status()
                until(lambda: admin.get("events").json()["deliveries"][-1]["state"], "taken")
        code, errors = stop(process, signal.SIGTERM)
    assert (code, errors) == (0, "")


def until(look: Callable[[], Any], wanted: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while (seen := look()) != wanted:
        assert time.monotonic() < deadline, seen


def test_the_help_says_each_command_whole():
    shown = wxemu("--help").stdout
    assert "..." not in shown.partition("Commands:")[2]
    assert all(f"  {name} " in shown for name in COMMANDS)


@built
@posix
def test_a_performance_ends_cleanly_when_it_is_told_to():
    scenarios = Path(__file__).parent.parent / "fixtures" / "scenarios"
    with serving("play", str(scenarios), "--format", "json") as process:
        info = json.loads(first_line(process))
        code, errors = stop(process, signal.SIGTERM)
    assert (code, errors) == (0, "")
    assert is_free(port_of(info["url"]))


def test_version():
    run = wxemu("--version")
    assert run.returncode == 0
    assert run.stdout.strip() == f"wxemu, version {__version__}"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_a_host_that_others_can_reach_is_refused(host):
    run = wxemu("demo", "--no-open", "--host", host, "--lang", "en")
    assert run.returncode == 2
    assert "this machine only" in run.stderr


def test_an_unknown_option_is_a_bad_command_line():
    assert wxemu("demo", "--no-such-option").returncode == 2


def test_a_taken_port_names_its_process():
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        english = wxemu("demo", "--no-open", "--port", str(port), "--lang", "en")
        chinese = wxemu("demo", "--no-open", "--port", str(port), "--lang", "zh")
    assert english.returncode == chinese.returncode == 4
    assert english.stderr.startswith(f"Port {port} is in use by ")
    assert f"(pid {os.getpid()}, started " in english.stderr
    assert english.stderr.endswith("Use --port 0, or stop that process.\n")
    assert english.stderr.count("\n") == 1
    assert f"pid {os.getpid()}" in chinese.stderr
    assert "--port 0" in chinese.stderr


@built
@posix
def test_the_json_line_leads_to_everything():
    with serving("demo", "--format", "json") as process:
        info: dict[str, Any] = json.loads(first_line(process))
        assert set(info) == {"url", "ws", "merchant_api", "admin", "token", "accounts"}
        account = info["accounts"][1]
        query = {"grant_type": "client_credential", "appid": account["appid"], "secret": account["secret"]}
        with httpx.Client(trust_env=False) as client:
            assert "<script" in client.get(info["url"]).text
            assert client.get(f"{info['merchant_api']}/cgi-bin/token", params=query).json()["expires_in"] == 7200
            world = client.get(f"{info['admin']}world", headers={"Authorization": f"Bearer {info['token']}"}).json()
            assert world["phone"]["apps"][0]["appId"] == info["accounts"][0]["appid"]
        with connect(info["ws"]) as line:
            line.send(json.dumps({"id": 1, "method": "Shell.hello", "params": {"token": info["token"]}}))
            assert json.loads(line.recv(PATIENCE))["result"]["phone"] == "p1"
        code, errors = stop(process, signal.SIGINT)
    assert (code, errors.strip()) == (130, "")


@built
@posix
def test_an_event_is_triggered_and_reaches_the_merchant(tmp_path, monkeypatch):
    """The running emulator is found by its file; the demo's merchant takes the event."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    nobody = wxemu("trigger", "user_del_card", "--lang", "en")
    assert (nobody.returncode, nobody.stderr.count("\n")) == (4, 1)
    with serving("demo", "--format", "json") as process:
        info: dict[str, Any] = json.loads(first_line(process))
        sent = wxemu("trigger", "user_del_card", "--set", "CardId=pX", "--format", "json")
        assert sent.returncode == 0, sent.stderr
        assert json.loads(sent.stdout)["event"]["CardId"] == "pX"
        told = wxemu("trigger", "memoryWarning", "--lang", "en").stdout.splitlines()
        assert told[1].startswith(f"answered by {info['admin'].removesuffix('_wxemu/')}  ")
        assert "coffee" in told[1]
        meant = wxemu("trigger", "user_dell_card")
        assert (meant.returncode, "user_del_card" in meant.stderr, meant.stderr.count("\n")) == (3, True, 1)
        assert wxemu("trigger", "user_del_card", "--set", "CardId").returncode == 2
        headers = {"Authorization": f"Bearer {info['token']}"}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            [*_, last] = httpx.get(f"{info['admin']}events", headers=headers, trust_env=False).json()["deliveries"]
            if last["state"] == "taken":
                break
        assert last["state"] == "taken"
        stop(process, signal.SIGTERM)
    assert list(tmp_path.rglob("*.json")) == []


@built
@posix
def test_the_ready_block_comes_once_the_port_answers():
    with serving("demo", "--lang", "en") as process:
        ready, about, api = [first_line(process) for _ in range(3)]
        url = ready.split()[1]
        assert ready.startswith("  Ready  http://127.0.0.1:")
        assert ready.endswith("(^C to quit)\n")
        assert "seed 20180301" in about
        assert "https://api.weixin.qq.com" in api
        httpx.get(url.partition("#")[0] + "card/create", trust_env=False)
        assert process.stderr is not None
        assert "shop --> /card/create" in process.stderr.readline()
        assert "<-- /card/create 41001" in process.stderr.readline()
        code, errors = stop(process, signal.SIGTERM)
    assert (code, errors) == (0, "")


@built
@posix
@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_stops_at_once_with_a_page_and_requests_open(number, expected):
    with serving("demo", "--format", "json") as process:
        info = json.loads(first_line(process))
        bearer = {"Authorization": f"Bearer {info['token']}"}
        rules = [{"on": "/cgi-bin/token", "outcome": {"lost": True}}, {"on": "*", "outcome": {"delay": 600_000}}]
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client, connect(info["ws"]) as line:
            line.send(json.dumps({"id": 1, "method": "Shell.hello", "params": {"token": info["token"]}}))
            line.recv(PATIENCE)
            for rule in rules:
                client.post(f"{info['admin']}rules", json=rule, headers=bearer).raise_for_status()
            waiting = [threading.Thread(target=ask, args=(info, path)) for path in ("/cgi-bin/token", "/card/get")]
            for thread in waiting:
                thread.start()
            while len(calls(client, info)) < len(waiting):
                pass
            code, errors = stop(process, number)
            for thread in waiting:
                thread.join(PATIENCE)
                assert not thread.is_alive()
    assert (code, errors.strip()) == (expected, "")
    assert is_free(port_of(info["merchant_api"]))


def ask(info: dict[str, Any], path: str) -> None:
    """A request whose answer never comes: the server goes first."""
    with pytest.raises(httpx.HTTPError):
        httpx.get(info["merchant_api"] + path, trust_env=False, timeout=PATIENCE).raise_for_status()


def calls(client: httpx.Client, info: dict[str, Any]) -> list[dict[str, Any]]:
    bearer = {"Authorization": f"Bearer {info['token']}"}
    entries = client.get(f"{info['admin']}journal", headers=bearer).json()["entries"]
    return [entry for entry in entries if entry["kind"].startswith("api.") and entry["phase"] == "end"]


@pytest.fixture
def project(tmp_path):
    """A mini-program of one page."""
    page = tmp_path / "pages" / "home"
    page.mkdir(parents=True)
    (tmp_path / "project.config.json").write_text('{"appid": "wx00000000000000aa"}')
    (tmp_path / "app.json").write_text('{"pages": ["pages/home/home"]}')
    (page / "home.js").write_text("Page({})")
    (page / "home.wxml").write_text("<view>hello</view>")
    return tmp_path


@built
@posix
def test_a_project_of_ones_own_is_opened_with_its_problems_told(project):
    (project / "pages" / "home" / "home.wxml").write_text("<view>\n  <text>\n</view>")
    with serving("dev", str(project), "--format", "json", "--map", "api.example.com=http://127.0.0.1:9") as process:
        info = json.loads(first_line(process))
        assert info["accounts"][0]["appid"] == "wx00000000000000aa"
        assert process.stderr is not None
        assert "pages/home/home.wxml:" in process.stderr.readline()
        (project / "pages" / "home" / "home.wxml").write_text("<view>better</view>")
        bearer = {"Authorization": f"Bearer {info['token']}"}
        app = httpx.get(f"{info['admin']}apps/wx00000000000000aa", headers=bearer, trust_env=False).json()
        assert app["bundle"]["errors"] == []
        assert "better" in app["bundle"]["templates"]
        assert stop(process, signal.SIGTERM)[0] == 0


def test_a_map_that_leads_nowhere_is_refused(project):
    assert wxemu("dev", str(project), "--map", "api.example.com").returncode == 2
    run = wxemu("dev", str(project), "--port", "0", "--no-open", "--map", "api.example.com=localhost")
    assert run.returncode == 3
    assert "api.example.com" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_bad_world_file_is_named_with_its_line(project):
    world = project / "world.yaml"
    world.write_text("seed: 1\naccounts: [\n")
    run = wxemu("dev", str(project), "--port", "0", "--no-open")
    assert run.returncode == 3
    assert f"{world}:3:1" in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_command_that_there_is_not_is_told_with_the_nearest():
    done = wxemu("demoo")
    assert done.returncode == 2
    assert "No such command 'demoo'. Did you mean 'demo'?" in done.stderr
    assert "Did you mean" not in wxemu("xyzzy").stderr


def test_a_folder_with_nothing_to_play_is_named_with_what_to_do(tmp_path):
    done = wxemu("play", str(tmp_path), "--lang", "en")
    assert done.returncode == 5
    assert done.stderr.startswith(f"nothing to play: there is no *.scenario.yaml in {tmp_path}. wxemu record ")


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有 app.json"), ("en", "There is no app.json")])
def test_what_is_told_in_both_languages_is_said_in_the_commands_own(lang, words, tmp_path):
    done = wxemu("check", str(tmp_path), "--lang", lang)
    assert done.returncode == 3
    told = done.stderr
    assert words in told
    assert ("小程序" in told) is (lang == "zh")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the machine's zone cannot be set here")
def test_times_in_the_terminal_are_chinas_wherever_the_machine_stands(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert clock(1_519_869_600_123) == "10:00:00.123"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "语法错误：Unexpected token"), ("en", "Syntax error: Unexpected token")]
)
@pytest.mark.parametrize(("steps", "code"), [("{open: /}", 1), ("{move_clock: 1s}", 3)])
def test_a_case_whose_app_does_not_compile_says_where(steps, code, lang, words, tmp_path):
    """Whether it is opened by a step, or before the first."""
    (tmp_path / "app.json").write_text('{"pages": ["a"]}')
    (tmp_path / "a.wxml").write_text("<view/>")
    (tmp_path / "a.js").write_text("Page({ x( }")
    file = tmp_path / "a.scenario.yaml"
    head = "format: wxemu-scenario/1\ntitle: t\napp: .\ncases: "
    file.write_text(f"{head}[{{case: a, says: s, steps: [{steps}], expect: {{}}}}]\n")
    command = [sys.executable, "-m", "emulator", "test", file.name, "--lang", lang]
    paths = {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=tmp_path,
                          env=os.environ | paths)  # fmt: skip
    assert done.returncode == code
    assert f"a.js:1:11  {words}" in done.stdout + done.stderr
