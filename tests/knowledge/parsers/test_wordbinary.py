from collections.abc import Callable
from struct import pack

import pytest

from knowledge.parsers import wordbinary
from knowledge.parsers.wordbinary import BrokenWordError, EncryptedWordError, Properties

Streams = Callable[..., tuple[bytes, bytes]]
IN_TABLE = pack("<HB", 0x2416, 1)
NORMAL = pack("<H", 0)


def test_paragraphs_and_their_properties_are_read(make_word_streams: Streams) -> None:
    """Each paragraph comes with its end mark, heading level and place in a table."""
    main, table = make_word_streams(
        [
            ("标题\r", pack("<H", 2)),
            ("格\x07", NORMAL + IN_TABLE),
            ("节\x0c", NORMAL + pack("<HB", 0x2640, 4)),
            ("尾", b""),
        ]
    )
    found = list(wordbinary.paragraphs(main, table))
    assert [paragraph.text for paragraph in found] == ["标题\r", "格\x07", "节\x0c", "尾"]
    assert [paragraph.properties for paragraph in found] == [
        Properties(level=2),
        Properties(in_table=True),
        Properties(level=5),
        Properties(),
    ]


def test_compressed_pieces_are_read(make_word_streams: Streams) -> None:
    """A piece of one byte a character is read as Windows-1252."""
    main, table = make_word_streams([("Fees – 2024\r", b"")], compressed=True)
    assert [paragraph.text for paragraph in wordbinary.paragraphs(main, table)] == ["Fees – 2024\r"]


def test_rows_give_borders_and_merges(make_word_streams: Streams) -> None:
    """The end mark of a row tells the borders of its columns and which cells continue those above."""
    cells = pack("<H18x", 1 << 5) + pack("<H18x", 3 << 5)
    define = b"\x02" + pack("<3h", 0, 1000, 2000) + cells
    raw = NORMAL + IN_TABLE + pack("<HB", 0x2417, 1) + pack("<HH", 0xD608, len(define) + 1) + define
    main, table = make_word_streams([("\x07", raw)])
    (row,) = wordbinary.paragraphs(main, table)
    assert row.properties == Properties(None, True, True, (0, 1000, 2000), (True, False))


def test_long_modifiers_are_fetched_from_the_data_stream(make_word_streams: Streams) -> None:
    """Modifiers too long for their page are read where the page points to."""
    main, table = make_word_streams([("\x07", NORMAL + pack("<HI", 0x6646, 2))])
    data = b"xx" + pack("<H", len(IN_TABLE)) + IN_TABLE
    (row,) = wordbinary.paragraphs(main, table, data)
    assert row.properties.in_table


@pytest.mark.parametrize(
    "raw",
    [
        b"\0",
        NORMAL + b"\x01",
        NORMAL + pack("<H", 0xD608) + b"\x01",
        NORMAL + pack("<HH", 0xD608, 900),
        NORMAL + pack("<HH", 0xD608, 3) + b"\x09\0",
        NORMAL + pack("<HHB", 0xD608, 2, 9),
        NORMAL + pack("<HB", 0xC60D, 3) + b"abc" + b"\x00",
    ],
)
def test_broken_modifiers_are_ignored(raw: bytes, make_word_streams: Streams) -> None:
    """Modifiers that overrun their bytes leave the paragraph plain."""
    main, table = make_word_streams([("文\r", raw)])
    (paragraph,) = wordbinary.paragraphs(main, table)
    assert paragraph.properties == Properties()


def test_other_files_and_locked_ones_are_refused(make_word_streams: Streams) -> None:
    """Bytes of another format, an encrypted file and a file without piece table each have their own error."""
    main, table = make_word_streams([("文\r", b"")])
    assert wordbinary.table_stream(main) == "0Table"
    assert wordbinary.table_stream(main[:0x0A] + pack("<H", 0x0200) + main[0x0C:]) == "1Table"
    with pytest.raises(EncryptedWordError, match="password"):
        wordbinary.table_stream(main[:0x0A] + pack("<H", 0x0100) + main[0x0C:])
    with pytest.raises(BrokenWordError, match="Word 97"):
        wordbinary.table_stream(b"\0" * 600)
    with pytest.raises(BrokenWordError, match="pieces"):
        list(wordbinary.paragraphs(main, b"\x03" + table[1:]))


def test_property_modifiers_before_the_pieces_are_skipped(make_word_streams: Streams) -> None:
    """A piece table may stand behind modifiers of its own."""
    main, table = make_word_streams([("文\r", b"")])
    size = int.from_bytes(main[0x1A6:0x1AA], "little")
    moved = table[:size]
    longer = b"\x01" + pack("<H", 2) + b"zz" + moved
    main = main[:0x1A2] + pack("<II", len(table), len(longer)) + main[0x1AA:]
    (paragraph,) = wordbinary.paragraphs(main, table + longer)
    assert paragraph.text == "文\r"
