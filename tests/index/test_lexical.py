from pathlib import Path

import pytest

from index.errors import BundleDamaged
from index.lexical import LexicalIndex, write

TEXTS = [
    ("奖学金评审办法", "三等奖每学期400元"),
    ("宿舍管理规定", "寝室内不得使用吹风机"),
    ("招生章程", "河南理工类最低分570"),
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    write(TEXTS, tmp_path / "lexical")
    return LexicalIndex.open(tmp_path / "lexical")


def test_the_text_that_shares_the_words_comes_first(lexical: LexicalIndex) -> None:
    """BM25 over character grams needs no dictionary."""
    rows, scores = lexical.search("能不能用吹风机", 3)
    assert rows[0] == 1
    assert (scores[:-1] >= scores[1:]).all()


def test_title_words_and_numbers_find_too(lexical: LexicalIndex) -> None:
    """A title is part of what is searched, and so is a figure."""
    assert lexical.search("评审办法", 3)[0][0] == 0
    assert lexical.search("570", 3)[0].tolist() == [2]


def test_a_question_without_words_finds_nothing(lexical: LexicalIndex) -> None:
    """Punctuation alone has no grams."""
    rows, scores = lexical.search("？！…", 3)
    assert rows.size == scores.size == 0


def test_rare_grams_tell_more_than_common_ones(lexical: LexicalIndex) -> None:
    """The idf falls with the number of passages that hold the gram and is never negative."""
    assert lexical.idf("吹风") > 0
    assert lexical.idf("没有的词") >= lexical.idf("吹风")


def test_a_very_long_message_is_searched_by_its_telling_grams(lexical: LexicalIndex) -> None:
    """A worried parent's letter costs no more than a question, and is still answered."""
    letter = "".join(chr(0x4E00 + 7 * index) for index in range(400)) + "吹风机"
    assert lexical.search(letter, 3)[0][0] == 1


def test_a_folder_that_is_no_index_is_reported(tmp_path: Path) -> None:
    """Damage is named with its path."""
    with pytest.raises(BundleDamaged, match="nowhere"):
        LexicalIndex.open(tmp_path / "nowhere")
