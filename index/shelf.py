"""The shelf of bundles in a data folder: which one is live, which came before, and which may go.

The pointer `bundles/live` holds the ids of the live bundle and of those before it, newest first, one a line. Replacing that
file is the one atomic step of publishing and of rollback.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from index.bundle import Manifest
from index.errors import NoBundle, NoEarlierBundle, RetrievalError

_POINTER = "live"
_UNFINISHED = "building-"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The bundles under `data`/bundles."""

    data: Path

    @property
    def folder(self) -> Path:
        """Where the bundles stand."""
        return self.data / "bundles"

    def history(self) -> tuple[str, ...]:
        """Ids of the live bundle and of those to which rollback can go, newest first; empty before the first publish."""
        try:
            return tuple((self.folder / _POINTER).read_text(encoding="ascii").split())
        except FileNotFoundError:
            return ()

    def live(self) -> Path:
        """The live bundle's folder. Raises NoBundle."""
        history = self.history()
        if not history:
            raise NoBundle(self.data)
        return self.folder / history[0]

    def building(self, bundle_id: str) -> Path:
        """An empty folder to build in, beside the finished ones; leftovers of a killed publish are cleared first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        folder = self.folder / f"{_UNFINISHED}{bundle_id}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def keep(self, built: Path, bundle_id: str) -> Path:
        """Gives a finished folder its final name, on disk before it is visible."""
        for path in built.rglob("*"):
            _sync(path)
        _sync(built)
        final = self.folder / bundle_id
        shutil.rmtree(final, ignore_errors=True)
        built.rename(final)
        _sync(self.folder)
        return final

    def point(self, bundle_id: str, keep: int) -> None:
        """Makes `bundle_id` live in one atomic step, then removes all but the newest `keep` bundles."""
        history = (bundle_id, *(old for old in self.history() if old != bundle_id))[: max(keep, 1)]
        self._write(history)
        self._prune(history)

    def rollback(self) -> str:
        """Makes the bundle before the live one live again and returns its id; the one left behind goes to the end.

        Raises NoBundle or NoEarlierBundle.
        """
        history = self.history()
        if not history:
            raise NoBundle(self.data)
        for position, earlier in enumerate(history[1:], start=1):
            if self._opens(earlier):
                self._write((earlier, *history[position + 1 :], *history[:position]))
                return earlier
        raise NoEarlierBundle(history[0])

    def _opens(self, bundle_id: str) -> bool:
        try:
            Manifest.read(self.folder / bundle_id)
        except RetrievalError:
            return False
        return True

    def _write(self, history: tuple[str, ...]) -> None:
        pointer = self.folder / _POINTER
        beside = pointer.with_suffix(f".{os.getpid()}.new")
        beside.write_text("\n".join(history) + "\n", encoding="ascii")
        _sync(beside)
        beside.replace(pointer)
        _sync(self.folder)

    def _prune(self, kept: tuple[str, ...]) -> None:
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
