"""What was fetched, kept as it came: files named by their content, so that notices can be read again without network."""

import hashlib
import os
import re
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_LONGEST = 150
_COMING = ".coming-"


class Originals:
    """A folder with one file for each content, named by its SHA-256 and the ending it came with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, body: bytes, ending: str) -> str:
        """Writes `body` unless it is kept already; returns its name. A process killed here leaves no half file."""
        name = f"{digest(body)}{ending}"
        path = self.path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=_COMING)
            with os.fdopen(handle, "wb") as stream:
                stream.write(body)
            Path(beside).replace(path)
        return name

    def sweep(self) -> None:
        """Removes what a killed process had not written to its end; only while nobody else keeps anything."""
        for beside in self._folder.glob(f"*/{_COMING}*"):
            beside.unlink()

    def path(self, name: str) -> Path:
        """Where the file of this name lies."""
        return self._folder / name[:2] / name


def digest(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def ending(url: str, disposition: str, kind: str) -> str:
    """The ending of the file's name in lower case: as the server names it, else by its address, else by its type.

    `disposition` is the header Content-Disposition, `kind` the content type without parameters.
    """
    for candidate in (_disposed(disposition), PurePosixPath(unquote(urlsplit(url).path)).name):
        found = _ENDING.search(candidate)
        if found and found[0].lower() not in (".jsp", ".vsb", ".do", ".action", ".aspx", ".asp", ".php"):
            return found[0].lower()
    return _KINDS.get(kind, ".html" if not kind else "")


def place(url: str, suffix: str) -> PurePosixPath:
    """Where a page stands on its site, as a path: the same at every run, whatever its content."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    path = unquote(f"{parts.path}{query}").strip("/") or "index"
    steps = [step for step in path.split("/") if step not in ("", ".", "..")]
    shown = "/".join([parts.netloc, *steps])[:_LONGEST]
    return PurePosixPath(shown if _ENDING.search(shown) else f"{shown}{suffix}")


def _disposed(header: str) -> str:
    """The name in a Content-Disposition, in whatever way the server encodes it; only its ending matters."""
    extended = re.search(r"filename\*\s*=\s*[\w-]*'[^']*'([^;]+)", header, re.IGNORECASE)
    plain = re.search(r"filename\s*=\s*\"?([^\";]+)", header, re.IGNORECASE)
    found = extended or plain
    return unquote(found[1]).strip() if found else ""
