"""Looks into .zip archives of attachments: what files are in them, and the bytes of each; nothing is written to disk.

Between walk.py, which lists members as files, and importer.py, which reads them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from knowledge.errors import UnreadableFile

ENDING = ".zip"

MAX_MEMBERS = 1_000
MAX_DEPTH = 3  # an archive in an archive in an archive
MAX_UNPACKED = 1_000_000_000
_MAX_INNER = 100_000_000  # an archive inside another is held in memory
_MAX_RATIO = 300
_SMALL = 5_000_000  # bytes: below that any ratio does no harm
_OFFICE = re.compile(r"(?:word|xl|ppt)/|\[Content_Types\]\.xml$|OFD\.xml$|content\.xml$")
_LEFT_OUT = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?(?:/|$))|~\$|Thumbs\.db$|desktop\.ini$)")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, NotImplementedError, RuntimeError, MemoryError,
)  # fmt: skip
_ADVICE = "unpack it and import the folder"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `chain` are the stored names that lead to it, `shown` is its path as a person reads it."""

    chain: tuple[str, ...]
    shown: PurePosixPath


def members(path: Path) -> tuple[Member, ...] | None:
    """The files in the archive at `path`, those of archives inside it included; None for an Office file named .zip.

    Names come as their computer wrote them (GBK too), without any part that would lead out of the archive. Raises
    UnreadableFile for a damaged or empty archive, one of more than 1,000 files, or one that would unpack to over 1 GB.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            if any(_OFFICE.match(name) for name in opened.namelist()):
                return None
            found = tuple(_members(path, opened, MAX_DEPTH))
    except _BROKEN as error:
        raise _damaged(path, error) from error
    if not found:
        raise UnreadableFile(path, "the archive holds no file", "check that it is the right file")
    return found


def read(path: Path, chain: tuple[str, ...], shown: Path, max_bytes: int) -> bytes:
    """The bytes of one member; `shown` names it in errors.

    Raises UnreadableFile for a member that is locked, damaged, larger than `max_bytes` or packed beyond reason, and,
    without a `chain`, the reason why the archive has no members.
    """
    if not chain:
        members(path)
        raise UnreadableFile(path, "the archive cannot be listed", _ADVICE)
    try:
        with zipfile.ZipFile(path) as opened:
            return _read(opened, chain, shown, max_bytes)
    except _BROKEN as error:
        raise _damaged(shown, error) from error


def _members(path: Path, opened: zipfile.ZipFile, depth: int) -> Iterator[Member]:
    items = [item for item in opened.infolist() if not item.is_dir() and not _LEFT_OUT.search(_name(item))]
    if len(items) > MAX_MEMBERS:
        raise UnreadableFile(path, f"the archive holds {len(items)} files, more than {MAX_MEMBERS}", "split it")
    size = sum(item.file_size for item in items)
    if size > MAX_UNPACKED:
        reason = f"unpacked it would take {size // 1_000_000} MB, more than the {MAX_UNPACKED // 1_000_000} MB allowed"
        raise UnreadableFile(path, reason, "split it")
    for item in items:
        shown = _shown(item)
        inner = _inner(path, opened, item, depth) if shown.suffix.lower() == ENDING else None
        if inner is None:
            yield Member((item.filename,), shown)
        else:
            yield from (Member((item.filename, *member.chain), shown / member.shown) for member in inner)


def _inner(path: Path, opened: zipfile.ZipFile, item: zipfile.ZipInfo, depth: int) -> list[Member] | None:
    """The members of an archive inside another, or None where it is to be reported as a file."""
    if depth <= 1 or item.file_size > _MAX_INNER or _is_bomb(item) or item.flag_bits & _ENCRYPTED:
        return None
    try:
        with zipfile.ZipFile(BytesIO(opened.read(item))) as inner:
            return list(_members(path / _shown(item), inner, depth - 1)) or None
    except (*_BROKEN, UnreadableFile):
        return None


def _read(opened: zipfile.ZipFile, chain: tuple[str, ...], shown: Path, max_bytes: int) -> bytes:
    item = opened.getinfo(chain[0])
    limit = max_bytes if len(chain) == 1 else _MAX_INNER
    if item.flag_bits & _ENCRYPTED:
        raise UnreadableFile(shown, "it is locked with a password", "unpack the archive with its password")
    if item.file_size > limit:
        reason = f"it has {item.file_size / 2**20:.0f} MB, the limit is {limit / 2**20:.0f} MB"
        raise UnreadableFile(shown, reason, "split it, or make its pictures smaller")
    if _is_bomb(item):
        raise UnreadableFile(shown, "it is packed beyond reason", "check where the archive comes from")
    with opened.open(item) as stream:
        content = _bounded(stream, limit, shown)
    if len(chain) == 1:
        return content
    with zipfile.ZipFile(BytesIO(content)) as inner:
        return _read(inner, chain[1:], shown, max_bytes)


def _bounded(stream: IO[bytes], limit: int, shown: Path) -> bytes:
    """What the stream holds, whatever the archive says of its size."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableFile(shown, "it is larger than the archive says", "check where the archive comes from")
    if not content:
        raise UnreadableFile(shown, "the file is empty")
    return content


def _is_bomb(item: zipfile.ZipInfo) -> bool:
    return item.file_size > _SMALL and item.file_size > _MAX_RATIO * max(item.compress_size, 1)


def _name(item: zipfile.ZipInfo) -> str:
    """The member's name; without the mark for UTF-8, zipfile took it for code page 437, but Chinese Windows wrote GBK."""
    name = item.orig_filename
    if not item.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _shown(item: zipfile.ZipInfo) -> PurePosixPath:
    parts = [re.sub(r"[\x00-\x1f:*?\"<>|]", "_", part).strip() for part in _name(item).split("/")]
    return PurePosixPath(*[part for part in parts if part not in {"", ".", ".."}] or ["_"])


def _damaged(path: Path, error: BaseException) -> UnreadableFile:
    return UnreadableFile(path, f"expected a zip archive, but it is damaged: {error}", f"fetch it again, or {_ADVICE}")
