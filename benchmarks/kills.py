"""The emulator, killed under traffic: ``python benchmarks/kills.py --kills 200``. Fails if anything told is lost."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from killing import kill_often


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = kill_often(Path(folder), given.kills, given.seed)
    again = sum(count - 1 for count in told.pushed.values())
    print(
        f"{given.kills} kills in {time.monotonic() - began:.0f} s: {len(told.codes)} claims told and "
        f"{len(told.consumed)} codes redeemed, none lost, none twice; {again} pushes came a second time"
    )


if __name__ == "__main__":
    main()
