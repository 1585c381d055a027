"""What is recognised of real notices whose metadata is hidden, held against that metadata."""

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from knowledge import frontmatter
from knowledge.errors import KnowledgeError
from knowledge.importer import Steps, read
from knowledge.notice import Metadata, Notice
from knowledge.walk import Found

SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside this checkout")


def hidden(corpus: str, tmp_path: Path) -> Iterator[tuple[Metadata, Notice]]:
    """The metadata of each Markdown notice of a corpus, and what is read of it without."""
    for path in sorted((SHARED / "corpus" / corpus).glob("*.md")):
        given, body = frontmatter.split(path, path.read_text(encoding="utf-8"))
        bare = tmp_path / "bare.md"
        bare.write_text(body, encoding="utf-8")
        yield given, read(Found(bare, PurePath("bare.md")), Steps())[0]


@needs_shared
def test_days_that_are_recognised_are_those_of_the_metadata(tmp_path: Path) -> None:
    """Of the pages of a university's sites, at least a hundred; nineteen of twenty agree."""
    found = [(given, notice) for given, notice in hidden("nku", tmp_path) if given.published_at and notice.published_at]
    agree = sum(given.published_at == notice.published_at for given, notice in found)
    assert len(found) >= 100
    assert agree / len(found) >= 0.94


@needs_shared
def test_regulations_tell_their_numbers(tmp_path: Path) -> None:
    """Four of five regulations of a handbook carry one, and each has the standard's form."""
    numbers = [notice.document_number for _, notice in hidden("hziee", tmp_path) if notice.document_number]
    assert len(numbers) >= 18
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号", number) for number in numbers)


@needs_shared
def test_files_tell_their_titles_and_days() -> None:
    """Every title expected of a real file, and every day or year."""
    wrong = []
    for line in (SHARED / "files" / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        try:
            notice, *_ = read(Found(SHARED / "files" / fact["file"], PurePath(fact["file"])), Steps())
        except KnowledgeError:
            continue
        days = {str(notice.published_at), str(notice.effective_from), *(str(one.year) for one in notice.periods)}
        title = re.sub(r"\s", "", fact["title_expected"] or "")
        if title not in re.sub(r"\s", "", notice.title) or not {fact["date_expected"] or "None"} & (days | {"None"}):
            wrong.append(fact["file"])
    assert wrong == []
