"""The page's files as browsers get them: whole in memory, kept for good under an address that changes with them."""

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import Self

from aiohttp import web

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"  # may be kept, must be asked about
_EMBEDDABLE = b"const EMBEDDABLE = false;"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page with the tag by which browsers know it again."""

    body: bytes
    content_type: str
    etag: str

    @classmethod
    def of(cls, body: bytes, content_type: str) -> Self:
        """The file with its tag."""
        return cls(body, content_type, hashlib.sha256(body).hexdigest()[:16])

    def respond(self, request: web.Request) -> web.Response:
        """The file, or 304 when the browser has this very one; asked for by its version, it need not be asked again."""
        known = request.if_none_match or ()
        unchanged = any(tag.value in {self.etag, "*"} for tag in known)
        response = web.Response(
            status=304 if unchanged else 200,
            body=None if unchanged else self.body,
            content_type=self.content_type,
            charset="utf-8",
        )
        response.etag = self.etag
        response.headers["Cache-Control"] = _FOR_GOOD if request.query.get("v") == self.etag else _ASK_FIRST
        return response if unchanged else compressed(response)


def compressed(response: web.Response) -> web.Response:
    """The response, smaller on the way to a browser that says that it can unpack it."""
    response.enable_compression()
    response.headers["Vary"] = "Accept-Encoding"
    return response


def load_assets(*, embeddable: bool) -> dict[str, Asset]:
    """The files by name; `embed.js` opens the page in a tab of its own where no site may show it within itself."""
    files = {entry.name: entry.read_bytes() for entry in resources.files("bot.page").iterdir() if _ending(entry.name)}
    if embeddable:
        files["embed.js"] = files["embed.js"].replace(_EMBEDDABLE, b"const EMBEDDABLE = true;")
    return {name: Asset.of(body, _TYPES[_ending(name)]) for name, body in files.items()}


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2]
    return ending if ending in _TYPES else ""
