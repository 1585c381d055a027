from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunk import chunk
from knowledge.document import Block, Document, Heading, Paragraph, Table
from knowledge.headings import is_title_only
from knowledge.notice import NoticeId
from knowledge.passage import Passage, PassageKind

NOTICE = NoticeId("n")
LIMIT = 420
TEXT = st.text(st.sampled_from("学费一、第三条（1）问？。；，a 表"), max_size=900).map(str.strip).filter(bool)
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[st.text("甲1 ", max_size=4)] * width), max_size=5).map(lambda r: Table(tuple(r)))
)
BLOCKS = st.lists(
    st.one_of(st.builds(Paragraph, TEXT), st.builds(Heading, TEXT, st.integers(1, 9)), TABLES), max_size=8
)


def cut(*blocks: Block) -> tuple[Passage, ...]:
    return chunk(NOTICE, Document("", blocks))[1]


def texts(*blocks: Block) -> list[str]:
    return [passage.text for passage in cut(*blocks)]


@given(BLOCKS)
def test_spans_tile_the_canonical_text(blocks: list[Block]) -> None:
    """Passages in order cover the text without gap or overlap, and a text passage is its span."""
    whole, passages = chunk(NOTICE, Document("", tuple(blocks)))
    assert "".join(whole[passage.start : passage.end] for passage in passages) == whole
    assert [passage.start for passage in passages] == [0, *(passage.end for passage in passages)][: len(passages)]
    assert all(p.text == whole[p.start : p.end].strip() for p in passages if p.kind is PassageKind.TEXT)
    assert [passage.id for passage in passages] == [f"n#{number}" for number in range(len(passages))]


@given(BLOCKS)
def test_no_text_passage_exceeds_the_limit(blocks: list[Block]) -> None:
    """At most 420 characters, unless it is one heading that a format marked, or titles kept with the text they head."""
    for passage in cut(*blocks):
        *before, last = passage.text.split("\n")
        is_single = not before and any(block == Heading(last, getattr(block, "level", 0)) for block in blocks)
        heads = before and len(before) <= 4 and all(is_title_only(line) for line in before)
        assert passage.kind is PassageKind.ROW or len(passage.text) <= LIMIT or is_single or heads


@given(BLOCKS)
def test_no_passage_is_empty(blocks: list[Block]) -> None:
    """Whatever stands in the text can be found."""
    assert all(passage.text.strip() for passage in cut(*blocks))


def test_articles_become_passages_under_their_chapter() -> None:
    """A long enough article stands alone, headed by its chapter."""
    first, second = "第一条 " + "学生应当遵守纪律。" * 12, "第二条 " + "学生应当按时缴费。" * 12
    passages = cut(Heading("管理办法"), Paragraph("第一章 总则"), Paragraph(first), Paragraph(second))
    assert [passage.text for passage in passages] == [f"管理办法\n第一章 总则\n{first}", second]
    assert passages[1].heading == "管理办法 › 第一章 总则"


def test_short_articles_share_a_passage() -> None:
    """Two articles of a few words are not worth a passage each."""
    assert len(texts(Paragraph("第一条 缴费。"), Paragraph("第二条 报到。"))) == 1


def test_a_chapter_begins_a_passage() -> None:
    """However short the one before was."""
    assert texts(Paragraph("说明。"), Paragraph("第二章 学籍"), Paragraph("正文。")) == [
        "说明。",
        "第二章 学籍\n正文。",
    ]


def test_each_question_is_a_passage_with_its_answer() -> None:
    """Questions and answers are found one by one."""
    blocks = [Paragraph(text) for text in ("问：学费多少？", "答：五千元。", "问：何时报到？", "答：九月一日。")]
    assert texts(*blocks) == ["问：学费多少？\n答：五千元。", "问：何时报到？\n答：九月一日。"]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    """No sentence that fits is split, and later pieces know the clause they belong to."""
    sentence = "学生申请国家助学贷款应当如实提供家庭经济情况证明材料。"
    passages = cut(Paragraph("第五条 " + sentence * 30))
    assert len(passages) > 2
    assert all(passage.text.endswith("。") for passage in passages)
    assert {passage.heading for passage in passages[1:]} == {
        "第五条 学生申请国家助学贷款应当如实提供家庭经济情况证明材料"
    }


def test_a_sentence_over_the_limit_is_cut_at_a_comma_else_hard() -> None:
    """Commas before blind cuts, and nothing is lost."""
    with_commas, without = "学生应当缴纳学费，" * 60, "学" * 1000
    assert all(text.endswith("，") for text in texts(Paragraph(with_commas)))
    assert "".join(texts(Paragraph(without))) == without


def test_running_text_is_gathered_to_about_the_target() -> None:
    """Short paragraphs share a passage until it is long enough."""
    lengths = [len(text) for text in texts(*[Paragraph("学" * 89 + "。")] * 12)]
    assert lengths == [272, 272, 272, 272]


def test_every_table_row_is_a_passage_that_stands_alone() -> None:
    """A row says what its table is about; names go with the first row's span."""
    table = Table((("专业", "学费"), ("法学", "5000"), ("英语", "5500")), caption="学费标准")
    passages = cut(Heading("收费公示"), table)
    assert [passage.text for passage in passages[1:]] == [
        "收费公示·学费标准：专业：法学；学费：5000",
        "收费公示·学费标准：专业：英语；学费：5500",
    ]
    assert {passage.kind for passage in passages[1:]} == {PassageKind.ROW}
    assert passages[1].heading == "收费公示 › 学费标准"


def test_a_caption_that_is_the_heading_is_said_once() -> None:
    """收费公示·收费公示 would waste the row's first words."""
    table = Table((("专业", "学费"), ("法学", "5000")), caption="收费公示")
    assert texts(Heading("收费公示"), table)[1] == "收费公示：专业：法学；学费：5000"


def test_a_section_at_a_table_s_end_keeps_its_words() -> None:
    """A section without rows is still found."""
    assert texts(Table((("专业", "学费"), ("法学", "5000"), ("以上合计", "以上合计"))))[-1] == "以上合计"


def test_a_heading_closes_the_deeper_ones() -> None:
    """A new heading of the same level replaces the old one and all below it."""
    passages = cut(
        Heading("甲", 1), Heading("乙", 2), Paragraph("一。"), Heading("丙", 1), Paragraph("二" * 200 + "。")
    )
    assert passages[-1].heading == ""
    assert passages[-1].text.startswith("丙\n")


def test_a_passage_knows_the_page_on_which_it_begins() -> None:
    """A heading has none of its own; rows have their table's; where a file has no pages, nothing is said."""
    table = Table((("专业", "学费"), ("护理", "5500")), page=3)
    long = Paragraph("学费按学年收取。" * 50, 2)
    passages = cut(Heading("一、学费"), Paragraph("按标准收取。", 1), long, table)
    assert [passage.page for passage in passages] == [1, 2, 3]
    assert [passage.page for passage in cut(Heading("一、学费"), Paragraph("按标准收取。"))] == [None]
