"""Writers of small Office and PDF files, so that each test shows the file it is about."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from struct import pack
from xml.sax.saxutils import escape

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CellValue = str | float | None


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            container.writestr(name, part)
    return buffer.getvalue()


def _column(index: int) -> str:
    return chr(65 + index)


def _cell(row: int, column: int, value: CellValue) -> str:
    place = f"{_column(column)}{row + 1}"
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def sheet_xml(rows: Sequence[Sequence[CellValue]], merges: Sequence[str] = ()) -> str:
    body = "".join(
        f'<row r="{top + 1}">{"".join(_cell(top, left, value) for left, value in enumerate(row))}</row>'
        for top, row in enumerate(rows)
    )
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    merged = f"<mergeCells>{merged}</mergeCells>" if merges else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'


def xlsx_of(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of sheets by name, each the XML of `sheet_xml`."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    )
    root = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>'
    )
    states = dict.fromkeys(hidden, 'state="hidden"')
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}" {states.get(name, "")}/>' for i, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    return zip_of(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": root,
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
            **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), 1)},
        }
    )


def pdf_of(pages: Sequence[str]) -> bytes:
    """A PDF whose pages hold the given drawing commands; font /F1 takes hexadecimal UTF-16."""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    system = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 0 >>"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo {system} >>",
    ]
    for index, commands in enumerate(pages):
        bodies.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * index} 0 R >>"
        )
        bodies.append(f"<< /Length {len(commands)} >>\nstream\n{commands}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _text_at(x: float, y: float, text: str, size: float = 12) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _line_at(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def ole_of(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 container (version 3, sectors of 512 bytes); streams are padded to 4096 bytes to need no mini stream."""
    padded = {name: data.ljust(4096, b"\0") + b"\0" * (-max(len(data), 4096) % 512) for name, data in streams.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    chains, place = [0xFFFFFFFD], 1
    chains += [*range(2, 1 + directory_sectors), 0xFFFFFFFE]
    place += directory_sectors
    starts = []
    for data in padded.values():
        count = len(data) // 512
        starts.append(place)
        chains += [*range(place + 1, place + count), 0xFFFFFFFE]
        place += count
    entries = [_entry("Root Entry", 5, 1 if padded else 0xFFFFFFFF, 0xFFFFFFFE, 0, 0xFFFFFFFF)]
    for index, (name, data) in enumerate(padded.items(), 1):
        right = index + 1 if index < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, 2, 0xFFFFFFFF, starts[index - 1], len(data), right))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + pack("<I", 0) + b"\xff" * 432
    fat = b"".join(pack("<I", entry) for entry in chains).ljust(512, b"\xff")
    assert len(fat) == 512, "the test file is too large for one FAT sector"
    return header + fat + b"".join(entries).ljust(directory_sectors * 512, b"\0") + b"".join(padded.values())


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + pack("<IQ", start, size)


def word_of(paragraphs: Sequence[tuple[str, bytes]], *, flags: int = 0, compressed: bool = False) -> bytes:
    """A .doc of paragraphs, each its text with end mark and its raw style and property modifiers."""
    streams = word_streams(paragraphs, flags=flags, compressed=compressed)
    return ole_of({"WordDocument": streams[0], "0Table": streams[1]})


def word_streams(
    paragraphs: Sequence[tuple[str, bytes]], *, flags: int = 0, compressed: bool = False
) -> tuple[bytes, bytes]:
    encoding, width = ("cp1252", 1) if compressed else ("utf-16-le", 2)
    text = "".join(paragraph for paragraph, _ in paragraphs)
    begin = 0x400
    bounds, pages = [begin], []
    for paragraph, _ in paragraphs:
        bounds.append(bounds[-1] + len(paragraph) * width)
    for (_, raw), low, high in zip(paragraphs, bounds, bounds[1:], strict=False):
        page = bytearray(512)
        page[0:8] = pack("<II", low, high)
        page[511] = 1
        if raw:
            padded = raw + b"\0" * (len(raw) % 2 == 0)
            page[8] = 100  # the modifiers stand at byte 200 of the page
            page[200] = (len(padded) + 1) // 2
            page[201 : 201 + len(padded)] = padded
        pages.append(bytes(page))
    body = text.encode(encoding)
    first_page = -(-(begin + len(body)) // 512)
    main = bytearray(first_page * 512)
    main[0:2] = pack("<H", 0xA5EC)
    main[0x0A:0x0C] = pack("<H", flags)
    main[0x4C:0x50] = pack("<I", len(text))
    main[begin : begin + len(body)] = body
    where = (begin * 2) | 0x40000000 if compressed else begin
    pieces = pack("<II", 0, len(text)) + pack("<HIH", 0, where, 0)
    clx = b"\x02" + pack("<I", len(pieces)) + pieces
    count = len(pages)
    bte = b"".join(pack("<I", bound) for bound in bounds) + b"".join(pack("<I", first_page + i) for i in range(count))
    main[0x1A2:0x1AA] = pack("<II", 0, len(clx))
    main[0x102:0x10A] = pack("<II", len(clx), len(bte))
    return bytes(main) + b"".join(pages), clx + bte


def biff_of(*cells: tuple[int, int], extra: bytes = b"") -> bytes:
    """A BIFF8 workbook of one sheet in which the given cells hold 1."""

    def record(kind: int, data: bytes) -> bytes:
        return kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data

    def begin(kind: int) -> bytes:
        return record(0x0809, b"\x00\x06" + kind.to_bytes(2, "little") + bytes(12))

    end = record(0x0A, b"")
    start = begin(5)
    offset = len(start) + 4 + 8 + 2 + len(end)
    listed = record(0x85, offset.to_bytes(4, "little") + b"\0\0" + b"\x02\0" + b"S1")
    one = b"\0\0\0\0\0\0\xf0\x3f"
    numbers = [
        record(0x0203, row.to_bytes(2, "little") + col.to_bytes(2, "little") + b"\0\0" + one) for row, col in cells
    ]
    return start + listed + end + begin(0x10) + extra + b"".join(numbers) + end


@pytest.fixture(scope="session")
def make_zip() -> Callable[..., bytes]:
    return zip_of


@pytest.fixture(scope="session")
def make_sheet() -> Callable[..., str]:
    return sheet_xml


@pytest.fixture(scope="session")
def make_xlsx() -> Callable[..., bytes]:
    return xlsx_of


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    return pdf_of


@pytest.fixture(scope="session")
def text_at() -> Callable[..., str]:
    return _text_at


@pytest.fixture(scope="session")
def line_at() -> Callable[..., str]:
    return _line_at


@pytest.fixture(scope="session")
def make_ole() -> Callable[..., bytes]:
    return ole_of


@pytest.fixture(scope="session")
def make_word() -> Callable[..., bytes]:
    return word_of


@pytest.fixture(scope="session")
def make_word_streams() -> Callable[..., tuple[bytes, bytes]]:
    return word_streams


@pytest.fixture(scope="session")
def make_biff() -> Callable[..., bytes]:
    return biff_of
