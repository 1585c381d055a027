"""Whether another worker process still lives, and which one is first: by locks that the kernel takes from it, however it ends."""

import fcntl
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ENDING = ".alive"


@contextmanager
def sign_of_life(folder: Path) -> Iterator[str]:
    """A name of this process, new each time, that counts as living until the process ends or the context does."""
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    path = folder / f"{name}{_ENDING}"
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield name
        finally:
            path.unlink(missing_ok=True)


def lives(folder: Path, name: str) -> bool:
    """Whether the process of that name still runs; the sign of one that does not is removed."""
    path = folder / f"{name}{_ENDING}"
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def clear(folder: Path) -> None:
    """Removes the signs of processes that are gone."""
    with suppress(OSError):
        for path in list(folder.glob(f"*{_ENDING}")):
            lives(folder, path.name.removesuffix(_ENDING))


@contextmanager
def foremost(path: Path) -> Iterator[Callable[[], bool]]:
    """Asks whether this process is the one of several that does what one alone should do: whoever asked first and still lives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        is_first = False

        def ask() -> bool:
            nonlocal is_first
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_first = True
            return is_first

        yield ask
