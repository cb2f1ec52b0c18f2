"""A worker in V8: https://developers.weixin.qq.com/miniprogram/dev/framework/workers.html"""

import json

from emulator.testing import open_project

FILES = {
    "project.config.json": '{"appid": "wx00000000000000aa"}',
    "app.json": json.dumps({"pages": ["a"], "workers": "workers"}),
    "a.wxml": "<view bindtap='count'>count</view><view id='sum'>{{sum}}</view>",
    "a.js": """Page({
      data: { sum: '' },
      onLoad() {
        this.worker = wx.createWorker('workers/sum.js')
        this.worker.onMessage(({ sum }) => this.setData({ sum }))
      },
      count() { this.worker.postMessage({ to: 100 }) },
    })""",
    "workers/sum.js": """const { sum } = require('./tools')
      worker.onMessage(({ to }) => worker.postMessage({ sum: sum(to) }))""",
    "workers/tools.js": "exports.sum = (n) => (n * (n + 1)) / 2",
}


def test_a_worker_answers_within_the_step_that_asked(tmp_path):
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    with open_project(tmp_path) as app:
        app.tap("count")
        assert app.text("#sum") == "5050"
        assert not app.world.journal.find("app.error")
