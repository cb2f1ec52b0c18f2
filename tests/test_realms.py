"""Realms used again: what a mini-program leaves behind is either thrown away with its realm or not seen by the next."""

import json
import random

import pytest
from test_realm import ENVIRONMENT, LAUNCH, NOW, Talking, event, logs
from test_scenarios import FOLDER, ROOT

from emulator.compiler import compile_project
from emulator.headless import Headless
from emulator.realms import Realms
from emulator.scenario.model import find, load
from emulator.scenario.runner import run_case
from emulator.world import World

#: The real global object and the engine's classes, which an app must not reach but can.
REAL = "const real = Function('return this')(); "

#: Code of a page's file that changes something which is not its own: the next one has another realm.
DIRT = {
    "a global": "mark = 1",
    "a global by its symbol": REAL + "real[Symbol.for('mark')] = 1",
    "a getter": REAL + "Object.defineProperty(real, 'mark', { get: () => 1, configurable: true })",
    "a method for all arrays": "Array.prototype.x = 1",
    "a replaced method": "Object.prototype.toString = () => 'mine'",
    "a replaced function of Math": REAL + "real.Math.random = () => 0.5",
    "a replaced function of JSON": "const own = JSON.parse; JSON.parse = text => own(text)",
    "a wrapped constructor": REAL + "real.Promise = class extends Promise {}",
    "a method that is gone": "delete String.prototype.trim",
    "a value that became a getter": "const own = Date.parse; Object.defineProperty(Date, 'parse', { get: () => own })",
    "a frozen intrinsic": "Object.freeze(Array.prototype)",
    "a sealed global": REAL + "Object.preventExtensions(real.Reflect)",
    "a property that cannot be written": "Object.defineProperty(Date, 'UTC', { writable: false })",
    "another prototype": "Object.setPrototypeOf(Map, class {})",
    "a property of a method": "Array.prototype.map.note = 1",
    "the name of a method": "Object.defineProperty(Array.prototype.map, 'name', { value: 'mine' })",
    "how stacks are told": "Error.prepareStackTrace = () => 'mine'",
    "how long stacks are": "Error.stackTraceLimit = 1",
    "iterators": "Object.getPrototypeOf([][Symbol.iterator]()).next = function () { return { done: true } }",
    "async functions": "Object.getPrototypeOf(async () => {}).mark = 1",
    "generators": "Object.getPrototypeOf(function* () {}).prototype.mark = 1",
    "matches": "Object.getPrototypeOf('a'.matchAll(/a/g)).mark = 1",
    "the date, through the app's own": "Date.prototype.getTime = () => 0",
    "a class of the runtime": "wx.createSelectorQuery().constructor.prototype.select = () => null",
    "a method of all pages": "Page({ onLoad() { Object.getPrototypeOf(Object.getPrototypeOf(this)).setData = null } })",
    "a class of the engine": "Page({ onLoad() { Object.getPrototypeOf(this._$.constructor.prototype).mark = 1 } })",
    "what may run on": "new FinalizationRegistry(() => {}).register({}, 1)",
    "a wait that may end later": "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)",
    "a module that is compiled": "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
}  # fmt: skip

#: What looks like it and is the app's own.
OWN = {
    "nothing": "",
    "its global": "global.mark = 1; globalThis.mark = 1; Object.defineProperty(globalThis, 'other', { get: () => 1 })",
    "its Math": "Math.random = () => 0.5",
    "its console": "console.log = () => {}",
    "wx": "wx.login = null; wx.mark = 1; wx.env.mark = 1",
    "a registered symbol": "Symbol.for('mark')",
    "its app": "App({ mark: 1 }); getApp().more = 2",
    "state of its modules": "let count = 0; module.exports = { more: () => ++count }; module.exports.more()",
    "a timer": "setTimeout(() => console.log('late'), 50); setInterval(() => console.log('late'), 70)",
    "a promise that waits": "new Promise(done => { global.done = done }).then(() => console.log('late'))",
    "an endless chain of timers": "(function again() { setTimeout(again, 10) })()",
    "a call without its answer": "wx.login({ complete: () => console.log('late') })",
    "listeners": "wx.onAppShow(() => console.log('late')); wx.onError(() => console.log('late'))",
    "storage": "wx.setStorageSync('mark', 1)",
    "files": "wx.getFileSystemManager().writeFileSync(wx.env.USER_DATA_PATH + '/mark', 'x')",
    "a selector query": "wx.createSelectorQuery().select('#a').boundingClientRect(() => console.log('late')).exec()",
    "what it launched with": "const o = wx.getLaunchOptionsSync(); o.mark = 1; o.query.mark = 1",
    "what it knows of the phone": "wx.getSystemInfoSync().mark = 1; wx.getAccountInfoSync().miniProgram.mark = 1",
    "the configuration": "__wxConfig.pages.push('mark')",
    "a match": "/(m)ark/.exec('mark')",
    "an exception": "throw new Error('broken')",
    "a rejected promise": "Promise.reject(new Error('broken'))",
    "a stack overflow": "(function deep() { deep() })()",
    "options of a component": "Page({ onLoad() { this._$.getComponentOptions().mark = 1 } })",
    "what a built-in is made of": """Page({ onLoad() {
      const view = this._$.getShadowRoot().childNodes[0]
      const [parts, kind] = [[view, view.getMethodCaller()].map(Object.getPrototypeOf), view.getComponentDefinition()]
      for (const part of [...parts, kind, kind.behavior]) part.mark = 1
      parts[1].triggerEvent = parts[0].triggerEvent = null } })""",
    "a method of a page": "Page({ data: { mark: 1 }, onLoad() { this.mark = 1; this.setData = null } })",
}  # fmt: skip

