from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.coverage import Scale, Weighed, closest, covered, exact, met, met_key, missed, share, telling
from index.query import Concept


def even(_gram: str) -> float:
    return 2.0


def weigh(concepts: Sequence[Concept], idf: Callable[[str], float]) -> tuple[Weighed, ...]:
    return Scale(idf).weigh(concepts)


def test_any_way_of_writing_a_thing_counts_in_full() -> None:
    """The person's word and the notice's word are the same thing."""
    concepts = weigh([Concept(("寝室", "宿舍")), Concept(("吹风机",))], even)
    assert covered(concepts, "宿舍内不得使用电器") == pytest.approx(0.5)
    assert covered(concepts, "寝室禁用吹风机") == pytest.approx(1.0)


def test_a_long_word_is_met_in_part_from_half_of_its_pairs_on() -> None:
    """计算机专业 is nearly said by 计算机类, not by 专业 alone."""
    concepts = weigh([Concept(("计算机专业",))], even)
    assert 0.5 <= covered(concepts, "计算机专科") < 1.0
    assert covered(concepts, "专业目录") == 0.0


def test_strict_things_are_met_whole_or_missed() -> None:
    """Another province's row is no answer."""
    concepts = weigh([Concept(("河南省",), strict=True), Concept(("理科", "理工"))], even)
    assert missed(concepts, met(concepts, "河北省 理工 570")) == 1
    assert missed(concepts, met(concepts, "河南省 理工 570")) == 0


def test_rare_things_weigh_more_than_common_ones() -> None:
    """Importance follows idf, so 学校 counts for less than 国防生."""
    concepts = weigh([Concept(("国防生",)), Concept(("学校",))], {"国防": 6.0, "防生": 6.0, "学校": 1.0}.__getitem__)
    assert covered(concepts, "国防生") == pytest.approx(6 / 7)


def test_a_question_that_names_nothing_is_covered_by_nothing() -> None:
    """Without concepts there is no share to take."""
    assert covered((), "任何文字") == 0.0
    assert covered(weigh([Concept(("、",))], even), "任何文字") == 0.0


RARE = {"国防": 6.0, "防生": 6.0, "学校": 1.0, "学费": 3.0}


def test_the_most_important_thing_decides_the_key() -> None:
    """Everything else may be met: without the rarest thing the key is not."""
    concepts = weigh([Concept(("学校",)), Concept(("国防生",))], RARE.__getitem__)
    assert met_key(concepts, met(concepts, "本校国防生")) == 1.0
    assert met_key(concepts, met(concepts, "学校")) == 0.0
    assert met_key((), ()) == 0.0


def test_a_weight_makes_a_thing_the_key() -> None:
    """Importance is weight times rarity."""
    concepts = weigh([Concept(("学校",), weight=9.0), Concept(("国防生",))], RARE.__getitem__)
    assert met_key(concepts, met(concepts, "学校")) == 1.0


def near(concepts: Sequence[Weighed], text: str, around: str, holding: Sequence[str]) -> float:
    sentences = [[concept.met(f"{around} {sentence}") for sentence in holding] for concept in concepts]
    return closest(concepts, met(concepts, text), met(concepts, around), sentences)


def test_only_a_sentence_that_holds_the_wanted_thing_counts() -> None:
    """The share is of the best such sentence, read with title and heading around it."""
    concepts = weigh([Concept(("学费",)), Concept(("Python",))], lambda _gram: 2.0)
    text = "python 班另行通知。学费5000元"
    assert near(concepts, text, "", ["学费5000元"]) == pytest.approx(0.5)
    assert near(concepts, text, "", ["学费5000元", "python 班"]) == pytest.approx(0.5)
    assert near(concepts, text, "python 班", ["学费5000元"]) == pytest.approx(1.0)
    assert near(concepts, text, "python 学费", ["5000元"]) == pytest.approx(1.0)


def test_what_a_passage_does_not_speak_of_none_of_its_sentences_does() -> None:
    """Nothing asked, or nothing of it said, is nothing near."""
    concepts = weigh([Concept(("学费",)), Concept(("宿舍",))], even)
    assert near((), "学费5000元", "学费", ["5000元"]) == 0.0
    assert near(concepts, "食堂价格8元", "食堂", ["价格8元"]) == 0.0


@given(st.lists(st.text("学费国防生校a", min_size=1, max_size=6), max_size=4), st.text("学费国防生校a", max_size=20))
def test_every_share_lies_between_nothing_and_all(words: list[str], text: str) -> None:
    """And everything is met where the text is what was asked, word for word."""
    concepts = weigh([Concept((word,)) for word in words], even)
    found = met(concepts, text)
    for part in (covered(concepts, text), met_key(concepts, found), near(concepts, text, "", [text])):
        assert 0.0 <= part <= 1.0
    assert covered(concepts, " ".join(words)) in (pytest.approx(1.0), 0.0)


def test_the_share_of_a_questions_own_words_is_weighed_by_idf() -> None:
    """Rare pairs count more; nothing asked is nothing shared."""
    idf = {"助学": 1.0, "学金": 1.0, "绿色": 4.0}
    asked = telling("助学金 绿色", lambda pair: idf.get(pair, 0.0))
    assert share(asked, "助学金的申请") == pytest.approx(2 / 6)
    assert share(asked, "绿色通道") == pytest.approx(4 / 6)
    assert share(telling("、", even), "绿色通道") == 0.0


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("学费：学院：艺术与设计学院；专业名称：工业设计；学位：工学", 1.0),
        ("学费：学院：艺术与设计学院；专业名称：工业设计■；学位：工学", 1.0),
        ("学费：专业名称：工业设计工程；学位：工学", 0.0),
    ],
)
def test_a_mark_that_points_to_a_footnote_is_no_part_of_a_cell(row: str, part: float) -> None:
    """工业设计■ is the cell 工业设计; 工业设计工程 is another one."""
    (design,) = weigh([Concept(("工业设计",))], even)
    assert exact([design.is_cell(row)]) == part


def test_of_several_concepts_those_that_are_cells_are_counted() -> None:
    """And none where nothing is asked."""
    assert exact([True, False]) == 0.5
    assert exact([]) == 0.0


@given(
    words=st.lists(st.text("学费住宿5a", min_size=1, max_size=6), max_size=4), text=st.text("学费住宿5a、", max_size=30)
)
def test_a_concept_is_met_by_the_best_share_of_pairs(words: list[str], text: str) -> None:
    """Whatever is passed over on the way, it is the best of all ways of writing, and nothing below a half."""
    (concept,) = weigh([Concept(tuple(words))], lambda gram: 1.0 + len(gram))
    shares = [sum(part for pair, part in parts if pair in text) for parts in concept.parts]
    best = max([1.0 for word in words if word in text] + shares, default=0.0)
    assert concept.met(text) == pytest.approx(best if best >= 0.5 - 1e-9 else 0.0)
