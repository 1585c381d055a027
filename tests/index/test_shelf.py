from pathlib import Path

import pytest

from index.bundle import FORMAT, Manifest
from index.errors import NoBundle, NoEarlierBundle
from index.shelf import Shelf


def put(shelf: Shelf, name: str, keep: int = 3) -> None:
    built = shelf.building(name)
    Manifest(name, FORMAT, "encoder", "2026-09-01T00:00:00", 1, 1, 2, {}).write(built)
    shelf.keep(built, name)
    shelf.point(name, keep)


def test_nothing_is_live_before_the_first_publish(tmp_path: Path) -> None:
    """Asking for the live bundle says to publish; there is nothing to roll back to either."""
    shelf = Shelf(tmp_path)
    assert shelf.history() == ()
    with pytest.raises(NoBundle):
        shelf.live()
    with pytest.raises(NoBundle):
        shelf.rollback()


def test_the_newest_is_live_and_old_ones_go(tmp_path: Path) -> None:
    """Only as many bundles are kept as were asked for."""
    shelf = Shelf(tmp_path)
    for name in ("a", "b", "c", "d"):
        put(shelf, name, keep=3)
    assert shelf.history() == ("d", "c", "b")
    assert shelf.live().name == "d"
    assert {folder.name for folder in shelf.folder.iterdir() if folder.is_dir()} == {"b", "c", "d"}


def test_rollback_goes_one_back_and_again_further(tmp_path: Path) -> None:
    """Nothing is lost by it: the bundles left behind can still be reached."""
    shelf = Shelf(tmp_path)
    for name in ("a", "b", "c"):
        put(shelf, name)
    assert shelf.rollback() == "b"
    assert shelf.rollback() == "a"
    assert sorted(shelf.history()) == ["a", "b", "c"]


def test_rollback_passes_over_a_bundle_that_is_gone(tmp_path: Path) -> None:
    """A folder that somebody removed is no place to go back to."""
    shelf = Shelf(tmp_path)
    for name in ("a", "b", "c"):
        put(shelf, name)
    (shelf.folder / "b" / "manifest.json").unlink()
    assert shelf.rollback() == "a"


def test_rollback_without_an_earlier_bundle_is_refused(tmp_path: Path) -> None:
    """The one bundle there is stays live."""
    shelf = Shelf(tmp_path)
    put(shelf, "a")
    with pytest.raises(NoEarlierBundle):
        shelf.rollback()
    assert shelf.live().name == "a"


def test_an_unfinished_build_is_cleared_and_never_live(tmp_path: Path) -> None:
    """What a killed publish left goes with the next one."""
    shelf = Shelf(tmp_path)
    put(shelf, "a")
    (shelf.building("b") / "half").write_text("written")
    assert shelf.live().name == "a"
    put(shelf, "c")
    assert not list(shelf.folder.glob("building-*"))
