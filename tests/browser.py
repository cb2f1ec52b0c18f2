"""The demonstration in a real Chromium, driven by what a person sees and clicks."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, FrameLocator, Locator, Page, WebSocketRoute, expect

#: Chromium without its own network life; the sandbox of the container is enough.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip

SHOP, COMPONENT = "wx5f1c0ffee0000001", "wxeb490c6f9b154ef9"


def chromium_path() -> str | None:
    """Where Chromium is, if it is installed."""
    return os.environ.get("WXEMU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def demonstration(*more: str) -> Iterator[dict[str, Any]]:
    """``wxemu demo`` on a free port, with *more* options; its JSON line."""
    with _running("demo", *more) as info:
        yield info


@contextmanager
def developing(*arguments: str) -> Iterator[dict[str, Any]]:
    """``wxemu dev`` on a free port; its JSON line."""
    with _running("dev", *arguments) as info:
        yield info


@contextmanager
def _running(*arguments: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "emulator", *arguments, "--no-open", "--port", "0", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def recording(*more: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    """``wxemu record`` on a free port; its JSON line, and the process."""
    command = [sys.executable, "-m", "emulator", "record", *more, "--no-open", "--port", "0", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.terminate()


class Phone:
    """The page with its phone. Texts are the Chinese ones unless the phone speaks English."""

    def __init__(
        self, browser: Browser, info: dict[str, Any], width: int = 1280, height: int = 900, density: float = 1
    ) -> None:
        self.info = info
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=density,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.lines: list[WebSocketRoute] = []
        self.page.route_web_socket("**/_wxemu/ws", self._carry)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self) -> "Phone":
        self.page.goto(self.info["url"])
        self.ready()
        return self

    def ready(self) -> None:
        """The shop has its coupons."""
        expect(self.shop.get_by_text("领取", exact=True).first).to_be_visible(timeout=20_000)

    def _carry(self, line: WebSocketRoute) -> None:
        """Every websocket of the page goes through here, so that a test can cut it."""
        line.connect_to_server()
        self.lines.append(line)

    # -- what is on the screen ----------------------------------------------------------------------------------

    def app(self, app_id: str) -> FrameLocator:
        return self.page.frame_locator(f'[data-app="{app_id}"] iframe:not(.old-frame, .spare-frame)')

    @property
    def shop(self) -> FrameLocator:
        return self.app(SHOP)

    @property
    def component(self) -> FrameLocator:
        return self.app(COMPONENT)

    def seen(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def tab(self, name: str) -> None:
        self.shop.get_by_role("tab", name=name).click()

    def take_all(self) -> None:
        self.shop.get_by_text("三张一起领").click()

    def take(self, title: str) -> None:
        self.shop.get_by_role("button", name=title).locator("xpath=following-sibling::*").click()

    def claim(self) -> None:
        """Accept on the claim page."""
        self.seen("claim-button").click()

    def back_in_the_shop(self) -> None:
        """The claim page has gone and the shop can be used."""
        expect(self.seen("sheet-addCard")).to_have_count(0, timeout=10_000)

    def says(self, text: str) -> None:
        """A toast or dialog of WeChat reads so."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=10_000)

    def agree(self) -> None:
        self.seen("sheet-confirm").click()

    # -- what the emulator knows --------------------------------------------------------------------------------

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.info['token']}"}
        answer = httpx.request(method, self.info["admin"] + path, headers=headers, json=body, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def journal(self, kind: str, phase: str = "end") -> list[dict[str, Any]]:
        entries = self.admin("GET", "journal")["entries"]
        return [entry for entry in entries if entry["kind"] == kind and entry["phase"] == phase]

    def shown(self, app_id: str, scene: int, times: int = 1) -> dict[str, Any]:
        """What ``App.onShow`` of this app was given when it came to sight by this scene for the *times*-th time.

        The app itself tells the journal, so its page may show the consequence a moment earlier: waited for.
        """
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            told = [
                entry["detail"]["detail"] for entry in self.journal("App.onShow", "event") if entry["app"] == app_id
            ]
            found: list[dict[str, Any]] = [options for options in told if options["scene"] == scene]
            if len(found) >= times:
                return found[times - 1]
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{app_id} was not shown {times} times by scene {scene}")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until this is so."""
        deadline = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < deadline, "it never came to be"
            self.page.wait_for_timeout(50)

    def last(self, kind: str, phase: str = "end") -> dict[str, Any]:
        return self.journal(kind, phase)[-1]

    def wallet(self) -> list[str]:
        return [card["title"] for card in self.admin("GET", "wallet")["cards"]]


@contextmanager
def developed(chromium: Browser, folder: Path, files: dict[str, str]) -> Iterator[Phone]:
    """A page for ``wxemu dev`` on a project of these *files* in *folder*. Nothing in it may throw."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    with developing(str(folder)) as info:
        phone = Phone(chromium, info)
        yield phone
        phone.context.close()
        assert phone.errors == []


def to_the_component(phone: Phone) -> None:
    phone.tab("会员")
    phone.shop.get_by_role("button", name="立即入会").click()
    expect(phone.seen("sheet-openApp")).to_contain_text("会员卡")
    phone.agree()


def fill_the_form(phone: Phone) -> None:
    form = phone.component
    form.get_by_role("button", name="激活").first.click()
    form.get_by_text("验证", exact=True).click()
    expect(form.get_by_role("textbox", name="姓名")).to_be_visible()
    for box in form.get_by_role("textbox").all():
        if not box.input_value():
            box.fill("安娜")
    for pill in form.locator(".pill").all()[:1]:
        pill.click()
    for tick in form.locator(".statement wx-checkbox").all():
        tick.click()


def faults(page: Page, frames: int | None = None) -> list[str]:
    """Serious faults that axe finds in the page and its frames (or the first of them), as ``rule: element``."""
    found = []
    for frame in page.frames[:frames]:
        # The frame's policy lets nothing in by address, and evaluate() is not asked.
        frame.evaluate(AXE.read_text("utf-8"))
        report = frame.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
        found += [
            f"{row['id']}: {node['html'][:160]} | {node['failureSummary'][:200]}"
            for row in report["violations"]
            if row["impact"] in ("serious", "critical")
            for node in row["nodes"]
        ]
    return found
