"""`gongkai rollback`: makes the bundle before the live one live again."""

from index.bundle import Manifest
from index.shelf import Shelf
from scripts.console import say, write_json
from scripts.options import AsJson, Config, Data
from scripts.settings import load


def run(config: Config = None, data: Data = None, as_json: AsJson = False) -> None:
    """Make the bundle before the live one live again; calling it again goes one further back."""
    shelf = Shelf(load(config, data).data.dir)
    identity = shelf.rollback()
    manifest = Manifest.read(shelf.live())
    if as_json:
        write_json({"id": identity, "created_at": manifest.created_at, "notices": manifest.notices})
    else:
        say(f"Bundle {identity} of {manifest.created_at} is live again ({manifest.notices} notices).")
