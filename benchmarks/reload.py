"""How long a developer waits: ``python -m benchmarks.reload``.

A project of 500 files is compiled whole, in a process of its own, and opened in a real Chromium; then one file at a
time is saved, and the clock runs from the write to the first picture that shows it, by the browser's own record of its
pictures: whoever asks from outside hears of it some 50 ms late. At the end the memory of server and browser after many
reloads stands beside that after the first ones; Playwright's record of the network is off, as it keeps what was loaded.
Figures are this machine's; ``--rounds 500`` gives those that count.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Frame, Page, sync_playwright

HERE = Path(__file__).parent
APP = "wx00000000000000aa"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

#: Every page has four files; a component of four more and app.js, app.json, app.wxss are beside them.
FILES = 500

SCRIPT = """const app = getApp()
{functions}
Page({{
  data: {{ round: 0, list: [1, 2, 3] }},
  onLoad() {{ this.setData({{ sum: f1(1, 2).length }}) }},
}})
"""
FUNCTION = "function f{n}(a, b) {{ const x = a + b * {n}; return x > 10 ? {{ x, a }} : [b, x] }}"
ROW = "<view wx:for='{{{{list}}}}' wx:key='*this' class='row r{n}'><text>{{{{item}}}} row {n}</text></view>"
RULE = ".r{n} {{ color: #333; padding: {n}rpx 20rpx; }}"


def lines(pattern: str, count: int) -> str:
    return "\n".join(pattern.format(n=n) for n in range(count))


def write_project(folder: Path) -> None:
    pages = [f"pages/p{n}/p{n}" for n in range((FILES - 8) // 4)]
    files = {
        "project.config.json": json.dumps({"appid": APP}),
        "app.json": json.dumps({"pages": pages, "usingComponents": {"own-box": "/box"}}),
        "app.js": "App({})",
        "app.wxss": lines(RULE, 20),
        "box.json": '{"component": true}',
        "box.js": "Component({ properties: { title: String } })",
        "box.wxml": "<view>{{title}}<slot/></view>",
        "box.wxss": lines(RULE, 10),
    }
    for page in pages:
        files[f"{page}.js"] = SCRIPT.format(functions=lines(FUNCTION, 40))
        files[f"{page}.json"] = json.dumps({"navigationBarTitleText": page})
        files[f"{page}.wxml"] = f"<view class='top'>{page} {{{{sum}}}}</view>\n<own-box title='box'/>\n{lines(ROW, 20)}"
        files[f"{page}.wxss"] = lines(RULE, 30)
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def whole_compile(folder: Path) -> float:
    """Seconds that a fresh process takes for the whole project, the start of its compiler included."""
    code = (
        "import sys, time; from pathlib import Path; from emulator.compiler import compile_project\n"
        "began = time.perf_counter(); bundle = compile_project(Path(sys.argv[1])); assert not bundle.errors\n"
        "print(time.perf_counter() - began)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    return float(run.stdout)


@contextmanager
def developing(folder: Path) -> Iterator[tuple[psutil.Process, dict[str, Any]]]:
    command = [sys.executable, "-m", "emulator", "dev", str(folder), "--no-browser", "--port", "0", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as process:
        assert process.stdout is not None
        try:
            yield psutil.Process(process.pid), json.loads(process.stdout.readline())
        finally:
            process.terminate()


#: Of each frame that was put out, when the first picture without it had been drawn (milliseconds since 1970). What is
#: posted in a frame's callback is heard after the picture.
WATCHED = """() => {
  window.uncovered = []
  const drawn = done => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = done
    port2.postMessage(0)
  })
  new MutationObserver(changes => {
    if (changes.some(({ removedNodes }) => [...removedNodes].some(one => one.nodeName === 'IFRAME')))
      drawn(() => uncovered.push(performance.timeOrigin + performance.now()))
  }).observe(document.body, { childList: true, subtree: true })
}"""

#: When a document had its first picture with something in it, by https://w3c.github.io/paint-timing/ .
FIRST_PAINT = """() => new Promise(found => new PerformanceObserver(list => {
  const [paint] = list.getEntriesByName('first-contentful-paint')
  if (paint) found(performance.timeOrigin + paint.startTime)
}).observe({ type: 'paint', buffered: true }))"""


class Desk:
    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        page.evaluate(WATCHED)
        self.frame = page.frame_locator(f'[data-app="{APP}"] iframe:not(.old-frame, .spare-frame)')

    def reload(self, number: int) -> float:
        """Seconds from saving a template to its picture: drawn in its frame, and no longer covered by the old one."""
        file = self.folder / "pages/p0/p0.wxml"
        text = file.read_text("utf-8").partition("\n")[2]
        before = len(self.page.evaluate("uncovered"))
        began = time.time()
        file.write_text(f"<view class='top'>round {number}</view>\n{text}", "utf-8")
        # Nobody asks the frame for anything until then: what is asked of it delays it.
        self.page.wait_for_function("before => uncovered.length > before", arg=before)
        shown = self.frame.get_by_text(f"round {number}", exact=True)
        shown.wait_for(state="visible")
        frame = shown.element_handle().owner_frame()
        assert frame is not None
        return max(first_paint(frame), self.page.evaluate("uncovered.at(-1)")) / 1000 - began

    def restyle(self, number: int) -> float:
        """Seconds from saving a style to the page that has it."""
        file = self.folder / "pages/p0/p0.wxss"
        text = file.read_text("utf-8").partition("\n")[2]
        element = self.frame.locator(".top").element_handle()
        began = time.perf_counter()
        file.write_text(f".top {{ letter-spacing: {number + 1}px }}\n{text}", "utf-8")
        frame = element.owner_frame()
        assert frame is not None
        wanted = f"one => getComputedStyle(one).letterSpacing === '{number + 1}px'"
        frame.wait_for_function(wanted, arg=element, polling="raf")
        return time.perf_counter() - began


def first_paint(frame: Frame) -> float:
    """When this document was first drawn with something in it: milliseconds since 1970."""
    return float(frame.evaluate(FIRST_PAINT))


def memory(server: psutil.Process, page: Page) -> str:
    """MiB of the server and of the browser, once the page and its frames have put out what nobody needs."""
    for one in (page, page.frames[-1]):
        session = page.context.new_cdp_session(one)
        session.send("HeapProfiler.collectGarbage")
        session.detach()
    browser = [one for one in psutil.Process().children(recursive=True) if "chrom" in one.name()]
    held = [sum(one.memory_info().rss for one in all_of) / (1 << 20) for all_of in ([server], browser)]
    return "{:.0f} + {:.0f} MiB".format(*held)


def tell(name: str, seconds: list[float]) -> None:
    ms = sorted(one * 1000 for one in seconds)
    high = ms[len(ms) * 19 // 20 - 1]
    print(f"{name:<34} median {statistics.median(ms):5.0f} ms   best {ms[0]:5.0f}   19 of 20 below {high:5.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("WXEMU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        folder = Path(place)
        write_project(folder)
        tell(f"whole compile, {FILES} files", [whole_compile(folder) for _ in range(3)])
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with developing(folder) as (server, info):
            page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            page.context.new_cdp_session(page).send("Network.disable")
            page.goto(info["url"])
            desk = Desk(page, folder)
            desk.frame.locator(".top").wait_for(state="visible", timeout=30_000)
            first = [desk.reload(number) for number in range(20)]
            before = memory(server, page)
            later = [desk.reload(20 + number) for number in range(rounds // 5)]
            between = memory(server, page)
            later += [desk.reload(20 + number) for number in range(len(later), rounds)]
            after = memory(server, page)
            tell("one file, until its picture", [*first[5:], *later])
            tell("styles, until the page has them", [desk.restyle(number) for number in range(20)])
            name = "memory of server + browser"
            print(
                f"{name:<34} {before} after 20 reloads, {between} after {20 + rounds // 5}, {after} after {20 + rounds}"
            )
        browser.close()


if __name__ == "__main__":
    main()
