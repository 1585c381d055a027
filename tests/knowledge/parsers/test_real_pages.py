import json
import re
from pathlib import Path

import pytest

from knowledge.chunk import chunk
from knowledge.document import Document
from knowledge.errors import UnreadableFile
from knowledge.notice import NoticeId
from knowledge.parsers.registry import parse
from knowledge.passage import PassageKind

SHARED = Path(__file__).resolve().parents[4] / "shared"
FILES = SHARED / "files"
FACTS = FILES / "facts.jsonl"
LONGEST_ROW = 1200

pytestmark = pytest.mark.skipif(not FACTS.is_file(), reason="the collection of real files is not beside the repository")


def _facts() -> list[dict[str, object]]:
    lines = FACTS.read_text(encoding="utf-8").splitlines() if FACTS.is_file() else []
    return [fact for fact in map(json.loads, lines) if fact["file"].split("/")[0] in {"html", "jsp"}]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _read(path: Path) -> Document:
    return parse(path, path.read_bytes())


@pytest.mark.parametrize("entry", [fact for fact in _facts() if fact["facts"]], ids=lambda entry: str(entry["file"]))
def test_each_fact_of_a_real_page_stands_in_one_passage(entry: dict[str, object]) -> None:
    """Every fact that a person marked in a saved page is together in one passage; its title is found."""
    path = FILES / str(entry["file"])
    document = _read(path)
    texts = [_squeezed(passage.text) for passage in chunk(NoticeId("n"), document)[1]]
    facts = entry["facts"]
    assert isinstance(facts, list)
    for fact in facts:
        words = [_squeezed(word) for word in fact["must_contain_all"]]
        assert any(all(word in text for word in words) for text in texts), words
    if entry["title_expected"]:
        assert _squeezed(document.title) == _squeezed(str(entry["title_expected"]))


@pytest.mark.parametrize(
    "entry", [fact for fact in _facts() if not fact["facts"]], ids=lambda entry: str(entry["file"])
)
def test_a_destroyed_page_is_refused(entry: dict[str, object]) -> None:
    """Nothing is stored of a page whose bytes a wrong conversion destroyed."""
    with pytest.raises(UnreadableFile):
        _read(FILES / str(entry["file"]))


@pytest.mark.parametrize("corpus", ["nku", "hziee", "wust", "qzoiedu", "policy"])
def test_real_notices_are_cut_into_passages_that_can_be_quoted(corpus: str) -> None:
    """Every tenth notice: spans rejoin to the text, and no layout table has become one endless row."""
    paths = sorted(path for path in (SHARED / "corpus" / corpus).iterdir() if path.suffix in {".md", ".html"})
    for path in paths[::10]:
        whole, passages = chunk(NoticeId(path.stem), _read(path))
        assert "".join(whole[passage.start : passage.end] for passage in passages) == whole, path.name
        assert all(len(p.text) <= LONGEST_ROW for p in passages if p.kind is PassageKind.ROW), path.name
