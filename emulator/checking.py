"""Opens every page of a project in V8, in a worker process that may die without harm.

A worker is spawned, for a fork hangs V8, and opens each page by a cold start of its own. One that does not answer in
time, or dies, costs its page a failure; the next worker goes on with the rest.
"""

import difflib
import json
import multiprocessing
import posixpath
import re
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .clock import Clock
from .compiler import Bundle, Problem, compile_project, counted, project_uses
from .dispatch import serve_phone
from .environment import environment
from .errors import BadInput
from .folders import compile_modes
from .headless import Headless
from .journal import Entry, why
from .project import Project
from .questions import Fetch
from .realm import DriveError, Realm, RealmHung
from .realms import Realms
from .texts import say
from .worldfile import project_world

#: Seconds until a worker counts as lost: by itself it answers earlier.
PAGE_LIMIT, COMPILE_LIMIT = 30.0, 180.0

#: Of what the app was refused for our sake alone: no mistake of the page's.
ABSENT = "not available in the emulator"
#: What every request fails with here: a check needs no network and changes nothing outside.
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"

#: Milliseconds of the app's time that a page is looked at, for its timers.
LOOK = 3_000

#: So often may one script turn and be called while a page that hung is looked at again, the second time where the first
#: told nothing, as turns of promises are slow; and what it says then.
TURNS = (2_000_000, 100_000)
_TOO_MANY = "wxemu: too many turns"

#: A mini-program of nothing.
_EMPTY: dict[str, Any] = {"format": 1, "app": {"pages": []}, "templates": "({})", "json": {}, "scripts": {},
                          "typescript": [], "styles": {}}  # fmt: skip

#: Where the files of packages lie, which are not the project's to mend.
_PACKAGES = "miniprogram_npm/"

STARTS_AT = 1_519_869_600_000


@dataclass(frozen=True)
class Limits:
    """Of a page: seconds that one piece of its code may run, and bytes that it may hold."""

    call: float = 5.0
    memory: int = 512 << 20


@dataclass
class PageReport:
    """What became of a page; of none in particular where ``page`` is None. ``error`` names file and line where they
    are known."""

    page: str | None
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "ok": self.ok, "error": self.error}


@dataclass
class Lack:
    """Something that the project uses and we have not. ``how``: ``missing``, ``partly``, ``unknown``, ``boxed``,
    ``plugin``, or ``unresolved`` by a package (by the project it is a mistake); ``where`` is ``file:line``, empty if it
    was only met while a page ran."""

    name: str
    how: str
    where: str


@dataclass
class Check:
    """A check under way: ``pages`` are known once it has started; ``lacks`` grow as pages are opened."""

    root: Path
    world_file: Path | None = None
    limits: Limits = Limits()
    language: str = "en"
    name: str = ""
    pages: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    lacks: dict[str, Lack] = field(default_factory=dict)

    def start(self) -> None:
        """Compile the project. Raises BadInput if it cannot be read."""
        self._worker = self._new_worker()
        found = self._worker.ask({"do": "compile"}, COMPILE_LIMIT)
        if isinstance(found, str):
            self._worker.end()
            raise BadInput(found if found.startswith(f"{self.root}") else f"{self.root}: {found}")
        self.name, self.pages = found["name"], found["pages"]
        self.problems = [Problem(**problem) for problem in found["problems"]]
        self.warnings = [Problem(**problem) for problem in found["warnings"]]
        self._note(found["lacks"])

    def problems_of_no_page(self) -> list[Problem]:
        """What the compiler says of files that belong to no page alone."""
        return [one for one in self.problems if not any(_is_of(one, page) for page in self.pages)]

    def run(self) -> Generator[PageReport, None, None]:
        """Open each page; one report for each, in the order of app.json."""
        try:
            for page in self.pages:
                broken = [problem for problem in self.problems if _is_of(problem, page)]
                yield PageReport(page, broken[0].told(self.language)) if broken else self._open(page)
        finally:
            self._worker.end()

    def _open(self, page: str) -> PageReport:
        answer = self._worker.ask({"do": "open", "page": page}, PAGE_LIMIT)
        if isinstance(answer, str):
            self._worker.end()
            self._worker = self._new_worker()
            return PageReport(page, answer)
        self._note(answer["lacks"])
        gone = "; ".join(_told(one, self.language) for one in answer["gone"])
        return PageReport(page, answer["error"] or gone or None)

    def _new_worker(self) -> "_Worker":
        return _Worker(self.root, self.world_file, self.limits, self.language)

    def _note(self, lacks: list[dict[str, str]]) -> None:
        for lack in lacks:
            self.lacks.setdefault(lack["name"], Lack(**lack))


