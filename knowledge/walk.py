"""The files below the paths that staff name, in a stable order: the first step of an import."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from knowledge.filename import readable
from knowledge.frontmatter import SIDE_ENDING
from knowledge.notice import Metadata


@dataclass(frozen=True, slots=True)
class Found:
    """A file to import; `relative` is its path below the folder that was named, or its name if it was named itself.

    What whoever found the file knows of it: `said` is stronger than what the file says of itself (a side file is
    stronger still), `title` is taken where the file has none.
    """

    path: Path
    relative: PurePath
    said: Metadata = field(default_factory=Metadata)
    title: str = ""


def walk(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file at or below `paths`, each once, folders in alphabetical order.

    Below a folder, hidden files and folders, Office's lock files (~$…) and side files that have their file beside them
    are left out; links to folders are not followed. A path that is missing, or a folder that cannot be listed, is
    yielded itself, so that reading it says why.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path) if path.is_dir() else [Found(path, PurePath(readable(path.name)))]:
            key = found.path.resolve()
            if key not in seen:
                seen.add(key)
                yield found


def _below(root: Path) -> Iterator[Found]:
    closed: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            if not _is_hidden(name) and not _describes(name, names):
                path = Path(folder, name)
                yield Found(path, _relative(path, root))
    yield from (Found(path, _relative(path, root)) for path in closed)


def _relative(path: Path, root: Path) -> PurePath:
    return PurePath(readable(str(path.relative_to(root))))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _describes(name: str, names: Sequence[str]) -> bool:
    """Whether `name` is a side file and the file that it describes is among `names`."""
    described = name.removesuffix(SIDE_ENDING)
    others = (other for other in names if not other.endswith(SIDE_ENDING))
    return described != name and any(described in (other, Path(other).stem) for other in others)
