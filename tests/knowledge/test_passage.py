from knowledge.notice import NoticeId
from knowledge.passage import Passage, PassageId, PassageKind


def test_a_passage_s_kind_is_the_word_that_the_contract_prints() -> None:
    """`notices show --passages --json` prints text and row."""
    assert [str(kind) for kind in PassageKind] == ["text", "row"]


def test_passages_are_values() -> None:
    """Equal content, equal passage."""
    passage = Passage(PassageId("n#0"), NoticeId("n"), 0, PassageKind.TEXT, "", "正文", 0, 3)
    assert passage == Passage(PassageId("n#0"), NoticeId("n"), 0, PassageKind.TEXT, "", "正文", 0, 3)
