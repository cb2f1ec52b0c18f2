"""World files: read strictly, each mistake with its place; cards, owners and the merchant in short words."""

from pathlib import Path

import pytest

from emulator.errors import BadInput
from emulator.project import Project
from emulator.push import push_settings
from emulator.scenario.model import merged
from emulator.testing import open_project
from emulator.worldfile import build_world, check_hosts, load_world
from emulator.worldshape import WORLD
from emulator.yamlfile import parse_yaml

FILE = Path("world.yaml")

WRONG = {
    "seed: 1\nseed: 2": "world.yaml:2:1  seed: the key 'seed' is there twice; the first one would be lost",
    "user: &u {id: a}\nphone: *u": "world.yaml:2:8  aliases (*name) are refused: write the value out",
    "seed: !!python/object:os.system x": (
        "world.yaml:1:7  tags (tag:yaml.org,2002:python/object:os.system) are refused: write a plain value"
    ),
    "phone: {base_library: 1.1}": (
        'world.yaml:1:23  phone.base_library: 1.1 is a number here. Put quotes around it: "3.8.7"'
    ),
    "phone:\n  platfrom: ios": (
        'world.yaml:2:3  phone.platfrom: phone has no "platfrom". Did you mean "platform"? '
        "(platform, base_library, language, theme, network)"
    ),
    "mini_program: {verified: no}": "world.yaml:1:26  mini_program.verified: must be true or false",
    "profile: observe": (
        'world.yaml:1:10  profile: "observe" is not a choice. Did you mean "observed"? (documented, observed)'
    ),
    "user: {avatar: 13}": 'world.yaml:1:16  user.avatar: 13 is a number here. Put quotes around it: "13"',
    "cards: {coffee: {stock: -1}}": "world.yaml:1:25  cards.coffee.stock: -1 is out of range (0 to 100000000)",
    "seed: [": "world.yaml:1:8  expected the node content, but found '<stream end>'",
    "seed: 1\nuser: {id: \0}": "world.yaml:2:12  the character U+0000 is not allowed",
    'user: {id: "a\\0"}': "world.yaml:1:12  user.id: the character U+0000 is not allowed",
    'user: {id: "\\ud800"}': "world.yaml:1:12  user.id: the character U+D800 is not allowed",
    f"seed: {'9' * 5000}": "world.yaml:1:7  seed: the number is too large; put it in quotes if it is a text",
    "storage: {a: 1e999}": "world.yaml:1:14  storage.a: the number is too large; put it in quotes if it is a text",
    "- a": "world.yaml: a file must be a mapping, such as `key: value`",
}


@pytest.mark.parametrize(("text", "line"), WRONG.items(), ids=range(len(WRONG)))
def test_a_mistake_is_one_line_with_its_place(text, line):
    with pytest.raises(BadInput) as caught:
        WORLD.read(parse_yaml(text, FILE))
    assert str(caught.value) == line


def test_words_and_dates_stay_texts():
    text = 'user: {id: no, nickname: "2018"}\nclock: {starts_at: 2018-03-01T10:00:00+08:00}'
    data = WORLD.read(parse_yaml(text, FILE))
    assert data["user"] == {"id": "no", "nickname": "2018"}
    assert build_world(data, FILE).phones["p1"].user.id == "no"


def test_cards_in_short_words_are_there_and_owned_and_nobody_is_told(tmp_path):
    file = tmp_path / "world.yaml"
    file.write_text(
        "clock: {starts_at: 2018-03-01T10:00:00+08:00, frozen: true}\n"
        "merchant: {api_ticket: T, push: {url: http://127.0.0.1:9000/}}\n"
        "user: {owns: [club]}\n"
        "cards:\n  coffee: {card_id: pCOFFEE, stock: 3}\n  club: {kind: member, activation: in_place}\n"
    )
    world = load_world(file)
    [held] = world.held.of_user("u1")
    club = world.cards[held.card_id]
    assert club.is_member_card
    assert world.members[club.card_id, held.code].active
    assert world.cards["pCOFFEE"].left == 3
    assert world.accounts.ticket(world.accounts[club.app_id], "wx_card", world.clock.seconds()).value == "T"
    assert not world.events
    assert not world.deliveries.take()


