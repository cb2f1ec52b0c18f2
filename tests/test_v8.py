"""V8 by its C interface: values, order, and what does not come back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from emulator.v8 import Context, OutOfMemory, ScriptError, TooLong


@pytest.fixture
def context():
    made = Context(64 << 20)
    yield made
    made.close()


def test_plain_values_come_as_python_has_them_and_others_as_none(context):
    scripts = ["null", "undefined", "true", "-7", "2 ** 40", "0.5", "'卡 🎫'", "''", "({})", "() => 1"]
    values = context.run(*scripts, limit=5)
    assert values == [None, None, True, -7, 2**40, 0.5, "卡 🎫", "", None, None]


def test_scripts_run_in_order_each_after_the_microtasks_of_the_one_before(context):
    first = "var seen = ['a']; Promise.resolve().then(() => seen.push('b')).then(() => seen.push('c')); seen.join()"
    assert context.run(first, "seen.push('d'); seen.join()", limit=5)[1] == "a,b,c,d"


def test_what_was_begun_is_done_before_what_is_run(context):
    context.begin("var seen = ['a']; Promise.resolve().then(() => seen.push('b'))")
    context.begin("seen.push('c')")
    assert context.run("seen.join()", limit=5) == ["a,b,c"]
    context.begin("throw new Error('mine')")
    with pytest.raises(ScriptError, match="mine"):
        context.run("1", limit=5)
    assert context.run("2", limit=5) == [2]
    context.begin("for (;;);")
    with pytest.raises(TooLong):
        context.run("1", limit=0.2)


def test_what_a_script_throws_and_what_cannot_be_read_is_an_error_and_the_context_lives(context):
    with pytest.raises(ScriptError, match="mine"):
        context.run("throw new Error('mine')", "1", limit=5)
    with pytest.raises(ScriptError, match="SyntaxError"):
        context.run("(", limit=5)
    assert context.run("1 + 1", limit=5) == [2]


@pytest.mark.parametrize("script", ["for (;;);", "(function again() { Promise.resolve().then(again) })()"])
def test_what_does_not_come_back_is_stopped_and_can_be_closed(context, script):
    with pytest.raises(TooLong):
        context.run(script, "1", limit=0.2)
    context.close()
    assert context.closed


def test_memory_has_a_limit(context):
    with pytest.raises(OutOfMemory):
        context.run("const held = []; for (;;) held.push(new Array(1000).fill(held.length))", limit=30)


def test_an_event_loop_that_runs_is_no_hindrance_and_threads_may_each_have_a_context():
    def count(n):
        made = Context(64 << 20)
        try:
            return [made.run(f"var n = (globalThis.n ?? {n}) + 1; n", limit=5)[0] for _ in range(50)][-1]
        finally:
            made.close()

    async def inside():
        return count(100)

    assert asyncio.run(inside()) == 150
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, range(0, 40, 10))) == [50, 60, 70, 80]
