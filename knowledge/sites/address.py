"""Addresses of pages in one normal form, so that a page has one name however it is linked."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# what a browser sends unescaped; a % stands, because addresses come escaped or not
_SAFE = "/%:@!$&'()*+,;=~-._?"
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f]*:[0-9a-f:.]*")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Authority:
    """A host in lower case (A-labels for Chinese names) and its port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def normalise(url: str) -> str:
    """The address with scheme and host in lower case, no default port, fragment, user or blanks; "" if it is none."""
    try:
        parts = urlsplit(url.strip())
        found = authority(url)
    except ValueError:
        return ""
    if found is None:
        return ""
    scheme = parts.scheme.lower()
    host = f"[{found.host}]" if ":" in found.host else found.host
    place = host if found.port == _DEFAULT_PORTS[scheme] else f"{host}:{found.port}"
    path, query = (quote(_CONTROL.sub("", part), safe=_SAFE) for part in (parts.path or "/", parts.query))
    return urlunsplit((scheme, place, path, query, ""))


def join(base: str, link: str) -> str:
    """The normal form of `link` as it stands on the page at `base`; "" for what is no address of a page."""
    try:
        return normalise(urljoin(base, link.strip())) if link.strip() else ""
    except ValueError:
        return ""


def authority(url: str) -> Authority | None:
    """Host and port that an http or https address names, else None; raises ValueError for a malformed one."""
    parts = urlsplit(url.strip())
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    port = parts.port  # reading it raises ValueError when it is no number
    return Authority(_ascii(host), _DEFAULT_PORTS[scheme] if port is None else port)


def origin(url: str) -> str:
    """Scheme and authority of a normal address: https://host:port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def target(url: str) -> str:
    """Path and query of a normal address, as they stand in a request."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _ascii(host: str) -> str:
    try:
        found = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        found = ""
    if not _HOST.fullmatch(found):
        raise ValueError(f"{host!r} is no host name")
    return found
