"""The streams of an OLE2 container, the shell of old Word and Excel files and of encrypted new ones.

Serves sniff.py, which tells the formats apart by their streams, and doc.py, which reads them.
"""

from io import BytesIO
from pathlib import Path

import olefile

from knowledge.errors import UnreadableFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError)


def streams(path: Path, content: bytes) -> frozenset[str]:
    """Names of the streams at the root of the container. Raises UnreadableFile when it is damaged."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            return frozenset(str(entry[0]) for entry in container.listdir() if len(entry) == 1)
    except _BROKEN as error:
        raise _damaged(path, error) from error


def read(path: Path, content: bytes, stream: str) -> bytes:
    """The bytes of one stream. Raises UnreadableFile when it is missing or damaged."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            return bytes(container.openstream(stream).read())
    except _BROKEN as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: BaseException) -> UnreadableFile:
    reason = f"expected an old Office file, but its container is damaged: {error}"
    return UnreadableFile(path, reason, "open it in Word, Excel or WPS and save it again")
