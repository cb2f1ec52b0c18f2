"""A real app opens the official member-card component, and only replies of a file stand for its merchant's server.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html
"""

import json

import pytest

from emulator.merchantwords import filled
from emulator.scenario import reports
from emulator.scenario.format import FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.worldfile import build_world

APP = "wx00000000000000aa"
SCRIPT = """
const query = url => url.split('?')[1].split('#')[0].split('&').filter(Boolean)
const parts = url => Object.fromEntries(query(url).map(row => row.split('=')))
Page({
  data: { said: '' },
  ask(path, then) { wx.request({ url: `https://api.example.com${path}`, success: ({ data }) => then(data) }) },
  jump(extraData) { wx.navigateToMiniProgram({ appId: 'wxeb490c6f9b154ef9', extraData }) },
  values() { this.ask('/membership', extraData => this.jump(extraData)) },
  link() {
    this.ask('/link', ({ url }) => {
      const { encrypt_card_id, biz, outer_str = '' } = parts(url)
      this.jump({ encrypt_card_id: decodeURIComponent(encrypt_card_id), biz: decodeURIComponent(biz), outer_str })
    })
  },
  onShow() {
    const { extraData } = wx.getEnterOptionsSync().referrerInfo || {}
    if (!extraData) return
    wx.request({ url: 'https://api.example.com/joined', method: 'POST', data: extraData,
      success: ({ data }) => this.setData({ said: data.says }) })
  },
})
"""
STORY = f"""
format: {FORMAT}
title: t
app: shop
world:
  merchant: {{}}
  cards: {{ club: {{ kind: member, activation: jump }} }}
  backend:
    /membership: {{ data: {{ encrypt_card_id: $encrypt_card_id club, outer_str: counter, biz: $biz club }} }}
    /link: {{ data: {{ url: $activate_url club }} }}
    POST /joined: {{ data: {{ says: welcome }} }}
cases:
  - case: joins
    says: s
    steps:
      - tap: BUTTON
      - {{ expect_call: navigateToMiniProgram, user: accepts }}
      - user: submits_form
      - user: comes_back
      - check: {{ page_shows: [welcome], wallet: {{ club: {{ active: false }} }} }}
      - {{ api: /card/membercard/activate, with: {{ card: club, membership_number: "1001", init_bonus: 88 }} }}
    expect:
      backend_received:
        - {{ url: ASKED }}
        - {{ url: /joined, with: {{ activate_ticket: $ticket, code: $code, card_id: $any }} }}
      wallet: {{ club: {{ active: true, bonus: 88, outer_str: OUTER }} }}
"""


@pytest.fixture
def project(tmp_path):
    shop = tmp_path / "shop"
    shop.mkdir()
    for name, text in {
        "project.config.json": json.dumps({"appid": APP}),
        "app.json": json.dumps({"pages": ["a"]}),
        "a.js": SCRIPT,
        "a.wxml": '<button bindtap="values">values</button><button bindtap="link">link</button><view>{{said}}</view>',
    }.items():
        (shop / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("button", "asked", "outer"), [("values", "/membership", "counter"), ("link", "/link", "''")])
def test_the_component_opens_and_the_merchants_call_activates(project, button, asked, outer):
    file = project / "joins.scenario.yaml"
    file.write_text(STORY.replace("BUTTON", button).replace("OUTER", outer).replace("ASKED", asked), "utf-8")
    scenario = load(file, project)
    result = run_case(scenario.cases[0], scenario)
    assert result.ok, "\n".join(reports.explained(result, "en"))


def test_the_words_say_what_the_server_api_says(tmp_path):
    """The link is that of ``/card/membercard/activate/geturl``; the values in it are encoded, ours are not."""
    world = build_world({"merchant": {}, "cards": {"club": {"kind": "member", "card_id": "pCLUB"}}}, tmp_path)
    said = filled(world, ["$activate_url club", "$encrypt_card_id club", "$biz pCLUB"])
    assert said[0].startswith("https://mp.weixin.qq.com/bizmall/activatemembercard?action=preshow&&encrypt_card_id=")
    assert said[0].endswith("#wechat_redirect")
    assert "%" not in said[1] + said[2]
    assert len(said[1]) == 64