def test_a_card_has_its_makers_name_or_one_of_its_own(tmp_path):
    file = tmp_path / "world.yaml"
    file.write_text("merchant: {name: Hill}\ncards: {a: {card_id: pA}, b: {card_id: pB, brand: Valley}}\n")
    cards = load_world(file).cards
    assert [cards[id_].base["brand_name"] for id_ in ("pA", "pB")] == ["Hill", "Valley"]
    file.write_text("merchant: {}\ncards: {a: {card_id: pA}}\n")
    assert load_world(file).cards["pA"].base["brand_name"] == "商户 Merchant"


def test_a_case_takes_away_what_the_file_has_stored(tmp_path):
    world = build_world({"storage": merged({"token": "t", "a": 1}, {"token": "$absent"})}, tmp_path)
    world.add_project(Project("wx1", "n", tmp_path))
    [phone] = world.phones.values()
    assert phone.storage["wx1"] == {"a": "1"}


def test_what_the_user_has_allowed_before_holds_from_the_start_and_after_a_reset(tmp_path):
    """https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html"""
    project = tmp_path / "app"
    project.mkdir()
    (project / "app.json").write_text('{"pages": ["a"]}')
    (project / "a.js").write_text("Page({})")
    (project / "a.wxml").write_text("<view>a</view>")
    (project / "world.yaml").write_text("permissions: {scope.record: true, scope.userLocation: false}\n")
    with open_project(project) as app:
        for _ in range(2):
            given, refused = (app.wx("authorize", scope=f"scope.{one}") for one in ("record", "userLocation"))
            assert given == {"result": {}}
            assert refused is not None
            assert refused["error"] == "auth deny"
            assert app.sheet is None
            app.world.reset()
            app.settle()
    (project / "world.yaml").write_text("permissions: {scope.userlocation: false}\n")
    with pytest.raises(BadInput, match=r"1:15  permissions.*scope\.userLocation"):
        load_world(project / "world.yaml")


#: Seen only when the world is built, after the file's shape was found right.
BUILT = {
    "user: {nickname: A, owns: [club]}": "1:27  user.owns: there is no card 'club' in cards (none)",
    "seed: 1\nswitches: {addCard.reprot: page}": (
        "2:28  switches.addCard.reprot: there is no switch of that name. Did you mean 'addCard.report'? "
        "docs/discrepancies.md lists them all"
    ),
    "switches: {addCard.report: maybe}": "1:28  switches.addCard.report: 'maybe' is not a choice ('words', 'page')",
    "merchant: {}\ncards: {a: {info: {base_info: []}}}": (
        "2:31  cards.a.info.base_info: must be a mapping, as /card/create takes it"
    ),
    "seed: 1\ncards: {a: {}}": ("2:8  cards: there is no official account that could make them; add `merchant: {}`"),
    "merchant: {push: {url: nowhere}}": (
        "1:24  merchant.push.url: 'nowhere' is not an address such as http://127.0.0.1:9000/wx/events"
    ),
    "accounts:\n  - {app_id: a, kind: official, name: n, push: {url: 'http://127.0.0.1', mode: safe}}": (
        "2:48  accounts[0].push: aes_key must be 43 letters and digits, as the mode is not plain"
    ),
    "clock: {starts_at: soon}": "1:20  clock.starts_at: 'soon' is not a time such as 2018-03-01T10:00:00+08:00",
    "backend: {/sign: {data: $card_id latte}}": '1:18  backend./sign: there is no card "latte"; there is none',
    "projects: [{app_id: wx1}]": "1:21  projects[0].app_id: there is no account 'wx1'",
}


