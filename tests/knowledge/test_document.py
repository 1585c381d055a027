from knowledge.document import Document, Heading, Paragraph, Table
from knowledge.notice import Metadata


def test_a_document_without_metadata_says_nothing_of_its_notice() -> None:
    """Metadata is empty until a parser finds some."""
    assert Document("", ()).metadata == Metadata()


def test_blocks_are_values() -> None:
    """Two blocks of the same content are equal and can be keys."""
    assert {Heading("甲"), Paragraph("乙"), Table((("丙",),))} == {Heading("甲", 1), Paragraph("乙"), Table((("丙",),))}
