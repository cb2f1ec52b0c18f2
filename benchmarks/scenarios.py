"""How fast cases are: ``python -m benchmarks.scenarios``.

In one run and by turns: the bundled cases in V8 with realms that are used again and with a new one each; some of them
in a new context of a running Chromium each, with the same steps; and the whole process of ``wxemu test`` beside that of
jest with as many component tests by npm's miniprogram-simulate, which is installed into a folder of its own.

Each jest test renders one component, taps it and looks twice; each case of ours is a world of its own and a
mini-program's start, in many of them with a merchant's server and WeChat's own card pages. Both processes have run once
before they are measured: jest keeps what it transformed, ``wxemu test`` what it compiled. Beside seconds of the clock
stand those of the processor, of all threads and child processes: on a machine that others use, too, these tell more.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

from playwright.sync_api import sync_playwright

from emulator.compiler import Bundle
from emulator.headless import Headless
from emulator.outside import FetchDoor
from emulator.phone import Phone
from emulator.project import Project
from emulator.realms import Realms
from emulator.scenario.browser import BrowserHost
from emulator.scenario.chromium import find_chromium
from emulator.scenario.model import Case, Scenario, find, load
from emulator.scenario.runner import run_case
from emulator.server.theatre import Theatre
from emulator.testing import MakeHost
from emulator.world import World

from .reload import ARGUMENTS

ROOT = Path(__file__).parents[1]
CASES = ROOT / "fixtures" / "scenarios"

#: What is compared with, as it was when this was written.
PACKAGES = ("jest@26.6.3", "miniprogram-simulate@1.6.2")

COMPONENT_TEST = """
test('a tap is counted %d', async () => {
  const id = simulate.load({
    template: '<view class="n" bindtap="go">{{n}}</view><view wx:for="{{list}}" wx:key="*this">{{item}}</view>',
    data: { n: 1, list: [1, 2, 3] },
    methods: { go() { this.setData({ n: this.data.n + 1 }) } },
  })
  const component = simulate.render(id)
  component.attach(document.createElement('parent'))
  expect(component.querySelector('.n').dom.innerHTML).toBe('1')
  component.querySelector('.n').dispatchEvent('tap')
  await simulate.sleep(0)
  expect(component.querySelector('.n').dom.innerHTML).toBe('2')
})
"""

Pairs = list[tuple[Scenario, Case]]


class Spent(NamedTuple):
    """Seconds: of the clock, and of the processor."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Self:
        used = os.times()
        return cls(time.perf_counter(), used.user + used.system + used.children_user + used.children_system)

    def since(self, began: "Spent") -> "Spent":
        return Spent(self.wall - began.wall, self.cpu - began.cpu)

    @classmethod
    def median(cls, taken: Iterable["Spent"]) -> Self:
        return cls(*map(statistics.median, zip(*taken, strict=True)))

    def per_second(self, count: int) -> str:
        return f"{count / self.wall:.1f} cases/s, {count / self.cpu:.1f} in a second of the processor"

    def __str__(self) -> str:
        return f"{self.wall:.2f} s (processor {self.cpu:.2f} s)"