#: Looks around as any app might.
PROBE = """
const real = Function('return this')()
const seen = {
  globals: Object.getOwnPropertyNames(real).length, symbols: Object.getOwnPropertySymbols(real).length,
  mark: [typeof mark, typeof global.mark, typeof wx.mark, typeof wx.env.mark, wx.login === null],
  array: [[].x, Object.isFrozen(Array.prototype), [1, 2].map(n => n), String([].map.name)], object: ({}).toString(),
  random: [Math.random(), Math.random()], stack: [typeof Error.prepareStackTrace, Error.stackTraceLimit],
  match: [RegExp.$1, RegExp.lastMatch, RegExp.input], time: [Date.now(), new Date(0).getTime()], text: ' a '.trim(),
  stored: wx.getStorageSync('mark'), launch: wx.getLaunchOptionsSync(), config: __wxConfig.pages,
  phone: Object.keys(wx.getSystemInfoSync()), account: wx.getAccountInfoSync(), app: typeof getApp(),
  files: wx.getFileSystemManager().readdirSync(wx.env.USER_DATA_PATH),
  query: typeof wx.createSelectorQuery().select, async: Object.getPrototypeOf(async () => {}).mark,
}
Page({
  onLoad() {
    this.setData({ n: 1 })
    seen.page = [this.mark, this.data, typeof this.setData, this._$.mark]
    const view = this._$.getShadowRoot().childNodes[0]
    const [caller, kind] = [view.getMethodCaller(), view.getComponentDefinition()]
    seen.view = [view.mark, caller.mark, kind.mark, kind.behavior.mark, typeof view.triggerEvent]
    console.log(JSON.stringify(seen))
  },
  go(event) { console.log(JSON.stringify([event.type, event.timeStamp])); setTimeout(() => null.x, 100) } })
"""


@pytest.fixture
def bundle(tmp_path):
    def _bundle(name, js):
        folder = tmp_path / name
        folder.mkdir()
        for file, text in {"app.json": '{"pages": ["a"]}', "a.wxml": '<view class="v" bindtap="go">{{n}}</view>',
                           "a.js": js}.items():  # fmt: skip
            (folder / file).write_text(text)
        made = compile_project(folder)
        assert made.errors == []
        return made.text

    return _bundle


@pytest.fixture
def realms():
    made = Realms(make=Talking)
    yield made
    made.close()


def live(realm, text, wait=0):
    """A mini-program from start to end; what it sent."""
    realm.boot("i1", text, json.loads(json.dumps(ENVIRONMENT)), {})
    sent = realm.receive(event(1, "launch", LAUNCH))
    if wait:
        sent += realm.advance_to(NOW + wait)
    return sent


def probed(realm, text):
    """All that the probe sends in a life with a tap, an error and time that passes."""
    sent = live(realm, text)
    sent += realm.drive(do="tap", selector=".v")[1]
    return sent + realm.advance_to(NOW + 500)


@pytest.mark.parametrize("js", [*DIRT.values(), *OWN.values()], ids=[*DIRT, *OWN])
def test_the_next_mini_program_finds_a_realm_like_new(bundle, realms, js):
    probe = bundle("probe", PROBE)
    with Talking() as new:
        expected = probed(new, probe)
    assert len(logs(expected)) == 2
    first = realms.take()
    live(first, bundle("dirty", js))
    realms.give_back(first)
    second = realms.take()
    assert probed(second, probe) == expected
    assert (second is first) == (js in OWN.values())
    assert first.closed == (js in DIRT.values())
    assert len(realms.dirty) == (js in DIRT.values())
    realms.give_back(second)


def test_why_a_realm_was_thrown_away_is_said(bundle, realms):
    realm = realms.take()
    live(realm, bundle("dirty", "Array.prototype.flatten = function () {}"))
    realms.give_back(realm)
    assert realms.take() is not realm
    assert realms.dirty == ["Array.prototype.flatten was added"]


def test_a_realm_is_used_some_hundred_times_and_then_makes_room(bundle):
    realms, text = Realms(uses=3, make=Talking), bundle("probe", PROBE)
    used = []
    for _ in range(4):
        realm = realms.take()
        used.append(realm)
        live(realm, text)
        realms.give_back(realm)
    assert [one is used[0] for one in used] == [True, True, True, False]
    assert used[0].closed
    assert realms.made == 2
    assert realms.dirty == []
    realms.close()
    assert used[3].closed


