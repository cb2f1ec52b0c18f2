"""The bridge under test: a world with as many phones as asked for, one card without end, and a user who says yes."""

import asyncio
import json
import socket
import sys
from pathlib import Path

from emulator.accounts import Account
from emulator.project import Project
from emulator.rules import Outcome
from emulator.server.app import Edge
from emulator.server.pages import load_pages
from emulator.server.running import keep_much, serving
from emulator.world import World

TOKEN = "benchmark"
OFFICIAL, APP = "wx0000000000000001", "wx0000000000000002"
ENDLESS = 1_000_000_000


def make_world(phones: int) -> World:
    world = World(seed=1)
    world.add_account(Account(OFFICIAL, "official", "Bench", "s1", "gh_bench", platform="op"))
    world.add_account(Account(APP, "mini_program", "Bench", "s2", platform="op"))
    world.add_project(Project(APP, "Bench", Path(), app_json={"pages": ["pages/home"]}))
    for _ in range(phones):
        world.add_phone()
    base = {
        "title": "card", "brand_name": "Bench", "color": "Color010", "code_type": "CODE_TYPE_QRCODE",
        "notice": "show it", "description": "a card", "logo_url": "", "get_limit": ENDLESS,
        "date_info": {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 30, "fixed_begin_term": 0},
        "sku": {"quantity": ENDLESS},
    }  # fmt: skip
    world.add_card(OFFICIAL, "GROUPON", {"base_info": base}, card_id="pBENCH")
    world.rules.add("addCard", Outcome(answer={"action": "confirm"}))
    return world


async def serve(listener: socket.socket, phones: int) -> None:
    world = make_world(phones)
    edge = Edge(world, TOKEN, load_pages(), listener.getsockname()[1])
    ticket = world.accounts.ticket(world.accounts[OFFICIAL], "wx_card", world.clock.seconds()).value
    print(json.dumps({"ticket": ticket, "now": world.clock.seconds()}), flush=True)
    async with serving(edge.app, listener):
        await edge.background.run()


if __name__ == "__main__":
    keep_much()
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])))