class Contexts:
    """Makes hosts in Chromium, each in a browser context that nothing has happened in. Playwright has a thread of its
    own, as the page's server runs in this one."""

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._theatre = Theatre().__enter__()
        self._thread.submit(self._launch, path).result()

    def __call__(
        self, world: World, phone: Phone, bundle_of: Callable[[Project], Bundle], fetch: FetchDoor
    ) -> BrowserHost:
        self._thread.submit(self._leave).result()
        self._theatre.wait_for(lambda: not self._theatre.here, "the old context stays")
        opening = self._thread.submit(self._enter)
        self._theatre.wait_for(lambda: self._theatre.here, "the new context does not open it")
        opening.result()
        return BrowserHost(self._theatre, world, phone, fetch)

    def close(self) -> None:
        self._thread.submit(self._end).result()
        self._theatre.__exit__(None, None, None)
        self._thread.shutdown()

    def _launch(self, path: str) -> None:
        self._play = sync_playwright().start()
        self._browser = self._play.chromium.launch(executable_path=path, args=ARGUMENTS)
        self._context: Any = None

    def _enter(self) -> None:
        self._context = self._browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 960})
        self._context.new_page().goto(self._theatre.url, wait_until="commit")

    def _leave(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def _end(self) -> None:
        self._browser.close()
        self._play.stop()


def spent(pairs: Pairs, make_host: MakeHost) -> Spent:
    """For all these cases, one after another."""
    began = Spent.now()
    for scenario, case in pairs:
        result = run_case(case, scenario, make_host=make_host)
        if not result.ok:
            raise SystemExit(f"{case.name} failed: {result.faults[0]}")
    return Spent.now().since(began)


def in_v8(pairs: Pairs, rounds: int) -> tuple[Spent, Spent]:
    """Medians of what a round takes: realms used again, a new realm each."""
    again, new = Realms(), Realms(1)
    kinds = [partial(Headless, realms=again), partial(Headless, realms=new)]
    spent(pairs, kinds[0])
    taken = [[spent(pairs, kind) for kind in kinds] for _ in range(rounds)]
    print(f"  realms made: {again.made} and {new.made}; thrown away as not clean: {len(again.dirty)}")
    again.close()
    used, fresh = map(Spent.median, zip(*taken, strict=True))
    return used, fresh


def in_chromium(pairs: Pairs, path: str) -> tuple[float, float]:
    """Seconds for these cases, by turns in V8 with realms used again, and in a new context of Chromium each."""
    realms, contexts = Realms(), Contexts(path)
    ours: MakeHost = partial(Headless, realms=realms)
    try:
        spent(pairs[:2], contexts)
        spent(pairs, ours)
        taken = [(spent([pair], ours).wall, spent([pair], contexts).wall) for pair in pairs]
    finally:
        contexts.close()
        realms.close()
    v8, chromium = (sum(column) for column in zip(*taken, strict=True))
    return v8, chromium


def whole(command: list[str], folder: Path) -> Spent:
    """From start to end of a process that must succeed."""
    began = Spent.now()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return Spent.now().since(began)


def beside_jest(count: int, rounds: int) -> tuple[Spent, Spent]:
    """Medians of what the whole process takes: ``wxemu test`` with half of the cases, jest with as many tests."""
    ours = [sys.executable, "-m", "emulator", "test", str(CASES), "--shard", "1/2"]
    with tempfile.TemporaryDirectory(prefix="wxemu-jest-") as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"private": true}')
        whole(["npm", "install", "--no-audit", "--no-fund", *PACKAGES], folder)
        tests = "".join(COMPONENT_TEST % number for number in range(count))
        (folder / "taps.test.js").write_text("const simulate = require('miniprogram-simulate')\n" + tests)
        jest = ["node", str(folder / "node_modules" / "jest" / "bin" / "jest.js"), "--runInBand"]
        taken = [(whole(ours, ROOT), whole(jest, folder)) for _ in range(rounds + 1)][1:]
    mine, theirs = map(Spent.median, zip(*taken, strict=True))
    return mine, theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--contexts", type=int, default=12, help="cases that are performed in Chromium")
    given = parser.parse_args()
    pairs = [(scenario, case) for scenario in (load(file, ROOT) for file in find([CASES])) for case in scenario.cases]
    used, fresh = in_v8(pairs, given.rounds)
    print(f"{len(pairs)} cases in V8, realms used again: {used.per_second(len(pairs))}")
    print(f"{len(pairs)} cases in V8, a new realm each:  {fresh.per_second(len(pairs))}")
    print(f"  used again: {fresh.wall / used.wall:.1f}×, of the processor {fresh.cpu / used.cpu:.1f}×")
    path = find_chromium()
    if path is None:
        print("left out: no Chromium on this machine; WXEMU_CHROMIUM names one")
    else:
        some = pairs[:: max(1, len(pairs) // given.contexts)]
        v8, chromium = in_chromium(some, path)
        print(
            f"{len(some)} of them in a new context of Chromium each: {len(some) / chromium:.1f} cases/s; in V8 "
            f"{len(some) / v8:.1f} cases/s, {chromium / v8:.1f}×"
        )
    if shutil.which("npm") is None:
        print("left out: no npm on this machine")
        return
    count = len(pairs[::2])
    mine, theirs = beside_jest(count, given.rounds)
    print(f"whole process, {count} cases: {mine}; jest with {count} component tests, each a tap: {theirs}")
    print(f"  {mine.wall / theirs.wall:.2f}×, of the processor {mine.cpu / theirs.cpu:.2f}×  ({', '.join(PACKAGES)})")


if __name__ == "__main__":
    main()
