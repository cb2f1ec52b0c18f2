"""``wxemu init``: a world to begin with."""

import json
import subprocess
import sys

from emulator.worldfile import project_world

APP = "wx00000000000000aa"


def init(folder, *more):
    command = [sys.executable, "-m", "emulator", "init", str(folder), "--lang", "en", *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_the_world_it_writes_is_the_projects_own(tmp_path):
    (tmp_path / "project.config.json").write_text(json.dumps({"appid": APP}))
    (tmp_path / "app.json").write_text('{"pages": ["a"]}')
    run = init(tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    world, app_id = project_world(tmp_path)
    assert app_id == APP
    [official] = [one for one in world.accounts.all.values() if one.kind == "official"]
    assert world.accounts.bound(APP, official.app_id)
    assert world.accounts[APP].name == tmp_path.name
    assert world.accounts[APP].verified


def test_what_is_commented_out_can_be_taken_in(tmp_path):
    """Every proposal of the file is one that the loader takes."""
    (tmp_path / "app.json").write_text("{}")
    assert init(tmp_path).returncode == 0
    file = tmp_path / "world.yaml"
    lines = file.read_text("utf-8").splitlines()
    proposed = [line[2:] if line.startswith("# ") and is_yaml(line[2:]) else line for line in lines]
    assert proposed != lines
    file.write_text("\n".join(proposed), "utf-8")
    world, _ = project_world(tmp_path)
    assert world.clock.frozen
    assert world.hosts == {"api.example.com": "http://127.0.0.1:3000"}
    phone = next(iter(world.phones.values()))
    assert {face["title"]: face["brandName"] for face in world.wallet(phone)} == {"会员卡 Club": tmp_path.name}
    [club] = [card for card in world.cards.values() if card.is_member_card]
    [held] = world.held.of_user(phone.user.id, club.card_id)
    assert world.members[club.card_id, held.code].active
    assert club.info["prerogative"] == "九折 10% off"


def is_yaml(text):
    """``key:`` or something further in, and no prose."""
    key = text.partition(":")[0]
    return text.startswith("  ") or (key.isalpha() and text.rstrip().endswith(":"))


def test_a_world_that_is_there_is_never_touched(tmp_path):
    (tmp_path / "app.json").write_text("{}")
    (tmp_path / "world.yaml").write_text("seed: 7\n")
    run = init(tmp_path)
    assert run.returncode == 3
    assert "has not been touched" in run.stderr
    assert (tmp_path / "world.yaml").read_text() == "seed: 7\n"


def test_a_project_config_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "project.config.json").write_text("{")
    run = init(tmp_path)
    assert run.returncode == 3
    assert "project.config.json" in run.stderr
    assert not (tmp_path / "world.yaml").exists()
