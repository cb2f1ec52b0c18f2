"""A mini-program that waits for every kind of touch, and a scenario that makes each once."""

import json
from pathlib import Path

from emulator.scenario.format import FORMAT

APP = "wx00000000000000bb"

FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": '{"pages": ["pages/a/a"]}',
    "pages/a/a.json": '{"enablePullDownRefresh": true}',
    "pages/a/a.wxss": """
        .tall { height: 1200px; } .list { height: 120px; } .slides { height: 60px; } .slider { width: 300px; }
        .grip { width: 300px; height: 60px; background: #ddd; }
        .area { width: 300px; height: 80px; } .piece { width: 60px; height: 60px; background: #aaa; }""",
    "pages/a/a.wxml": """
        <text class="told">{{told}}</text>
        <view class="row" bindlongpress="held" bindtap="tapped">Hold me</view>
        <slider class="slider" min="0" max="10" bindchange="slid"/>
        <switch class="switch" bindchange="switched"/>
        <checkbox-group bindchange="ticked"><label><checkbox value="milk" class="milk"/>Milk</label></checkbox-group>
        <radio-group bindchange="sized">
          <label><radio value="s" class="small"/>Small</label><label><radio value="l" class="large"/>Large</label>
        </radio-group>
        <swiper class="slides" bindchange="swiped"><swiper-item>One</swiper-item><swiper-item>Two</swiper-item></swiper>
        <scroll-view class="list" scroll-y bindscrolltolower="lower">
          <view wx:for="{{rows}}" wx:key="*this">{{item}}</view>
        </scroll-view>
        <view class="grip" bindtouchmove="dragged"/>
        <movable-area class="area"><movable-view class="piece" direction="all"/></movable-area>
        <view class="tall"/>
        <view wx:for="{{more}}" wx:key="*this">more {{item}}</view>""",
    "pages/a/a.js": """Page({
        data: { told: '-', rows: Array.from({ length: 30 }, (_, i) => `row ${i}`), more: [] },
        tell(text) { this.setData({ told: `${this.data.told} ${text}` }) },
        held() { this.tell('held') },
        tapped() { this.tell('tapped') },
        slid({ detail }) { this.tell(`slid ${detail.value}`) },
        switched({ detail }) { this.tell(`on ${detail.value}`) },
        ticked({ detail }) { this.tell(`ticked ${detail.value}`) },
        sized({ detail }) { this.tell(`size ${detail.value}`) },
        swiped({ detail }) { if (detail.source === 'touch') this.tell(`slide ${detail.current}`) },
        lower() { this.tell('lower') },
        dragged() {},
        onReachBottom() { this.setData({ more: [...this.data.more, this.data.more.length] }) },
        onPullDownRefresh() { this.tell('pulled'); wx.stopPullDownRefresh() },
    })""",
}

STEPS = [
    "long_press: Hold me",
    "{ choose: 7, in: .slider }",
    "tap: { selector: .switch }",
    "tap: Milk",
    "tap: Large",
    "{ choose: 1, in: .slides }",
    "{ scroll: bottom, in: .list }",
    "user: pulls_down",
    "scroll: bottom",
]

TOLD = "- held slid 7 on true ticked milk size l slide 1 lower pulled"


def project(folder: Path) -> Path:
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def scenario(folder: Path, steps: list[str] = STEPS, told: str = TOLD, more: int = 1) -> Path:
    """Written beside the project ``app`` in *folder*; ``more`` is how often the page's end was reached."""
    file = folder / "touch.scenario.yaml"
    lines = "".join(f"      - {step}\n" for step in steps)
    data = json.dumps({"told": told, "more": list(range(more))})
    file.write_text(
        f"format: {FORMAT}\ntitle: Touches\napp: app\ncases:\n  - case: touches\n    says: Every touch once.\n"
        f"    steps:\n{lines}    expect: {{ page_data: {data} }}\n"
    )
    return file
