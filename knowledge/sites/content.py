"""Tells apart what an address answered: a feed, a sitemap or a list page; and turns its bytes into text."""

import gzip
import re
import zlib
from enum import Enum, auto
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from knowledge.errors import UnreadableFile
from knowledge.parsers import charset
from knowledge.sites.errors import ListUnreadable, Refusal, Refused

_GZIP = b"\x1f\x8b"
_BEFORE_ROOT = re.compile(
    r"(?:\ufeff|\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_DECLARED = re.compile(r"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


class Kind(Enum):
    """What a column's address can be."""

    FEED = auto()
    SITEMAP = auto()
    PAGE = auto()


def tell(markup: str) -> Kind:
    """What `markup` is by its first element, whatever its address or content type says."""
    before = _BEFORE_ROOT.match(markup)
    root = _ROOT.match(markup, before.end() if before else 0)
    name = root[1].lower() if root else ""
    if name in ("rss", "feed", "rdf:rdf"):
        return Kind.FEED
    return Kind.SITEMAP if name.rpartition(":")[2] in ("urlset", "sitemapindex") else Kind.PAGE


def text(url: str, body: bytes, content_type: str, max_bytes: int) -> str:
    """The text of an answer. What its bytes prove goes before what is declared; a gzipped sitemap is unpacked.

    Raises ListUnreadable when it is no text, and Refused (SIZE) when it unpacks to more than `max_bytes`.
    """
    unpacked = _unpacked(url, body, max_bytes)
    declared = _DECLARED.search(content_type) or _DECLARED.search(unpacked[:2048].decode("latin-1"))
    try:
        return charset.decode(Path(name(url)), unpacked, declared[1] if declared else "")
    except UnreadableFile as error:
        raise ListUnreadable(url, error.reason) from error


def name(url: str) -> str:
    """The last part of an address' path, "" for a folder."""
    return PurePosixPath(urlsplit(url).path).name


def _unpacked(url: str, body: bytes, max_bytes: int) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            unpacked = packed.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ListUnreadable(url, f"it is packed with gzip, and damaged: {error}") from error
    if len(unpacked) > max_bytes:
        raise Refused(url, Refusal.SIZE, f"unpacked it has more than {max_bytes / 2**20:g} MB")
    return unpacked
