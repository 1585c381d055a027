"""Front matter and side files."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidMetadata
from knowledge.frontmatter import merge, read_side_file, split
from knowledge.notice import Metadata, NoticeId, Status

FILE = Path("notice.md")
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

FULL = """---
id: fees-2024
title: "2024年学费标准: 本科"
department: 财务处
channel: web
category: fees
published_at: 2024-05-01
effective_from: 2024/9/1
expires_at: 2025年8月31日
source_url: https://example.edu.cn/fees
status: Draft
supersedes: [fees-2023, fees-2022]
---
# 正文
"""


def of(line: str) -> Metadata:
    return split(FILE, f"---\n{line}\n---\n")[0]


def test_every_key() -> None:
    """Every key of the contract is read, and the text after the front matter comes back untouched."""
    metadata, text = split(FILE, FULL)
    assert text == "# 正文\n"
    assert metadata == Metadata(
        id="fees-2024",
        title="2024年学费标准: 本科",
        department="财务处",
        channel="web",
        category="fees",
        published_at=date(2024, 5, 1),
        effective_from=date(2024, 9, 1),
        expires_at=date(2025, 8, 31),
        source_url="https://example.edu.cn/fees",
        status=Status.DRAFT,
        supersedes=(NoticeId("fees-2023"), NoticeId("fees-2022")),
    )


@pytest.mark.parametrize(
    "text", ["", "# 标题\n正文", "---\n\n一条横线\n---\n正文", "---\n一条横线", "--- a\nid: 1\n---\n"]
)
def test_no_front_matter(text: str) -> None:
    """A text without front matter, also one that begins with a horizontal rule, comes back whole."""
    assert split(FILE, text) == (Metadata(), text)


@given(st.text().filter(lambda text: not text.lstrip("\ufeff").startswith("---")))
def test_other_text_is_untouched(text: str) -> None:
    """Whatever does not begin with the fence is text."""
    assert split(FILE, text) == (Metadata(), text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_only_its_own_error(inside: str) -> None:
    """Whatever stands between the fences, the only error is InvalidMetadata."""
    with suppress(InvalidMetadata):
        split(FILE, f"---\ntitle: {inside}\n---\n")


def test_scalars_as_written() -> None:
    """Numbers and words that YAML would convert stay as they were typed; null and nothing mean not said."""
    assert of("id: 007").id == "007"
    assert of("title: no").title == "no"
    assert of("title: ~").title == ""
    assert of('title: "null"').title == "null"
    assert of("title:") == Metadata()
    assert split(FILE, "---\n# nothing\n---\nx") == (Metadata(), "x")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-01", date(2024, 5, 1)),
        ('"2024.5.1"', date(2024, 5, 1)),
        ("2024-05-01 08:30:00", date(2024, 5, 1)),
        ("2024-05-01T23:00:00Z", date(2024, 5, 2)),
        ("2001-02-00", None),
        ("2001-00-00", None),
    ],
)
def test_dates(written: str, expected: date | None) -> None:
    """Dates are read in the usual spellings, moments as the day in China, and an unknown day is not made up."""
    assert of(f"published_at: {written}").published_at == expected


def test_supersedes_one() -> None:
    """A single id needs no list, and empty ones are dropped."""
    assert of("supersedes: old").supersedes == (NoticeId("old"),)
    assert of("supersedes: ['']").supersedes == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("titel: x", "unknown key `titel`"),
        ("[a]: x", "unknown key `a list`"),
        ("title: x\ntitle: y", "the key `title` stands twice"),
        ("title: [x]", "`title`: expected text, got a list"),
        ("title: {a: b}", "`title`: expected text, got a mapping"),
        ("id: two words", "`id`: expected one word of at most 200 characters, got two words"),
        ("published_at: soon", "`published_at`: expected a date such as 2024-05-01, got soon"),
        ("published_at: 2024-02-30", "`published_at`: expected a date"),
        ("published_at: 2024-02-03 later", "`published_at`: expected a date"),
        ("source_url: example.edu.cn", "`source_url`: expected an address that begins with http"),
        ("source_url: javascript:alert(1)", "`source_url`: expected an address"),
        ("status: gone", "`status`: expected draft, published or withdrawn, got gone"),
        ("status: expired", "give `expires_at`"),
        ("status: superseded", "`supersedes` of the newer one"),
        ("supersedes: {a: b}", "`supersedes`: expected one word, got a mapping"),
        ("effective_from: 2024-05-02\nexpires_at: 2024-05-01", "is before `effective_from` 2024-05-02"),
        ("title: a: b", "not YAML in line 2"),
        ("标题：学费", "not a list of `key: value` lines"),
        ("[" * 400, "not YAML"),
    ],
)
def test_refused(line: str, message: str) -> None:
    """What cannot be used is refused, naming the key, what was expected and what came."""
    with pytest.raises(InvalidMetadata) as caught:
        of(line)
    assert message in str(caught.value)


def test_unclosed() -> None:
    """Front matter without an end is refused: a draft must not be taken for a text."""
    with pytest.raises(InvalidMetadata, match="no end"):
        split(FILE, "---\nstatus: draft\n正文")


def test_side_file_names(tmp_path: Path) -> None:
    """Both spellings are read; the one that names the ending is the stronger; without any there is none."""
    file = tmp_path / "fees.xlsx"
    assert read_side_file(file) is None
    (tmp_path / "fees.meta.yaml").write_text("title: 学费\ndepartment: 财务处\n", encoding="utf-8")
    (tmp_path / "fees.xlsx.meta.yaml").write_text("\ufefftitle: 学费表\n", encoding="utf-8")
    assert read_side_file(file) == Metadata(title="学费表", department="财务处")


def test_side_file_wrong(tmp_path: Path) -> None:
    """An error in a side file names the side file, its key or its encoding."""
    side = tmp_path / "fees.meta.yaml"
    side.write_text("titel: 学费", encoding="utf-8")
    with pytest.raises(InvalidMetadata, match="titel") as caught:
        read_side_file(tmp_path / "fees.pdf")
    assert caught.value.path == side
    side.write_bytes("title: 学费".encode("gbk"))
    with pytest.raises(InvalidMetadata, match="UTF-8"):
        read_side_file(tmp_path / "fees.pdf")


def test_merge() -> None:
    """What the stronger says wins; where it says nothing, the weaker is heard."""
    stronger = Metadata(title="新", status=Status.DRAFT)
    weaker = Metadata(title="旧", department="教务处", supersedes=(NoticeId("a"),))
    merged = merge(stronger, weaker)
    assert (merged.title, merged.department, merged.status) == ("新", "教务处", Status.DRAFT)
    assert merged.supersedes == (NoticeId("a"),)


def test_real_corpora() -> None:
    """The metadata of real notices is accepted, down to a day that does not exist."""
    if not CORPUS.is_dir():
        pytest.skip("the shared corpora are not beside the repository")
    files = [path for path in CORPUS.rglob("*") if path.suffix in (".md", ".html")]
    for file in files:
        said = split(file, file.read_text(encoding="utf-8"))[0] if file.suffix == ".md" else read_side_file(file)
        assert said is not None, file
        assert said.id, file
    assert len(files) == 786


def test_staff_may_correct_what_is_recognised() -> None:
    """Number, deadline, years and item of the disclosure list are keys as well."""
    years = "[2024级, '2023-2024学年', 2024]"
    text = f"---\ndocument_number: 校发〔2024〕1号\ndeadline: 2024-05-01\napplies_to: {years}\nitem: 37\n---\n"
    metadata, _ = split(FILE, text)
    assert (metadata.document_number, metadata.deadline, metadata.item) == ("校发〔2024〕1号", date(2024, 5, 1), 37)
    assert list(map(str, metadata.applies_to)) == ["2023-2024学年", "2024级", "2024年"]


@pytest.mark.parametrize(
    ("line", "expected"), [("item: 51", "1 to 50"), ("item: 学费", "1 to 50"), ("applies_to: 明年", "years such as")]
)
def test_a_correction_that_cannot_be_used_says_what_was_expected(line: str, expected: str) -> None:
    """As for every other key."""
    with pytest.raises(InvalidMetadata, match=expected):
        split(FILE, f"---\n{line}\n---\n")
