"""Facts that must survive the import of real files that colleges published; skipped where the files are absent."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import cast

import pytest

from knowledge.errors import UnreadableFile
from knowledge.importer import Steps, read
from knowledge.parsers import ocr, registry
from knowledge.walk import Found

FILES = Path(__file__).resolve().parents[4] / "shared" / "files"
FACTS = FILES / "facts.jsonl"
SCANNED = "CT_campus_broadband_plan.pdf"

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="the real files are not beside the repository")

needs_recognition = pytest.mark.skipif(bool(ocr.missing()), reason="the text recognition is not installed")


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _records() -> list[dict[str, object]]:
    return [json.loads(line) for line in FACTS.read_text("utf-8").splitlines()] if FACTS.exists() else []


def _facts() -> Iterator[object]:
    for record in _records():
        name = str(record["file"])
        for fact in cast("list[dict[str, object]]", record["facts"]):
            wanted = cast("list[str]", fact["must_contain_all"])
            pair = cast("list[str]", fact.get("pair", []))
            marks = [needs_recognition] if fact["kind"] == "ocr" else []
            yield pytest.param(name, wanted, pair, marks=marks, id=f"{fact['kind']}-{name[-24:]}-{wanted[0]}")


def _titles() -> Iterator[object]:
    for record in _records():
        name, title = str(record["file"]), record.get("title_expected")
        marks = [needs_recognition] if name.endswith(SCANNED) else []
        if title:
            yield pytest.param(name, str(title), marks=marks, id=name[-24:])


def _noise() -> Iterator[object]:
    for record in _records():
        for fact in cast("list[dict[str, object]]", record["facts"]):
            for noise in cast("list[str]", fact.get("must_not_contain", [])):
                yield pytest.param(str(record["file"]), noise, id=noise)


@cache
def _read(name: str) -> tuple[str, tuple[str, ...]]:
    """The title of a file, as an import finds it, and the texts of its passages without white space."""
    path = FILES / name
    found = Found(path, PurePath(path.name))
    notice, passages, *_ = read(found, Steps())
    return notice.title, tuple(_squeeze(passage.text) for passage in passages)


@pytest.mark.parametrize(("name", "wanted", "pair"), list(_facts()))
def test_fact_stands_in_one_passage(name: str, wanted: list[str], pair: list[str]) -> None:
    """The strings of a fact stand together in one passage or row, white space aside; a value with its column's name."""
    _, texts = _read(name)
    held = [text for text in texts if all(_squeeze(part) in text for part in wanted)]
    assert held
    assert not pair or any(f"{_squeeze(pair[0])}：{_squeeze(pair[1])}" in text for text in held)


@pytest.mark.parametrize(("name", "noise"), list(_noise()))
def test_noise_stands_nowhere(name: str, noise: str) -> None:
    """What must be cleaned away is in no passage."""
    assert not any(_squeeze(noise) in text for text in _read(name)[1])


@pytest.mark.parametrize(("name", "title"), list(_titles()))
def test_title_is_found(name: str, title: str) -> None:
    """The title of the notice holds the expected one; where the content gives none, the name of the file does."""
    assert _squeeze(title) in _squeeze(_read(name)[0])


def test_wrecks_are_refused() -> None:
    """A PDF wrecked by a wrong conversion says that it is damaged, whatever its ending."""
    wreck = next(FILES.glob("html/*57fea28e*"))
    with pytest.raises(UnreadableFile, match="damaged"):
        registry.parse(wreck, wreck.read_bytes())
