"""An id for a notice whose file gives none: the same at every import, readable, and never shared by two files.

Called by knowledge/importer.py once the metadata is known.
"""

import hashlib
import re
import unicodedata
from pathlib import PurePath
from urllib.parse import urlsplit, urlunsplit

from knowledge.notice import NoticeId

_SLUG = 40
_HASH = 10
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def identify(source_url: str, relative: PurePath) -> NoticeId:
    """The id made from `source_url`, or when it is "" from `relative`, the path below the imported folder.

    A slug of at most 40 characters, a hyphen, and 10 hexadecimal digits of the SHA-256 of the whole address or path;
    the fragment of an address and the case of its host do not count.
    """
    source = _address(source_url) if source_url else unicodedata.normalize("NFC", relative.as_posix())
    digest = hashlib.sha256(source.encode()).hexdigest()[:_HASH]
    return NoticeId("-".join(filter(None, (_slug(source), digest))))


def _address(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))


def _slug(source: str) -> str:
    words = re.sub(r"[\W_]+", "-", _ENDING.sub("", _SCHEME.sub("", source))).strip("-").lower()
    if len(words) <= _SLUG:
        return words
    # the end of a path tells more than its beginning; a word that was cut through tells nothing
    return words[-_SLUG - 1 :].split("-", 1)[-1][-_SLUG:]
