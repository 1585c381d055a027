"""The folder of originals."""

from pathlib import Path, PurePosixPath

import pytest

from knowledge.sites.originals import Originals, digest, ending, place


def test_kept_once_by_content(tmp_path: Path) -> None:
    """The same bytes are kept once, under a name that tells them; no half file is left beside."""
    originals = Originals(tmp_path)
    name = originals.keep(b"abc", ".html")
    assert originals.keep(b"abc", ".html") == name == f"{digest(b'abc')}.html"
    assert originals.path(name).read_bytes() == b"abc"
    (originals.path(name).parent / ".coming-x").touch()  # as a killed process leaves it
    originals.sweep()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [originals.path(name)]


@pytest.mark.parametrize(
    ("url", "disposition", "kind", "found"),
    [
        ("http://a.cn/a.HTM", "", "text/html", ".htm"),
        ("http://a.cn/a.jsp?id=1", "", "text/html", ".html"),
        ("http://a.cn/d.jsp", 'attachment; filename="x.xls"', "application/octet-stream", ".xls"),
        ("http://a.cn/d.jsp", "attachment; filename*=UTF-8''%E8%A1%A8.docx", "", ".docx"),
        ("http://a.cn/d", "", "application/pdf", ".pdf"),
        ("http://a.cn/d", "", "image/png", ""),
        ("http://a.cn/", "", "", ".html"),
        ("http://a.cn/%E8%A1%A8.xlsx", "inline", "", ".xlsx"),
    ],
)
def test_endings(url: str, disposition: str, kind: str, found: str) -> None:
    """The server's own name goes before the address, and that before the type."""
    assert ending(url, disposition, kind) == found


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://a.cn/info/1/2.htm", "a.cn/info/1/2.htm"),
        ("http://a.cn:81/", "a.cn:81/index.html"),
        ("http://a.cn/show?id=1", "a.cn/show?id=1.html"),
        ("http://a.cn/%2e%2e/..%2f../etc/x.htm", "a.cn/etc/x.htm"),
        ("http://a.cn/%E9%80%9A.htm", "a.cn/通.htm"),
    ],
)
def test_places(url: str, path: str) -> None:
    """A page's place is its address as a path, which never leads upwards."""
    assert place(url, ".html") == PurePosixPath(path)
    assert len(str(place(f"http://a.cn/{'长' * 400}.htm", ".html"))) <= 160
