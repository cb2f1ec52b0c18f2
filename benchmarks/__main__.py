"""All benchmarks: ``python -m benchmarks [--quick] [--write docs/benchmarks.md]``.

They take minutes; ratios count, not figures.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Part(NamedTuple):
    module: str
    heading: str
    full: list[str]
    quick: list[str]
    browser: bool = False


#: What is measured: module, its heading, its options, those of ``--quick``, and whether it needs a browser.
PARTS = [
    Part(
        "bridge",
        "The line, against a bare uvicorn + Starlette echo",
        [],
        ["--calls", "500", "--connections", "1", "20"],
    ),
    Part("merchant", "Merchant calls, against a bare Starlette route, and in a large world", [], ["--calls", "300"]),
    Part("state", "A state file, in an empty and in a large world", [], ["--rounds", "50"]),
    Part("runtime", "A page in Chromium: setData, the first page, memory", ["--opens", "500"], ["--rounds", "5"], True),
    Part(
        "reload",
        "From saving a file to its picture, 500 files, in Chromium",
        ["--rounds", "500"],
        ["--rounds", "10"],
        True,
    ),
    Part(
        "scenarios",
        "Cases of scenario files: in V8, in Chromium, and beside jest",
        [],
        ["--rounds", "1", "--contexts", "3"],
        True,
    ),
]


HEAD = """# Benchmarks

Made by `python -m benchmarks --write docs/benchmarks.md`. The figures are one machine's; the ratios are what counts.
Measured on: {machine}.

"""


def run(module: str, options: list[str]) -> str:
    """What the benchmark says, told at once and returned."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *options]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            said.append(line)
    if process.returncode:
        raise SystemExit(f"benchmarks.{module} ended with {process.returncode}")
    return "".join(said)


def page(tables: dict[str, str]) -> str:
    """The page of the docs."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    parts = [f"## {heading}\n\n```text\n{table.rstrip()}\n```\n" for heading, table in tables.items()]
    return HEAD.format(machine=machine) + "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look, not a measure")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page of the docs")
    options = parser.parse_args()
    chromium = os.environ.get("WXEMU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    tables = {}
    for part in PARTS:
        print(f"\n{part.heading}", flush=True)
        if part.browser and not chromium:
            print("left out: no Chromium on this machine; WXEMU_CHROMIUM names one", flush=True)
            continue
        tables[part.heading] = run(part.module, part.quick if options.quick else part.full)
    if options.write:
        options.write.write_text(page(tables), "utf-8")


if __name__ == "__main__":
    main()