def test_realms_that_were_prepared_are_taken_first_and_are_like_any_other(bundle):
    realms, text = Realms(uses=2, make=Talking), bundle("probe", PROBE)
    realms.prepare(2)
    assert realms.made == 2
    taken = [realms.take() for _ in range(3)]
    assert realms.made == 3
    first, *others = (probed(realm, text) for realm in taken)
    assert others == [first, first]
    for realm in taken:
        realms.give_back(realm)
    assert realms.take() is taken[2]
    realms.prepare(1)
    assert realms.made == 3
    realms.close()
    taken[2].close()


def test_where_realms_do_not_stay_clean_the_next_is_made_ahead(bundle, realms):
    dirty, probe = bundle("dirty", "mark = 1"), bundle("probe", PROBE)
    first = realms.take()
    live(first, dirty)
    assert realms.made == 1
    realms.give_back(first)
    second = realms.take()
    assert realms.made == 3
    live(second, dirty)
    realms.give_back(second)
    third = realms.take()
    assert realms.made == 4
    assert realms.dirty == ["mark was added"] * 2
    with Talking() as new:
        assert probed(third, probe) == probed(new, probe)
    third.close()


def test_a_realm_whose_code_hangs_is_not_used_again(bundle):
    realms = Realms(make=lambda: Talking(limit=1))
    realm = realms.take()
    live(realm, bundle("a", "Page({})"))
    realm.close()
    realms.give_back(realm)
    other = realms.take()
    assert other is not realm
    live(other, bundle("b", "Page({})"))
    realms.close()
    other.close()


#: Finds what an app reaches and the one before it reached too, leaves a mark on each, and asks whether that is seen.
CRAWLER = """
const real = Function('return this')()
function reached(...open) {
  const found = new Map()
  open = open.map((one, index) => [one, '#' + index])
  while (open.length) {
    const [one, path] = open.pop()
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || found.has(one)) continue
    found.set(one, path)
    open.push([Object.getPrototypeOf(one), path + '.__proto__'])
    for (const key of Reflect.ownKeys(one)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(one, key)
      for (const next of [value, get, set]) open.push([next, path + '.' + String(key)])
    }
  }
  return found
}
Page({ onLoad() {
  const found = reached(
    this, wx, getApp(), global, console, require, module, getCurrentPages(), __wxConfig, wx.createSelectorQuery(),
    wx.createIntersectionObserver(), wx.getFileSystemManager(), wx.createAnimation(), wx.createInnerAudioContext(),
    wx.getSystemInfoSync(), wx.getLaunchOptionsSync(), wx.getAccountInfoSync(), wx.getMenuButtonBoundingClientRect(),
    wx.getStorageInfoSync(), this.selectComponent('.v'), Behavior({}))
  const before = real.before
  real.before = found
  if (!before) return
  delete real.before
  const known = reached(real)
  const shared = [...found].filter(([one]) => before.has(one) && !known.has(one))
  const open = shared.filter(([one]) => !Object.isFrozen(one))
  const mark = Symbol('mark')
  const unseen = open.filter(([one]) => {
    one[mark] = 1
    const said = real.wxemu.release()
    delete one[mark]
    return said === null
  })
  const paths = unseen.map(([, path]) => path)
  console.log(JSON.stringify({ shared: shared.length, clean: real.wxemu.release(), unseen: paths }))
} })
"""


def test_all_that_two_mini_programs_both_reach_is_proven(bundle):
    text = bundle("crawler", CRAWLER)
    with Talking() as realm:
        realm.keep()
        live(realm, text)
        (told,) = logs(live(realm, text))
    found = json.loads(told)
    assert found["shared"] > 100
    assert found["clean"] is None
    assert found["unseen"] == []


def test_no_fixture_can_tell_a_used_realm_from_a_new_one():
    """Every entry of every journal, in another order of cases each time."""
    pairs = [(scenario, case) for scenario in (load(file, ROOT) for file in find([FOLDER])) for case in scenario.cases]
    used, new = Realms(), Realms(1)

    def journals(realms, order):
        told = {}
        for scenario, case in order:
            worlds: list[World] = []

            def host(world, phone, bundle_of, fetch, worlds=worlds):
                worlds.append(world)
                return Headless(world, phone, bundle_of, fetch, realms)

            result = run_case(case, scenario, make_host=host)
            rows = [[entry.to_json() for entry in world.journal.entries] for world in worlds]
            told[scenario.file.name, case.name] = (result.faults, result.view, result.virtual, rows)
        return told

    expected = journals(new, pairs)
    assert journals(used, pairs) == expected
    assert journals(used, random.Random(7).sample(pairs, len(pairs))) == expected
    assert used.made < 5
    assert used.dirty == []
    used.close()
