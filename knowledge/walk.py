"""The files below the paths that staff name, in a stable order: the first step of an import."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from knowledge import archive
from knowledge.archive import Member
from knowledge.errors import UnreadableFile
from knowledge.filename import readable
from knowledge.frontmatter import SIDE_ENDING
from knowledge.identify import identify
from knowledge.notice import Metadata

_PAGE_FOLDER = re.compile(r"(.+)[._]files")
_SHEET = re.compile(r"sheet\d+\.html?")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to import; `relative` is its path below the folder that was named, or its name if it was named itself.

    What whoever found the file knows of it: `said` is stronger than what the file says of itself (a side file is
    stronger still), `title` is taken where the file has none. A file inside an archive has a path through it
    (a.zip/b.docx), the `archive`'s own, and the `chain` of stored names.
    """

    path: Path
    relative: PurePath
    said: Metadata = field(default_factory=Metadata)
    title: str = ""
    archive: Path | None = None
    chain: tuple[str, ...] = ()


def walk(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file at or below `paths`, each once, folders in alphabetical order.

    Below a folder, hidden files and folders, Office's lock files (~$…) and side files that have their file beside them
    are left out, and so are the pictures and scripts of a saved page; links to folders are not followed. A path that is
    missing, or a folder that cannot be listed, is yielded itself, so that reading it says why. The files of a .zip stand
    in its place.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path) if path.is_dir() else [Found(path, PurePath(readable(path.name)))]:
            key = found.path.resolve()
            if key not in seen:
                seen.add(key)
                yield from expanded(found)


def expanded(found: Found) -> Iterator[Found]:
    """The files of an archive in its place; one that cannot be listed stands for itself, so that reading it says why."""
    if found.path.suffix.lower() != archive.ENDING or not found.path.is_file():
        yield found
        return
    try:
        members = archive.members(found.path)
    except UnreadableFile:
        yield replace(found, archive=found.path)
        return
    if members is None:
        yield found
        return
    for member in members:
        yield Found(
            found.path / member.shown,
            found.relative / member.shown,
            _said_of(member, found.said),
            archive=found.path,
            chain=member.chain,
        )


def _said_of(member: Member, said: Metadata) -> Metadata:
    """What is known of an archive as that of one file of it, which a link to the archive cannot tell from the others."""
    if not said.source_url:
        return replace(said, id="")
    own = identify(f"{said.source_url}/{member.shown}", member.shown)
    return replace(said, source_url=f"{said.source_url}#{member.shown}", id=own)


def _below(root: Path) -> Iterator[Found]:
    closed: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        if _belongs_to_page(Path(folder)):
            names = [name for name in names if _SHEET.fullmatch(name)]  # noqa: PLW2901 - the rest of the loop wants these
        for name in sorted(names):
            if not _is_hidden(name) and not _describes(name, names):
                path = Path(folder, name)
                yield Found(path, _relative(path, root))
    yield from (Found(path, _relative(path, root)) for path in closed)


def _relative(path: Path, root: Path) -> PurePath:
    return PurePath(readable(str(path.relative_to(root))))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _belongs_to_page(folder: Path) -> bool:
    """Whether a browser or Excel put the folder beside a saved page, for its pictures, scripts and sheets."""
    found = _PAGE_FOLDER.fullmatch(folder.name)
    return found is not None and any(folder.with_name(found[1] + ending).is_file() for ending in (".html", ".htm"))


def _describes(name: str, names: Sequence[str]) -> bool:
    """Whether `name` is a side file and the file that it describes is among `names`."""
    described = name.removesuffix(SIDE_ENDING)
    others = (other for other in names if not other.endswith(SIDE_ENDING))
    return described != name and any(described in (other, Path(other).stem) for other in others)
