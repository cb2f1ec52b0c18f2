"""How fast a page is: ``python -m benchmarks.runtime``.

In a real Chromium: from ``setData`` of 100 and 1,000 rows to their DOM, beside the same rows written by hand; the first
page of a mini-program on a warm browser, beside a page with one line of text, both from the address to what the browser
itself calls first contentful paint; what the client weighs over the wire; and the memory of the page's heap after many
page opens. Figures are this machine's; ``--opens 500`` gives those that count.
"""

import argparse
import gzip
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page, sync_playwright

from .reload import APP, ARGUMENTS, HERE, developing, first_paint

STATIC = HERE.parent / "emulator" / "static"

FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["a/a", "b/b"]}),
    "app.js": "App({})",
    "a/a.wxml": "<view class='rows'><view wx:for='{{rows}}' wx:key='id' class='row'>"
    "<text>{{item.name}}</text></view></view>"
    "<view class='go' bindtap='go'>go</view>",
    "a/a.js": """Page({
      data: { rows: [] },
      go() { this.fill(100) },
      fill(count, round) {
        this.setData({ rows: Array.from({ length: count }, (_, id) => ({ id, name: `${round} row ${id}` })) })
      },
      open(times) {
        const back = left => wx.navigateBack({ complete: () => step(left - 1) })
        const step = left => left && wx.navigateTo({ url: '/b/b', success: () => back(left) })
        step(times)
      },
    })""",
    "b/b.wxml": "<view wx:for='{{rows}}' wx:key='*this'>{{item}}</view>",
    "b/b.js": "Page({ data: { rows: Array.from({ length: 50 }, (_, n) => n) } })",
}

#: setData of so many rows, timed inside the frame until the layout is done; then the same rows by hand.
TIMED = """([count, rounds]) => {
  const page = document.querySelector('wx-page').__wxElement.getMethodCaller()
  const box = document.querySelector('.rows')
  const median = run => {
    const times = Array.from({ length: rounds }, (_, round) => {
      const began = performance.now()
      run(round)
      void document.body.offsetHeight
      return performance.now() - began
    })
    return times.sort((a, b) => a - b)[rounds >> 1]
  }
  const ours = median(round => page.fill(count, round))
  if (box.querySelectorAll('.row').length !== count) throw new Error('the rows are not there')
  const hand = document.createElement('div')
  document.body.append(hand)
  for (let id = 0; id < count; id++) hand.append(document.createElement('div'))
  const byHand = median(round => [...hand.children].forEach((row, id) => { row.textContent = `${round} row ${id}` }))
  hand.remove()
  return { ours, byHand }
}"""


def frame_of(page: Page) -> Frame:
    handle = page.wait_for_selector(f'[data-app="{APP}"] iframe:not(.old-frame, .spare-frame)')
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_selector(".go")
    return frame


def first_page(page: Page, url: str) -> float:
    """Seconds from the address to the first picture of the mini-program's page."""
    page.goto("about:blank")
    began = time.time()
    page.goto(url, wait_until="commit")
    return first_paint(frame_of(page)) / 1000 - began


def trivial_page(page: Page, url: str) -> float:
    """Seconds for a page with one line of text, from the same server."""
    page.goto("about:blank")
    began = time.time()
    page.goto(url, wait_until="commit")
    return first_paint(page.main_frame) / 1000 - began


def weight() -> float:
    """KiB of the page, its frame and what they load, compressed as a server would."""
    files = [file for file in STATIC.iterdir() if file.name.startswith(("shell", "frame"))]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1024


def heap_after(page: Page, opens: int) -> float:
    """MiB of the frame's heap when so many pages were opened and closed."""
    frame = frame_of(page)
    frame.evaluate(
        """async times => {
          const page = document.querySelector('wx-page').__wxElement.getMethodCaller()
          page.open(times)
          const gone = () => document.querySelectorAll('wx-page').length === 1
          const moment = () => new Promise(done => setTimeout(done, 100))
          for (let quiet = 0; quiet < 10; quiet = gone() ? quiet + 1 : 0) await moment()
        }""",
        opens,
    )
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    return float(frame.evaluate("performance.memory.usedJSHeapSize")) / (1 << 20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--opens", type=int, default=100)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wxemu-bench-"))
    try:
        for path, text in FILES.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        with developing(folder) as (_, info), sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*ARGUMENTS, "--enable-precise-memory-info"]
            )
            page = browser.new_context(reduced_motion="reduce").new_page()
            first_page(page, info["url"])
            measured(page, info, given)
            browser.close()
    finally:
        shutil.rmtree(folder)


def measured(page: Page, info: dict[str, Any], given: argparse.Namespace) -> None:
    for count in (100, 1000):
        found = frame_of(page).evaluate(TIMED, [count, given.rounds])
        print(f"setData of {count} rows to DOM: {found['ours']:.1f} ms; by hand: {found['byHand']:.1f} ms")
    trivial = statistics.median(trivial_page(page, f"{info['merchant_api']}/cgi-bin/getcallbackip") for _ in range(5))
    first = statistics.median(first_page(page, info["url"]) for _ in range(5))
    print(f"first page, warm: {first * 1000:.0f} ms; a trivial page: {trivial * 1000:.0f} ms; {first / trivial:.1f}×")
    print(f"the client over the wire: {weight():.0f} KiB")
    early = heap_after(page, 20)
    print(f"heap after 20 opens: {early:.1f} MiB; after {given.opens} more: {heap_after(page, given.opens):.1f} MiB")


if __name__ == "__main__":
    main()