def _is_of(problem: Problem, page: str) -> bool:
    """Whether the problem lies in one of the page's own files, or says that one is not there."""
    own = problem.file.rpartition(".")[0] == page
    return own or (problem.file == "app.json" and f"{page}." in problem.says["en"])


def _told(gone: dict[str, str], language: str) -> str:
    """Of a component that the project names and does not have: where, and what was probably meant."""
    text = say("check.unresolved-near" if gone["near"] else "check.unresolved", name=gone["name"], near=gone["near"])
    return f"{gone['where']}  {text[language]}"


class _Worker:
    """The parent's end of a worker."""

    def __init__(self, root: Path, world_file: Path | None, limits: Limits, language: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process = context.Process(target=work, args=(other, root, world_file, limits, language), daemon=True)
        self._process.start()
        other.close()

    def ask(self, question: dict[str, Any], limit: float) -> Any:
        """The answer; a text says why there is none."""
        try:
            self._line.send(question)
            if self._line.poll(limit):
                return self._line.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            if code and code > 0:
                return f"wxemu itself failed while it ran (exit code {code}); what it printed above says where"
            return f"the process that ran it was killed (signal {-(code or 0)}), most likely for want of memory"
        return f"it did not answer within {limit:g} s: an endless loop, or far too much data"

    def end(self) -> None:
        self._line.close()
        self._process.terminate()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


# -- in the worker --------------------------------------------------------------------------------------------------


def work(line: Connection, root: Path, world_file: Path | None, limits: Limits, language: str) -> None:
    """Answer what the parent asks until it hangs up."""
    opener: _Opener | None = None
    try:
        while True:
            question = line.recv()
            if opener is None:
                try:
                    opener = _Opener(root, world_file, limits, language)
                except BadInput as error:
                    line.send(error.says[language])
                    continue
                except RealmHung as error:
                    line.send(str(error))
                    continue
            line.send(opener.describe() if question["do"] == "compile" else opener.open(question["page"]))
    except (EOFError, KeyboardInterrupt):
        return


class _Opener:
    """Opens pages of one project, each by a cold start on the same phone."""

    def __init__(self, root: Path, world_file: Path | None, limits: Limits, language: str) -> None:
        self.language = language
        self.make_realm = partial(Realm, limits.call, limits.memory)
        self.world, self.app_id = project_world(root, world_file, Clock(STARTS_AT, frozen=True))
        self.phone = next(iter(self.world.phones.values()))
        self.bundles = {id_: compile_project(project.root, keep=True) for id_, project in self.world.projects.items()}
        for id_, project in self.world.projects.items():
            project.app_json = self.bundles[id_].app
        self.uses = project_uses(root)
        self.queries = compile_modes(root)
        #: Where scripts count, for a second look; else 0.
        self.turns = 0
        serve_phone(self.world, self.phone)
        self.host = Headless(self.world, self.phone, self._bundle, _offline, Realms(make=self.make_realm))

    def _bundle(self, project: Project) -> Bundle:
        """A page can be opened though another does not compile."""
        bundle = replace(self.bundles[project.app_id], errors=[])
        return counted(bundle, self.turns) if self.turns and project.app_id == self.app_id else bundle

    def describe(self) -> dict[str, Any]:
        own = self.bundles[self.app_id]
        return {
            "name": self.world.projects[self.app_id].name,
            "pages": list(own.app["pages"]),
            "problems": [problem.to_json() for problem in own.errors],
            "warnings": [problem.to_json() for problem in own.warnings],
            "lacks": self._lacks() if own.app["pages"] else [],
        }

    def _lacks(self) -> list[dict[str, str]]:
        """By a look at the files, without running them."""
        with self.make_realm() as realm:
            realm.boot("i0", json.dumps(_EMPTY), self._environment(), {})
            names = {kind: list(self.uses[kind]) for kind in ("wx", "tags")}
            lacks, _ = realm.drive(do="lacks", value=names)
        wx, tags = self.uses["wx"], self.uses["tags"]
        return [
            *({"name": f"wx.{name}", "how": "missing", "where": wx[name]} for name in lacks["wx"]),
            *({"name": f"wx.{name}", "how": "partly", "where": wx[name]} for name in lacks["partly"]),
            *({"name": f"<{tag}>", "how": "unknown", "where": tags[tag]} for tag in lacks["tags"]),
            *({"name": f"<{tag}>", "how": "boxed", "where": tags[tag]} for tag in lacks["boxed"]),
            *({"name": name, "how": "plugin", "where": where} for name, where in self.uses["plugins"].items()),
        ]

    def _environment(self) -> dict[str, Any]:
        given = environment(self.world, self.phone, self.world.projects[self.app_id])
        return {**given, "clock": {"now": self.world.clock.now(), "frozen": True}}

    def open(self, page: str) -> dict[str, Any]:
        journal = self.world.journal
        error = self._look(page)
        hung = self.host.hung
        missing = [str(entry.detail["name"]) for entry in journal.find("app.missing")]
        if hung is not None:
            error = self._place_of_hang(page) + str(hung)
        gone = [name for name in missing if not self.uses["components"].get(name, _PACKAGES).startswith(_PACKAGES)]
        lacks = [name for name in missing if name not in self.uses["tags"] and name not in gone]
        return {
            "error": error,
            "lacks": [self._met(name) for name in lacks],
            "gone": [self._gone(name) for name in gone],
        }

    def _look(self, page: str) -> str | None:
        """Open the page by a cold start; what went wrong first."""
        for app in list(self.phone.apps):
            self.phone.kill(app)
        self.host.settle()
        self.world.journal.clear()
        self.host.hung = None
        error: str | None = None
        try:
            self.phone.open_app(self.app_id, f"{page}?{self.queries.get(page, '')}")
            self.host.advance(LOOK)
        except RealmHung as caught:
            self.host.hung = caught
        except (RuntimeError, DriveError) as caught:
            error = str(caught)
        errors = [one for one in self.world.journal.find("app.error") if not _is_ours(one)]
        return _words(errors[0], self.language) if errors else error

    def _place_of_hang(self, page: str) -> str:
        """Another look, with scripts that count: where the page turned for ever; empty if it was in no loop."""
        found = None
        for self.turns in TURNS:
            self._look(page)
            told = [str(one.detail["text"]) for one in self.world.journal.find("console.error")]
            found = next((re.search(r"mp:///(\S+?:\d+)", text) for text in told if _TOO_MANY in text), found)
            if found:
                break
        self.turns = 0
        return f"{found[1]}  " if found else ""

    def _met(self, name: str) -> dict[str, str]:
        """Something that the runtime has missed."""
        where = self.uses["components"].get(name)
        return {"name": name, "how": "missing" if where is None else "unresolved", "where": where or ""}

    def _gone(self, name: str) -> dict[str, str]:
        """A component, as ``<tag> (path)``, that is not where the project says; and the nearest that is."""
        where = self.uses["components"][name]
        asked = name.partition("(")[2].removesuffix(")")
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(where), asked))
        sources = self.bundles[self.app_id].sources
        known = [f"/{file[:-5]}" for file, text in sources if file.endswith(".json") and '"component"' in text]
        near = difflib.get_close_matches(path, known, 1, 0.5)
        return {"name": name, "where": where, "near": near[0] if near else ""}


def _words(error: Entry, language: str) -> str:
    """Where, what, and why where we know more than the error itself says."""
    where, message = error.detail.get("where"), str(error.detail.get("message", ""))
    words = f"{where}  {message}" if where else message
    if error.cause is None or error.cause.id == "app.threw":
        return words
    return f"{words}  {why(error.cause, language)}"


def _is_ours(error: Entry) -> bool:
    """Whether the app has only passed on what is so in a check and nowhere else."""
    message = str(error.detail.get("message", ""))
    return ABSENT in message or OFFLINE in message


def _offline(fetch: Fetch) -> dict[str, Any]:
    """As on a phone without a line."""
    return {"error": OFFLINE}
