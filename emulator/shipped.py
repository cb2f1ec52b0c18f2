"""What comes with us beside the package's own code: the demonstration's mini-program and its merchant's server."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from .accounts import COMPONENT
from .errors import BadInput
from .world import World

PACKAGE = Path(__file__).parent

#: As which a scenario file names the demonstration's mini-program.
COFFEE = "wxemu:coffee"

#: The word in a world's ``hosts`` that stands for the demonstration's merchant server.
MERCHANT = "merchant"


def bundled(name: str) -> Path:
    """A folder that comes with us: in ``fixtures/`` of a checkout, in ``demo/`` of the installed package."""
    folders = [PACKAGE.parent / "fixtures" / name, PACKAGE / "demo" / Path(name).name]
    for folder in folders:
        if folder.is_dir():
            return folder
    raise BadInput(f"the demonstration's files are missing: {' or '.join(map(str, folders))}")


def merchant_module(name: str) -> ModuleType:
    """A module of the merchant's server, which is a package of its own, not ours: it is found by its folder."""
    package = "wxemu_demo_merchant"
    if package not in sys.modules:
        folder = bundled("merchant")
        start = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(package, start, submodule_search_locations=[str(folder)])
        if spec is None or spec.loader is None:
            raise BadInput(f"{start} cannot be loaded")
        sys.modules[package] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return importlib.import_module(f"{package}.{name}")


def merchant_config(world: World) -> dict[str, str]:
    """Whose cards the merchant's server makes, and whose mini-program asks it. Raises BadInput without both."""
    accounts = {one.kind: one for one in world.accounts.all.values() if one.app_id != COMPONENT}
    if len(accounts) < 2:
        host = next((host for host, to in world.hosts.items() if to == MERCHANT), "")
        needs = "'merchant', the demonstration's server, needs an official account and a mini-program"
        raise BadInput(
            f"hosts: {host}: {needs}; add `merchant: {{}}`, or name a server of yours: http://127.0.0.1:3000"
        )
    official, mini = accounts["official"], accounts["mini_program"]
    return {
        "appid": official.app_id,
        "secret": official.secret,
        "mini_appid": mini.app_id,
        "mini_secret": mini.secret,
    }
