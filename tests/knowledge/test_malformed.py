"""Files that are broken by accident or by intent: none crashes, hangs or leaves the data folder, and each is reported."""

import random
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.audit import Actor
from knowledge.document import Document
from knowledge.importer import Steps, import_paths
from knowledge.outcome import ImportReport
from knowledge.parsers import ocr, pdf, registry
from knowledge.parsers.sniff import Kind, sniff
from knowledge.parsers.words import Word
from knowledge.store import KnowledgeStore

FILES = Path(__file__).resolve().parents[3] / "shared" / "files"
BROKEN = 500
LONGEST = 30.0
BY = Actor("test")


def _flip(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _cut(content: bytearray, rng: random.Random) -> None:
    place = rng.randrange(len(content))
    del content[place : place + rng.randrange(1, max(2, len(content) // 20))]


def _swap(content: bytearray, rng: random.Random) -> None:
    size = rng.randrange(1, max(2, min(512, len(content) // 3)))
    one, other = rng.randrange(len(content) - size), rng.randrange(len(content) - size)
    content[one : one + size], content[other : other + size] = (
        content[other : other + size],
        content[one : one + size],
    )


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _cut, _swap)


def _broken(content: bytes, rng: random.Random) -> bytes:
    changed, way = bytearray(content), rng.choice(WAYS)
    for _ in range(rng.choice((1, 5, 50))):
        if len(changed) > 64:
            way(changed, rng)
    return bytes(changed)


def _imported(folder: Path, data: Path) -> tuple[ImportReport, float]:
    """The report of an import, and the seconds of its slowest file."""
    moments = [time.monotonic()]
    steps = Steps(parse=_parse)
    with KnowledgeStore.open(data / "k.sqlite3") as store:
        report = import_paths(
            [folder], store, BY, datetime.now(UTC), lambda *_: moments.append(time.monotonic()), steps
        )
    return report, max(after - before for before, after in pairwise(moments))


def _parse(path: Path, content: bytes) -> Document:
    """As an import parses, less the recognition: a page of pixels takes its seconds, broken or not."""
    return pdf.parse(path, content, _unread) if sniff(path, content) is Kind.PDF else registry.parse(path, content)


def _unread(image: ocr.Image) -> tuple[Word, ...]:
    raise ocr.RecognitionMissing(str(image.shape))


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.skipif(not FILES.is_dir(), reason="the real files are not beside the repository")
def test_broken_files_are_read_or_reported(tmp_path: Path) -> None:
    """Of 500 real files with flipped, cut and swapped bytes, each becomes a notice or is reported with its reason."""
    folder = tmp_path / "in"
    folder.mkdir()
    # the scan takes seconds a page, and its text is no more than pixels
    real = [path for path in sorted(FILES.glob("*/*")) if "CT_campus" not in path.name]
    for seed in range(BROKEN):
        path = real[seed % len(real)]
        (folder / f"{seed:03}{path.suffix}").write_bytes(_broken(path.read_bytes(), random.Random(seed)))  # noqa: S311 - no secret
    before = set(tmp_path.rglob("*"))
    report, slowest = _imported(folder, tmp_path / "data")
    assert report.imported + len(report.unreadable) == BROKEN
    assert all(file.reason for file in report.unreadable)
    assert not [file for file in report.unreadable if "could not be parsed" in file.reason]
    assert slowest < LONGEST
    assert {path.parent for path in set(tmp_path.rglob("*")) - before} <= {tmp_path, tmp_path / "data"}


def _bombs() -> dict[str, bytes]:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "学费">{entities}]>'
    word = f'{bomb}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>'
    outside = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>'
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    nested = _zip({"0.txt": bytes(20_000_000)})
    for depth in range(1, 6):
        nested = _zip({f"{depth}-{copy}.zip": nested for copy in range(10)})
    return {
        "entities.docx": _zip({"[Content_Types].xml": types, "word/document.xml": word.encode()}),
        "entities.xlsx": _zip(
            {"[Content_Types].xml": types, "xl/workbook.xml": f"{bomb}<workbook>&a11;</workbook>".encode()}
        ),
        "entities.html": f"{bomb}<html><body><p>&a11;</p></body></html>".encode(),
        "entities.md": b"---\ntitle: &a [x]\nid: [*a, *a]\n---\n",
        "outside.html": outside.encode(),
        "zeros.docx": _zip({"[Content_Types].xml": types, "word/document.xml": bytes(400_000_000)}),
        "zeros.xlsx": _zip({"[Content_Types].xml": types, "xl/workbook.xml": bytes(400_000_000)}),
        "nested.zip": nested,
        "deep.html": b"<html><body>" + b"<div>" * 200_000 + b"x",
        "code.jsp": b"<html><body>" + b"<%" * 100_000 + "学费".encode(),
        "filled.jsp": b"<html><body>" + b">${" * 100_000 + "学费".encode(),
        "script.html": f"<html><body><script>{'x' * 900_000}</script><p>学费标准</p></body></html>".encode(),
        "spans.html": b'<html><body><table><tr><td rowspan="99999999" colspan="99999999">a</td><td>b</td></tr></table>',
        "numbers.rtf": b"{\\rtf1" + b"{" * 100_000,
        "claims.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0" + bytes(200),
    }


def test_bombs_do_no_harm(tmp_path: Path) -> None:
    """Files that are made to fill the memory, or to read what is not theirs, are reported within seconds."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in _bombs().items():
        (folder / name).write_bytes(content)
    report, slowest = _imported(folder, tmp_path / "data")
    assert slowest < LONGEST
    reported = {file.path.name for file in report.unreadable}
    assert {
        "entities.docx",
        "entities.xlsx",
        "zeros.docx",
        "zeros.xlsx",
        "numbers.rtf",
        "claims.png",
        "deep.html",
    } <= reported
    assert not [file for file in report.unreadable if "could not be parsed" in file.reason]
    with KnowledgeStore.open(tmp_path / "data" / "k.sqlite3") as store:
        assert not any("root:" in notice.text or len(notice.text) > 500_000 for notice in store.notices())


def test_names_lead_nowhere(tmp_path: Path) -> None:
    """An archive whose names climb out of it is imported, and nothing appears outside the data folder."""
    folder = tmp_path / "in"
    folder.mkdir()
    text = "# 关于学费的通知\n\n学费每学年五千二百元。\n".encode()
    names = ["../../../out.md", "/tmp/gongkai-out.md", "..\\out2.md", "a/../../out3.md"]  # noqa: S108 - never written
    (folder / "a.zip").write_bytes(_zip(dict.fromkeys(names, text)))
    before = set(tmp_path.rglob("*"))
    report, _ = _imported(folder, tmp_path / "data")
    assert report.imported == len(names)
    assert {path.parent for path in set(tmp_path.rglob("*")) - before} <= {tmp_path, tmp_path / "data"}
    assert not Path("/tmp/gongkai-out.md").exists()  # noqa: S108
