from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import corpus as corpora
from index.corpus import Corpus, IndexedNotice, IndexedPassage, gather
from index.errors import BundleDamaged
from knowledge.notice import NoticeId, Period, PeriodKind
from knowledge.passage import PassageKind
from knowledge.relations import Relations
from tests.fakes.notices import FEES, SCHOLARSHIP, cut

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
PERIODS = st.lists(st.builds(Period, st.sampled_from(PeriodKind), st.integers(1950, 2100)), max_size=3).map(tuple)
IDS = WORDS.map(NoticeId)
LINKS = st.lists(IDS, max_size=2).map(tuple)
RELATIONS = st.builds(Relations, WORDS, st.integers(0, 9), st.none() | IDS, LINKS, LINKS, st.none() | IDS)
ITEMS = st.none() | st.integers(1, 50)
NOTICES = st.builds(IndexedNotice, IDS, WORDS, WORDS, WORDS, DATES, WORDS, PERIODS, ITEMS, RELATIONS)
PASSAGES = st.builds(
    IndexedPassage,
    st.integers(0, 3),
    st.integers(0, 9),
    st.sampled_from(PassageKind),
    WORDS,
    WORDS,
    st.none() | st.integers(1),
)
CORPORA = st.builds(Corpus, st.lists(NOTICES, max_size=3).map(tuple), st.lists(PASSAGES, max_size=3).map(tuple))


def test_notices_keep_their_order_and_passages_know_their_notice() -> None:
    """Rows of passages are neighbours by notice, in the order of the text."""
    corpus = gather([SCHOLARSHIP, FEES])
    assert [notice.id for notice in corpus.notices] == ["prize", "fees"]
    assert [passage.notice for passage in corpus.passages] == [0, 1, 1]
    assert [passage.ordinal for passage in corpus.passages] == [0, 0, 1]
    assert corpus.passages[0].text == SCHOLARSHIP[1][0].text


def test_a_passage_without_text_is_left_out() -> None:
    """Blank passages can neither be found nor quoted; their notice stays, so that it is counted."""
    notice, (passage,) = cut("blank", "空白", "。")
    blank = type(passage)(passage.id, notice.id, 0, PassageKind.TEXT, "", " \n", 0, 2)
    corpus = gather([(notice, (blank,))])
    assert corpus.passages == ()
    assert len(corpus.notices) == 1


def test_notices_come_with_their_relations_and_are_found_by_id() -> None:
    """What a publish knows of all notices together is carried by each."""
    old, new = cut("old", "2025年校历", "九月一日开学。"), cut("new", "2026年校历", "九月三日开学。")
    corpus = gather([old, new])
    assert [notice.relations.edition for notice in corpus.notices] == [1, 2]
    assert corpus.notice(NoticeId("new")) is corpus.notices[1]
    assert corpus.notice(NoticeId("unknown")) is None


def test_what_is_encoded_has_the_title_the_nearest_headings_and_the_text() -> None:
    """The end of a long heading path and the beginning of a long row stand for the whole."""
    notice = gather([SCHOLARSHIP]).notices[0]
    passage = IndexedPassage(0, 0, PassageKind.TEXT, "远" * 50 + "近" * 80, "字" * 900)
    corpus = Corpus((notice,), (passage,))
    assert corpus.embedded(0) == f"奖学金评定办法 {'近' * 80}\n{'字' * 500}"
    assert corpus.spoken(0) == f"奖学金评定办法\n{passage.heading}\n{passage.text}"


@given(CORPORA)
def test_what_is_written_is_read_back_the_same(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> None:
    """A corpus survives its file to the letter, dates, years and kinds included."""
    path = tmp_path_factory.getbasetemp() / "corpus.json"
    corpora.write(corpus, path)
    assert corpora.read(path) == corpus


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{", b"[]", b"{}", b'{"notices": 1, "passages": []}', b'{"notices": [[1]], "passages": []}'],
)
def test_a_file_that_is_no_corpus_is_damaged(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in it, the error is the one that says to roll back or to publish."""
    path = tmp_path / "corpus.json"
    path.write_bytes(content)
    with pytest.raises(BundleDamaged, match="gongkai rollback"):
        corpora.read(path)


def test_a_file_that_is_gone_is_damaged(tmp_path: Path) -> None:
    """A bundle pruned while it is being opened is told like a damaged one."""
    with pytest.raises(BundleDamaged):
        corpora.read(tmp_path / "corpus.json")
