"""Pictures of pages in a browser, and how two of them differ.

``python tests/pictures.py NODE_MODULES`` takes the references anew (``tests/references/*.png``) with the component
libraries that lie in NODE_MODULES (``npm ci`` in ``tests/npm``). Look at each before it is committed.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from shutil import copytree
from statistics import mean
from typing import Any

from browser import ARGUMENTS, chromium_path, developing
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright

HERE = Path(__file__).parent
GALLERY, REFERENCES = HERE / "apps" / "gallery", HERE / "references"
APP = "wx00000000000000ac"

#: Pages of the gallery that references are kept of: a third of it, each with other parts of the built-ins in use.
KEPT = [
    "t-cell", "t-form", "t-tabs", "t-picker", "t-calendar",
    "van-button", "van-field", "van-picker", "van-sheet", "own-form",
]  # fmt: skip

#: What is above the page is the shell's, with the time of day in it.
ABOVE = 91

#: Cells that a picture is seen in: 10 by 10 px, so that how a letter is drawn does not count, and where it stands does.
CELLS = (39, 75)

#: Most that a picture may differ by (see :func:`difference`). Pages in another font family reach half of it; one
#: without its styles or its words, an empty one, or one that begins 40 px lower is over one of them, most by far.
LIMITS = {"colour": 6.0, "spots": 0.06, "lines": 0.55}


class Camera:
    """A phone of 390 by 844 px that opens the gallery's pages."""

    def __init__(self, browser: Browser, url: str) -> None:
        size: Any = {"width": 390, "height": 844}
        self.context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        # Icon fonts of the libraries come from the web: never, so that every machine sees the same.
        self.context.route("https://**", lambda route: route.abort())
        self.url = url
        self.page: Page = self.context.new_page()

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator(f'[data-app="{APP}"] iframe:not(.old-frame, .spare-frame)')

    def open(self, name: str) -> None:
        """Open a page of the gallery, and what it has to open."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}&page=pages/{name}")
        self.frame.locator("wx-page").first.wait_for(timeout=20_000)
        self.page.get_by_test_id("panel-show").evaluate("button => { button.style.display = 'none' }")
        opener = self.frame.get_by_text("打开", exact=True)
        if opener.count():
            self._settled()
            opener.first.click()

    def style(self, css: str) -> None:
        """Give the page other styles."""
        self.frame.locator("body").evaluate(
            "(body, css) => body.append(Object.assign(document.createElement('style'), {textContent: css}))", css
        )

    def take(self) -> Image.Image:
        """The page once nothing moves any more, below the navigation bar."""
        return self._settled().crop((0, ABOVE, 390, 844))

    def _settled(self) -> Image.Image:
        before = b""
        for _ in range(60):
            now = self.page.screenshot(animations="disabled")
            if now == before:
                break
            before = now
            self.page.wait_for_timeout(100)
        return Image.open(BytesIO(before)).convert("RGB")


@contextmanager
def camera(node_modules: Path, folder: Path) -> Iterator[Camera]:
    """A camera on a copy of the gallery in *folder*."""
    root = folder / "gallery"
    copytree(GALLERY, root)
    (root / "node_modules").symlink_to(node_modules)
    with developing(str(root)) as info, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield Camera(browser, info["url"])
        browser.close()


def difference(picture: Image.Image, reference: Image.Image) -> dict[str, float]:
    """How far apart two pictures are. ``colour``: the mean of all cells, of 255; ``spots``: the share of cells that are
    plainly of another colour; ``lines``: how much of the edges is elsewhere, is missing or is too much."""
    apart = ImageChops.difference(_cells(picture), _cells(reference)).convert("L")
    histogram = apart.histogram()
    return {
        "colour": ImageStat.Stat(apart).mean[0],
        "spots": sum(histogram[40:]) / sum(histogram),
        "lines": mean(abs(one - other) for one, other in zip(_lines(picture), _lines(reference), strict=True)),
    }


def differs(picture: Image.Image, reference: Image.Image) -> dict[str, float]:
    """The measures that are over their limit."""
    return {name: value for name, value in difference(picture, reference).items() if value > LIMITS[name]}


def _cells(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").resize(CELLS, Image.Resampling.BOX)


def _lines(picture: Image.Image) -> list[float]:
    """How much is drawn in each of larger cells, beside what is drawn in a cell on the whole: whatever its colour, and
    however bold."""
    drawn = (
        picture.convert("L").filter(ImageFilter.FIND_EDGES).point([255 if value > 24 else 0 for value in range(256)])
    )
    cells = [float(value) for value in drawn.resize((13, 25), Image.Resampling.BOX).tobytes()]
    usual = max(1.0, mean(cells))
    return [value / usual for value in cells]


def reference(name: str) -> Image.Image:
    return Image.open(REFERENCES / f"{name}.png").convert("RGB")


def main(node_modules: str) -> None:
    REFERENCES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, camera(Path(node_modules).resolve(), Path(folder)) as taking:
        for name in KEPT:
            taking.open(name)
            picture = taking.take().quantize(48, dither=Image.Dither.NONE)
            picture.save(REFERENCES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
