"""Looks into a zip container (docx, xlsx) before a library unpacks it: what is in it, and how large it would grow."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from knowledge.errors import UnreadableFile

MAGIC = b"PK\x03\x04"
MAX_UNPACKED = 300_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, LookupError, NotImplementedError, RuntimeError)


def names(path: Path, content: bytes) -> frozenset[str]:
    """The names in the container. Raises UnreadableFile when it is damaged."""
    return frozenset(item.filename for item in _items(path, content))


def check(path: Path, content: bytes) -> None:
    """Refuse, with UnreadableFile, a container that declares more than 300 MB unpacked; anything but a zip passes."""
    if not content.startswith(MAGIC):
        return
    size = sum(item.file_size for item in _items(path, content))
    if size > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1_000_000
        reason = f"unpacked it would take {size // 1_000_000} MB, more than the {limit} MB allowed"
        raise UnreadableFile(path, reason, "split it, or remove its pictures")


def read(path: Path, content: bytes, names_wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the parts whose names match. Raises UnreadableFile for a damaged part or one of false size."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as container:
            for item in container.infolist():
                if names_wanted.match(item.filename):
                    yield item.filename, container.read(item)
    except _BROKEN as error:
        raise _damaged(path, error) from error


def _items(path: Path, content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as container:
            return container.infolist()
    except _BROKEN as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> UnreadableFile:
    reason = f"expected an Office file, but its zip container is damaged: {error}"
    return UnreadableFile(path, reason, "fetch or save the file again")
