"""Facts that must survive the import of real files that colleges published; skipped where the files are absent."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from knowledge import chunk
from knowledge.errors import UnreadableFile, UnsupportedFormat
from knowledge.notice import NoticeId
from knowledge.parsers import registry

FILES = Path(__file__).resolve().parents[4] / "shared" / "files"
FACTS = FILES / "facts.jsonl"

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="the real files are not beside the repository")

# File (its end) and a word of the fact, with the reason why it is missed.
KNOWN_MISSES = {
    (
        "bus_routes_sustech.pdf",
        "B638",
    ): "a map: line numbers and their routes are separate labels far apart in the file",
    (
        "bus_routes_sustech.pdf",
        "M393",
    ): "a map: line numbers and their routes are separate labels far apart in the file",
}
KNOWN_TITLE_MISSES: dict[str, str] = {}
SCANNED = "CT_campus_broadband_plan.pdf"


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _records() -> list[dict[str, object]]:
    return [json.loads(line) for line in FACTS.read_text("utf-8").splitlines()] if FACTS.exists() else []


def _facts() -> Iterator[object]:
    for record in _records():
        name = str(record["file"])
        for fact in cast("list[dict[str, object]]", record["facts"]):
            wanted = cast("list[str]", fact["must_contain_all"])
            unwanted = cast("list[str]", fact.get("must_not_contain", []))
            reason = next(
                (why for (end, word), why in KNOWN_MISSES.items() if name.endswith(end) and word in wanted), ""
            )
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            if fact["kind"] != "ocr":
                yield pytest.param(name, wanted, unwanted, marks=marks, id=f"{name[-24:]}-{wanted[0]}")


def _titles() -> Iterator[object]:
    for record in _records():
        name, title = str(record["file"]), record.get("title_expected")
        reason = next((why for end, why in KNOWN_TITLE_MISSES.items() if name.endswith(end)), "")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        if title and not name.endswith(SCANNED):
            yield pytest.param(name, str(title), marks=marks, id=name[-24:])


@pytest.mark.parametrize(("name", "wanted", "unwanted"), list(_facts()))
def test_fact_stands_in_one_passage(name: str, wanted: list[str], unwanted: list[str]) -> None:
    """The strings of a fact stand together in one passage or row, white space aside, and no noise does anywhere."""
    path = FILES / name
    _, passages = chunk.chunk(NoticeId("x"), registry.parse(path, path.read_bytes()))
    texts = [_squeeze(passage.text) for passage in passages]
    assert any(all(_squeeze(part) in text for part in wanted) for text in texts)
    assert not any(part in text for part in unwanted for text in texts)


@pytest.mark.parametrize(("name", "title"), list(_titles()))
def test_title_is_found(name: str, title: str) -> None:
    """The title is the expected one; where the content gives none, the name of the file holds it."""
    path = FILES / name
    found = registry.parse(path, path.read_bytes()).title or path.stem
    assert _squeeze(title) in _squeeze(found)


def test_scans_and_wrecks_are_refused() -> None:
    """A scan says that it has no text layer, a PDF wrecked by a wrong conversion that it is damaged."""
    scan = next(FILES.glob(f"*/*{SCANNED}"))
    with pytest.raises(UnsupportedFormat, match="no text layer"):
        registry.parse(scan, scan.read_bytes())
    wreck = next(FILES.glob("html/*57fea28e*"))
    with pytest.raises(UnreadableFile, match="damaged"):
        registry.parse(wreck, wreck.read_bytes())
