"""Ids for files that give none."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from knowledge.identify import identify

PATHS = st.lists(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1), min_size=1)


def test_path_is_readable() -> None:
    """An id from a path shows the path, without its ending, and a short hash."""
    assert identify("", PurePosixPath("财务处/学费标准.xlsx")).startswith("财务处-学费标准-")


def test_long_path_keeps_its_end() -> None:
    """Of a long path the end is shown, and no word that was cut through."""
    found = identify("", PurePosixPath("information-disclosure/finance/2024/tuition-and-fees.html"))
    assert found.rsplit("-", 1)[0] == "disclosure-finance-2024-tuition-and-fees"
    assert identify("", PurePosixPath("information-disclosures/finance/2024/tuition-and-fees.html")).startswith(
        "finance-"
    )


def test_address_beats_path() -> None:
    """A notice with an address keeps its id wherever its file stands."""
    url = "https://www.example.edu.cn/xxgk/2024/fees.htm"
    assert identify(url, PurePosixPath("a.html")) == identify(url, PurePosixPath("b.html"))
    assert identify(url, PurePosixPath("a.html")).startswith("example-edu-cn-xxgk-2024-fees-")


def test_address_spelling() -> None:
    """The case of the host and the fragment do not count; the query does."""
    path = PurePosixPath("a")
    assert identify("HTTPS://Example.edu.cn#top", path) == identify("https://example.edu.cn/", path)
    assert identify("https://example.edu.cn/?id=1", path) != identify("https://example.edu.cn/?id=2", path)


def test_same_slug_different_id() -> None:
    """Files whose names differ only in their ending or signs still get ids of their own."""
    names = ["fees.xlsx", "fees.pdf", "fees(1).pdf", "fees_1.pdf", "。"]
    assert len({identify("", PurePosixPath(name)) for name in names}) == len(names)


@given(PATHS)
def test_stable_and_safe(parts: list[str]) -> None:
    """The id of a path is always the same, one word, and short."""
    path = PurePosixPath(*parts)
    found = identify("", path)
    assert found == identify("", path)
    assert 0 < len(found) <= 51
    assert not any(char.isspace() for char in found)