@pytest.mark.parametrize(("text", "line"), BUILT.items(), ids=range(len(BUILT)))
def test_a_mistake_found_as_the_world_is_built_has_its_place_too(tmp_path, text, line):
    file = tmp_path / "world.yaml"
    file.write_text(text + "\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        load_world(file)
    assert str(caught.value) == f"{file}:{line}"


def test_a_reset_brings_the_cards_of_the_file_back_as_they_were(tmp_path):
    file = tmp_path / "w.yaml"
    file.write_text("merchant: {}\nuser: {owns: [club]}\ncards: {tea: {stock: 2}, club: {kind: member}}\n")
    world = load_world(file)
    [held] = world.held.of_user("u1")
    before = (list(world.cards), held.code)
    tea = world.cards[world.card_names["tea"]]
    for _ in range(2):
        tea = world.cards[world.card_names["tea"]]
        world.take_card(tea, "u1", "", None, None)
        world.members[held.card_id, held.code].bonus = 7
        assert tea.left == 1
        world.reset()
        [back] = world.held.of_user("u1")
        assert (list(world.cards), back.code) == before
        assert world.members[held.card_id, held.code].active
        assert world.members[held.card_id, held.code].bonus == 0
        assert world.cards[world.card_names["tea"]].left == 2
        assert world.list_cards(tea.app_id, ["CARD_STATUS_VERIFY_OK"], 0, 10)[1] == 2
        assert not world.events


def test_a_card_that_nobody_made_cannot_be_owned(tmp_path):
    (tmp_path / "w.yaml").write_text("user: {owns: [club]}\n")
    with pytest.raises(BadInput, match="no card 'club' in cards"):
        load_world(tmp_path / "w.yaml")


@pytest.mark.parametrize("icon", ["none.png", "../outside.png", "link.png"])
def test_an_icon_is_a_file_of_its_project(tmp_path, icon):
    (tmp_path / "outside.png").write_bytes(b"x")
    (tmp_path / "app").mkdir()
    (tmp_path / "app/link.png").symlink_to(tmp_path / "outside.png")
    file = tmp_path / "world.yaml"
    file.write_text(
        "accounts: [{app_id: wx1, kind: mini_program, name: a}]\n"
        f"projects: [{{app_id: wx1, path: app, icon: {icon}}}]\n"
    )
    with pytest.raises(BadInput, match=rf"projects\[0\]\.icon: there is no file '{icon}' in "):
        load_world(file)


@pytest.mark.parametrize("address", ["http://[", "http://", "http://localhost:99999/", "http:///x", "ftp://a", "a"])
def test_an_address_that_leads_nowhere_is_told_at_once(address):
    with pytest.raises(BadInput, match="is not an address"):
        check_hosts({"api.example.com": address})
    with pytest.raises(BadInput, match=r"push\.url: .* is not an address"):
        push_settings({"url": address})


@pytest.mark.parametrize(
    ("info", "where"),
    [
        ("{base_info: 5}", "base_info: must be a mapping"),
        ("{base_info: {sku: 5}}", "base_info.sku: quantity must be"),
        ("{base_info: {sku: {quantity: x}}}", "base_info.sku: quantity must be"),
        ("{base_info: {date_info: 7}}", "base_info.date_info.type: invalid date info"),
        ("{base_info: {date_info: {type: [a]}}}", "base_info.date_info.type: invalid date info"),
        ("{base_info: {date_info: {type: DATE_TYPE_FIX_TERM, fixed_term: x}}}", "base_info.date_info.fixed_term: "),
        ("{base_info: {date_info: {type: DATE_TYPE_FIX_TIME_RANGE}}}", "base_info.date_info.begin_timestamp: "),
        ("{base_info: {get_limit: []}}", r"base_info.get_limit: data format error \(\[\]\)"),
        ("{base_info: {title: {a: 1}}}", "base_info.title: data format error"),
    ],
)
def test_what_a_card_says_is_of_the_kinds_that_the_server_api_takes(info, where):
    data = WORLD.read(
        parse_yaml(f"merchant: {{}}\nuser: {{owns: [coffee]}}\ncards: {{coffee: {{info: {info}}}}}", FILE)
    )
    with pytest.raises(BadInput, match=rf"^world\.yaml: cards\.coffee\.info\.{where}[^\n]*$"):
        build_world(data, FILE)
