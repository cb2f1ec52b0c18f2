"""The fixture ``wxemu``, as the test suite of somebody else has it."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

COFFEE = str(Path(__file__).parents[1] / "fixtures" / "apps" / "coffee")

PASSING = f"""
    import httpx
    import pytest

    APP = {COFFEE!r}
    DOWN = {{"fetch": lambda fetch: {{"error": "down"}}}}

    @pytest.mark.wxemu(seed=3)
    @pytest.mark.parametrize("turn", [1, 2])
    def test_cancels(wxemu, turn):
        app = wxemu.open(APP, **DOWN)
        app.wx("addCard", cardList=[])
        app.answer("cancel")
        assert app.cause == "user.cancelled"
        assert len(app.world.journal.find("wx.addCard", "end")) == 1
        assert app.world.seed.value == 3

    def test_orders(wxemu):
        app = wxemu.open(APP, **DOWN).order("addCard", error="system error")
        assert app.wx("addCard", cardList=[])["error"] == "system error"
        app.wx("addCard", cardList=[])
        assert app.sheet["kind"] == "addCard"

    def test_replies(wxemu):
        app = wxemu.open(APP, **DOWN)
        app.reply("/hello", {{"status": 503, "takes": 1000}}, {{"data": {{"a": 1}}, "where": {{"b": 2}}}})
        app.wx("request", url="https://x.example.com/hello", data={{"b": 2}})
        assert app.journal[-1].detail["reply"] == "/hello"
        assert [(one.method, one.carries) for one in app.requests][-1] == ("GET", {{"b": "2"}})

    @pytest.mark.parametrize("turn", [1, 2, 3])
    def test_serves(wxemu, turn):
        one, other = wxemu.serve(APP), wxemu.serve(APP)
        one.admin("POST rules", {{"on": "addCard", "outcome": {{"error": "no"}}}})
        assert other.admin("GET rules")["rules"] == []
        assert httpx.get(one.url, trust_env=False).status_code == 200
        assert other.wallet == []
"""

FAILING = f"""
    APP = {COFFEE!r}
    DOWN = {{"fetch": lambda fetch: {{"error": "down"}}}}

    def test_the_user_left(wxemu):
        app = wxemu.open(APP, **DOWN)
        app.wx("addCard", cardList=[])
        app.answer("cancel")
        assert app.told("addCard.success"), "the coupon was not taken"

    def test_a_sheet_waits(wxemu):
        wxemu.open(APP, **DOWN).wx("addCard", cardList=[])
        assert False

    def test_no_sheet(wxemu):
        wxemu.open(APP, **DOWN).answer()

    def test_nothing_to_tap(wxemu):
        wxemu.open(APP, **DOWN).tap("Buy")

    def test_a_bad_order(wxemu):
        wxemu.open(APP, **DOWN).reply("login", {{"data": 1}})

    def test_a_bad_reply(wxemu):
        wxemu.open(APP, **DOWN).reply("/login", {{"state": 1}})

    def test_a_bad_request(wxemu):
        wxemu.serve(APP).admin("POST rules", {{"on": "addCard", "outcome": {{"eror": "x"}}}})
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_each_test_has_a_world_of_its_own(pytester, processes):
    pytester.makepyfile(PASSING)
    done = pytester.runpytest_subprocess("-p", "no:randomly", "-n", processes, "-W", "error")
    done.assert_outcomes(passed=7)


def test_a_failure_tells_where_everything_stands_and_why(pytester):
    pytester.makepyfile(FAILING)
    done = pytester.runpytest_subprocess("-p", "no:randomly", "-n", "0", "-W", "error")
    done.assert_outcomes(failed=7)
    done.stdout.fnmatch_lines([
        "*AssertionError: the coupon was not taken*",
        "*wxemu: wx5f1c0ffee0000001*",
        "*wx5f1c0ffee0000001 pages/*reads: *",
        "*The app calls wx.addCard*",
        "*user.cancelled: The user left without agreeing → Tap the green button*",
        "*a sheet waits for an answer: addCard*",
        "*no sheet is open*",
        "*the journal ends with:*",
        "*nothing on pages/* matches*Buy*; the page reads: *",
        "*BadInput: 'login' names no request; it looks like 'POST https://api.example.com/login'*",
        "*BadInput: reply 1 has no 'state'; it has status, data, base64, header, takes, fail, where*",
        "*BadInput: outcome has no 'eror'; it has error, answer, delay, lost*",
        "*wxemu: wx5f1c0ffee0000001 at http://127.0.0.1:*/w/w1*",
    ])  # fmt: skip
