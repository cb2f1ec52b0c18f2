"""Running cases: each in a fresh world and a realm that is new or proven clean, so that no order of them can matter."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import BadInput, WireError
from ..headless import Headless
from ..journal import Entry, explain
from ..realm import DriveError
from ..testing import HostLost, MakeHost
from .checks import check, unanswered, view
from .expect import Difference, compare
from .model import Case, Scenario, Step, load
from .play import play
from .stage import Stage, StepFailed

if TYPE_CHECKING:
    from .twins import Situation, Witness

#: So many journal entries are told with a failure.
NEAREST = 12


class More(NamedTuple):
    """What a result is to tell beyond how the case went: to read and to work out each takes a part of a short run."""

    situation: bool = False
    manual: bool = False


NOTHING_MORE = More()


@dataclass(frozen=True)
class Result:
    """How a case went. ``faults`` is empty if it passed; ``virtual`` milliseconds passed in its world."""

    file: str
    name: str
    says: str
    line: int
    faults: list[str] = field(default_factory=list)
    cause: dict[str, Any] | None = None
    journal: list[str] = field(default_factory=list)
    view: list[dict[str, Any]] = field(default_factory=list)
    virtual: int = 0
    seconds: float = 0.0
    profile: str = ""
    #: Whether the profile was asked for, beside the case's own.
    asked: bool = False
    #: Whether it ran elsewhere than in V8.
    browser: bool = False
    #: What of the manual it has shown; only where it was asked for, and the case passed.
    manual: list[str] = field(default_factory=list)
    #: What twins are found by; only where it was asked for, and the case passed.
    situation: "Situation | None" = None

    @property
    def ok(self) -> bool:
        return not self.faults

    def to_json(self) -> dict[str, Any]:
        return {"file": self.file, "case": self.name, "says": self.says, "line": self.line, "ok": self.ok,
                "faults": self.faults, "cause": self.cause, "journal": self.journal, "virtual_ms": self.virtual,
                "profile": self.profile, "seconds": round(self.seconds, 3)}  # fmt: skip


def run_case(
    case: Case,
    scenario: Scenario,
    profile: str | None = None,
    language: str = "en",
    make_host: MakeHost = Headless,
    more: More = NOTHING_MORE,
) -> Result:
    """Perform a case. A failure is a result; only a bad file raises (BadInput). *more*: what else the result tells."""
    begun = perf_counter()
    if profile is not None:
        case = replace(case, world={**case.world, "profile": profile})
    result = _perform(case, language, make_host, more)
    twin = case.expect.get("same_app_view_as")
    if result.ok and twin is not None:
        other = scenario.case(twin)
        if profile is not None:
            other = replace(other, world={**other.world, "profile": profile})
        difference = compare(_blurred(_perform(other, language, make_host).view), _blurred(result.view), "app_saw")
        if difference:
            said = f"same_app_view_as {twin}: the app can tell the two apart\n{difference}"
            result = replace(result, faults=[_at(case.file, case.line, said)])
    elsewhere = make_host is not Headless
    return replace(result, seconds=perf_counter() - begun, asked=profile is not None, browser=elsewhere)


def _blurred(view: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what differs between any two runs of the same story."""
    return [{name: detail if isinstance(detail, dict) else {} for name, detail in row.items()} for row in view]


def _perform(case: Case, language: str, make_host: MakeHost, more: More = NOTHING_MORE) -> Result:
    result = Result(str(case.file), case.name, case.says, case.line)
    try:
        return _performed(case, language, make_host, result, more)
    except HostLost as error:
        return replace(result, faults=[_at(case.file, case.line, str(error))])


def _performed(case: Case, language: str, make_host: MakeHost, result: Result, more: More) -> Result:
    with Stage(case, make_host) as stage:
        begun = stage.world.clock.now()
        by = _witness(stage) if more.situation else None
        faults = _steps(stage, by, language) or perform_end(stage)
        entries = stage.world.journal.entries
        cause = next((entry.cause for entry in reversed(entries) if entry.cause is not None), None)
        return replace(
            result,
            faults=faults,
            cause=explain(cause),
            journal=[_line(entry, language) for entry in entries[-NEAREST:]] if faults else [],
            view=view(stage),
            virtual=stage.world.clock.now() - begun,
            manual=_manual(stage) if more.manual and not faults else [],
            situation=by.situation(stage) if by and not faults else None,
            profile=stage.world.switches.profile,
        )


def _witness(stage: Stage) -> "Witness":
    from .twins import Witness

    return Witness.of(stage)


def _manual(stage: Stage) -> list[str]:
    from .manual import seen_parts

    return seen_parts(stage.world.journal.entries, stage.app_id, stage.app.phone.settings.baseLibrary)


def _steps(stage: Stage, witness: "Witness | None", language: str) -> list[str]:
    """Do the steps in order; the faults of the first that fails."""
    for step in stage.case.steps:
        if witness is not None:
            witness.before_step(stage)
        if faults := perform_step(stage, step, language):
            return faults
    return []


def perform_step(stage: Stage, step: Step, language: str = "en") -> list[str]:
    """Do one step; its faults."""
    try:
        found = _step(stage, step)
    except (StepFailed, DriveError, WireError, BadInput, AssertionError) as error:
        words = error.says[language] if isinstance(error, BadInput) else error
        said = [f"{step.kind}: {words}", *map(str, unanswered(stage))]
        return [_at(stage.case.file, step.line, one) for one in said]
    return [_at(stage.case.file, step.line, str(one)) for one in found]


def perform_end(stage: Stage) -> list[str]:
    """What is not as expected once all steps are done."""
    return [_at(stage.case.file, _line_of(stage.case, one), str(one)) for one in check(stage, stage.case.expect)]


def _line_of(case: Case, one: Difference) -> int:
    """Where the expectation stands that was not met; the case's own line for what nobody wrote down."""
    name = one.path.partition("[")[0].partition(".")[0]
    return case.lines.get(name, case.line)


def _step(stage: Stage, step: Step) -> list[Difference]:
    if step.kind == "check":
        return check(stage, step.value)
    play(stage, step)
    return []


def _at(file: Path, line: int, text: str) -> str:
    return f"{file}:{line}  {text}"


def _line(entry: Entry, language: str) -> str:
    cause = f"   ({entry.cause.id})" if entry.cause else ""
    return f"{entry.lane:8} {entry.says[language]}{cause}"


# -- many cases -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """One case to run, by name, so that another process can find it."""

    file: Path
    case: str
    profile: str | None
    root: Path
    language: str
    more: More = NOTHING_MORE


_loaded: dict[Path, Scenario] = {}


def read(file: Path, root: Path) -> Scenario:
    """As ``load``, once for all cases of a file. Raises BadInput."""
    return _loaded.get(file) or _loaded.setdefault(file, load(file, root))


def run_job(job: Job, make_host: MakeHost = Headless) -> Result:
    scenario = read(job.file, job.root)
    return run_case(scenario.case(job.case), scenario, job.profile, job.language, make_host, job.more)


def run_jobs(jobs: list[Job], processes: int = 1, make_host: MakeHost = Headless) -> Iterator[Result]:
    """The results in the order of the jobs, as they come. Processes are spawned: V8 does not survive a fork. A host of
    its own has one process."""
    if processes <= 1 or len(jobs) <= 1 or make_host is not Headless:
        yield from (run_job(job, make_host) for job in jobs)
        return
    # To read these, too, takes a part of a short run.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(jobs)), context) as pool:
        yield from pool.map(run_job, jobs)


def forget_files() -> None:
    """Files may have changed."""
    _loaded.clear()
