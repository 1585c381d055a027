from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import crc32

import numpy as np
import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers import ocr, picture

pytestmark = pytest.mark.skipif(bool(ocr.missing()), reason="the text recognition is not installed")
PATH = Path("scan.png")


def _saved(kind: str, *colours: tuple[int, ...], mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    from PIL import Image  # noqa: PLC0415 - part of the extra

    pictures = [Image.new(mode, size, colour) for colour in colours]
    buffer = BytesIO()
    pictures[0].save(buffer, kind, **({"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_pixels_come_as_blue_green_red(kind: str) -> None:
    """Each kind of file gives an array of height, width and three colours."""
    (pixels,) = picture.frames(PATH, _saved(kind, (10, 20, 30)))
    assert pixels.shape == (30, 40, 3)
    assert pixels[0, 0].tolist() == [30, 20, 10]


def test_what_is_transparent_is_white() -> None:
    """A picture with an empty background is read as if on paper."""
    (pixels,) = picture.frames(PATH, _saved("PNG", (0, 0, 0, 0), mode="RGBA"))
    assert pixels.min() == 255


def test_a_file_of_several_pages_gives_each() -> None:
    """A TIFF of a scanner holds one picture a page."""
    pages = list(picture.frames(PATH, _saved("TIFF", (0, 0, 0), (255, 255, 255))))
    assert [page.mean() for page in pages] == [0, 255]


def test_endless_files_are_refused() -> None:
    """More than fifty pages in a picture file are too many."""
    with pytest.raises(UnreadableFile, match="more than 50"):
        list(picture.frames(PATH, _saved("TIFF", *[(0, 0, 0)] * 51)))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    """A few bytes that claim a picture of two billion pixels are not decoded."""
    header = pack(">IIBBBBB", 50_000, 40_000, 8, 2, 0, 0, 0)
    chunk = pack(">I", 13) + b"IHDR" + header + pack(">I", crc32(b"IHDR" + header))
    end = pack(">I", 0) + b"IDAT" + pack(">I", crc32(b"IDAT"))
    with pytest.raises(UnreadableFile, match="more than 60 million"):
        list(picture.frames(PATH, b"\x89PNG\r\n\x1a\n" + chunk + end))


def test_buttons_and_damaged_files_are_refused() -> None:
    """What is too small for text, and what is no picture, says so."""
    with pytest.raises(UnreadableFile, match="too few"):
        list(picture.frames(PATH, _saved("PNG", (0, 0, 0), size=(16, 16))))
    with pytest.raises(UnreadableFile, match="damaged"):
        list(picture.frames(PATH, b"\x89PNG\r\n\x1a\n rubbish"))
    with pytest.raises(UnreadableFile, match="damaged"):
        list(picture.frames(PATH, _saved("PNG", (0, 0, 0))[:60]))


def test_turning_keeps_the_size() -> None:
    """A picture is turned about its centre; what comes in is white."""
    turned = picture.turned(np.zeros((30, 40, 3), np.uint8), 10)
    assert turned.shape == (30, 40, 3)
    assert turned[0, 0].tolist() == [255, 255, 255]
