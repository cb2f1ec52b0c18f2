"""What a state file costs: ``python -m benchmarks.state``, in an empty world and in one of 10,000 cards, 100,000 codes.

Figures in milliseconds: a merchant call and a claim without a state file, and what the commit after each adds.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support import OFFICIAL, Shop

from emulator.cards import HeldCard
from emulator.push import PushSettings
from emulator.store import Store

WORLDS = [("empty", 0, 0), ("10,000 cards, 100,000 codes", 10_000, 100_000)]


def world(cards: int, codes: int) -> Shop:
    shop = Shop().open()
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1:9/")
    made = [shop.card(sku={"quantity": 10**6}, get_limit=10**6) for _ in range(cards)]
    for number in range(codes):
        card = made[number % cards]
        shop.world.held.add(HeldCard(f"{number:012}", card.card_id, "someone else", None, 0, 0, None))
    return shop


def measure(shop: Shop, folder: str | None, rounds: int) -> dict[str, tuple[float, float]]:
    """Name of a call → the median of its own time and of its commit's."""
    card = shop.card(sku={"quantity": 10**6}, get_limit=10**6)
    token = shop.token
    with contextlib.ExitStack() as stack:
        if folder:
            store = Store(Path(folder) / "world.db")
            stack.callback(store.close)
            store.attach(shop.world)

        def claim() -> None:
            shop.line.wx("addCard", {"cardList": [shop.item(card)]})
            shop.line.answer()
            shop.line.hello({shop.phone.apps[-1].instance: {"received": 10**9, "events": 10**9}})

        def read() -> None:
            shop.api("/card/code/get", token=token, code=shop.world.held.of_user("u1")[-1].code, check_consume=False)

        def idle() -> None:
            pass

        return {one.__name__: timed(one, shop, rounds) for one in (claim, read, idle)}


def timed(action: object, shop: Shop, rounds: int) -> tuple[float, float]:
    own, commits = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        action()  # type: ignore[operator]
        middle = time.perf_counter()
        shop.world.commit()
        commits.append(time.perf_counter() - middle)
        own.append(middle - start)
    return statistics.median(own) * 1000, statistics.median(commits) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    rounds = parser.parse_args().rounds
    taken: dict[tuple[str, bool, str], float] = {}
    for name, cards, codes in WORLDS:
        for kept in (False, True):
            shop = world(cards, codes)
            with tempfile.TemporaryDirectory() as folder:
                for call, (own, commit) in measure(shop, folder if kept else None, rounds).items():
                    taken[name, kept, call] = own + commit
                    what = "state file" if kept else "in memory"
                    print(f"{name:28} {what:10} {call:6} {own:7.3f} ms, commit {commit:7.3f} ms", flush=True)
    (small, *_), (large, *_) = WORLDS
    for call in ("claim", "read"):
        grown = " and ".join(f"{taken[large, kept, call] / taken[small, kept, call]:.1f}x" for kept in (False, True))
        print(f"{call}, large world against empty: {grown} with a state file")


if __name__ == "__main__":
    main()
