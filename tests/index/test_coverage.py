import pytest

from index.coverage import covered, missed, weigh
from index.query import Concept


def even(_gram: str) -> float:
    return 2.0


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
    assert missed(concepts, "河北省 理工 570") == 1
    assert missed(concepts, "河南省 理工 570") == 0


def test_rare_things_weigh_more_than_common_ones() -> None:
    """Importance follows idf, so 学校 counts for less than 国防生."""
    concepts = weigh([Concept(("国防生",)), Concept(("学校",))], {"国防": 6.0, "防生": 6.0, "学校": 1.0}.__getitem__)
    assert covered(concepts, "国防生") == pytest.approx(6 / 7)


def test_a_question_that_names_nothing_is_covered_by_nothing() -> None:
    """Without concepts there is no share to take."""
    assert covered((), "任何文字") == 0.0
    assert covered(weigh([Concept(("、",))], even), "任何文字") == 0.0
