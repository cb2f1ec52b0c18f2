"""Pages of the libraries look as they did when somebody looked at them: TDesign, Vant, the built-ins.

The pictures are compared by cells of 10 px, so that another font engine passes. ``tests/pictures.py`` takes them anew.
"""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("PIL", reason="Pillow is not installed")

from browser import chromium_path  # noqa: E402
from pictures import KEPT, camera, difference, differs, reference  # noqa: E402
from PIL import ImageChops, ImageFilter  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def taking(libraries, tmp_path_factory):
    with camera(libraries, tmp_path_factory.mktemp("gallery")) as taking:
        yield taking


@pytest.mark.parametrize("name", KEPT)
def test_a_page_looks_as_it_did(name, taking):
    taking.open(name)
    picture = taking.take()
    assert differs(picture, reference(name)) == {}, difference(picture, reference(name))


BROKEN = {
    "empty": "wx-page { visibility: hidden }",
    "without its words": "wx-page * { color: transparent !important; -webkit-text-fill-color: transparent !important }",
    "lower": "wx-page { padding-top: 40px }",
    "without the library's looks": "wx-page * { all: revert !important }",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_page_that_is_broken_does_not_pass(how, taking):
    taking.open("van-button")
    taking.style(BROKEN[how])
    assert differs(taking.take(), reference("van-button"))


def test_another_font_passes(taking):
    taking.open("van-button")
    taking.style("wx-page, wx-page * { font-family: monospace, serif !important }")
    assert differs(taking.take(), reference("van-button")) == {}


@pytest.mark.parametrize("name", KEPT)
def test_another_way_of_drawing_letters_passes(name):
    kept = reference(name)
    assert differs(kept.filter(ImageFilter.GaussianBlur(0.7)), kept) == {}
    assert differs(ImageChops.offset(kept, 1, 1), kept) == {}


def test_no_page_passes_for_another():
    pictures = {name: reference(name) for name in KEPT}
    for name, picture in pictures.items():
        assert all(differs(picture, pictures[other]) for other in KEPT if other != name)
