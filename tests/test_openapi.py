"""The admin API is as its OpenAPI says, and nothing that is sent to it makes it fail."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from serving import TOKEN, client_files, running
from support import Shop

from emulator.admin import ROUTES
from emulator.admin.openapi import OPERATIONS, document
from emulator.server.pages import load_pages

schema = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    shop = Shop().open()
    shop.claimed(shop.card())
    with running(shop.world, client_files(tmp_path_factory.mktemp("static"))) as server:
        yield server


#: Not for programs: the phone's line, files of mini-programs for its page, a colleague's code, and what is no address
#: of ours. ``{path:path}`` leads to ROUTES.
NOT_ADMIN = {"/ws", "/apps/{app_id}", "/apps/{app_id}/assets/{id}", "/pair", "/{path:path}"}


def test_every_route_is_described(server):
    """Those of the admin API, and those that the edge answers itself because they take time."""
    ours = {
        (route.path.removeprefix("/_wxemu"), verb)
        for route in server.edge.routes
        if route.path.startswith("/_wxemu/") and route.path not in load_pages()
        for verb in getattr(route, "methods", {"GET"}) - {"HEAD"}
    }
    named = {("/" + path.replace("*", "{id}"), verb) for path, verb in ROUTES}
    named |= {(path, verb) for path, verb in ours if path not in NOT_ADMIN}
    described = {(path.removesuffix("/resend"), verb) for path, verb in OPERATIONS}
    assert described - {("/clock/advance", "POST")} == named


@schema.parametrize()
@settings(
    max_examples=10, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_nothing_makes_it_fail(case, server):
    case.headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = case.call(base_url=f"{server.url}/_wxemu")
    assert answer.status_code in (200, 400, 404, 405), answer.text
    if answer.status_code != 200:
        assert answer.json()["error"]["message"]
    server.on_loop(server.world.touch_phones)
