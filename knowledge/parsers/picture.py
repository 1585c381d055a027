"""Bytes of a picture file to pixels, within bounds: the one place that knows Pillow, which is part of the extra `ocr`.

A few bytes may claim a picture that would fill the memory, so its size is looked at before it is decoded.
"""

import importlib
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import UnreadableFile
from knowledge.parsers.ocr import Image

MAX_PIXELS = 60_000_000
MAX_FRAMES = 50
_SMALLEST = 24
_BROKEN = (OSError, ValueError, SyntaxError, LookupError, TypeError, OverflowError, MemoryError, RuntimeError)


def frames(path: Path, content: bytes) -> Iterator[Image]:
    """The pictures in the file, upright as its camera says, as (height, width, 3) arrays in BGR; a TIFF may hold several.

    Raises UnreadableFile for a damaged file, more than 60 million pixels or 50 pictures, or one too small for text.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _pillow("Image").MAX_IMAGE_PIXELS = None  # ours is checked instead, with an error of our own
            with _pillow("Image").open(BytesIO(content)) as opened:
                count = min(getattr(opened, "n_frames", 1), 1 if opened.format == "GIF" else MAX_FRAMES + 1)
                if count > MAX_FRAMES:
                    raise UnreadableFile(path, f"it holds more than {MAX_FRAMES} pictures", "split it")
                for number in range(count):
                    opened.seek(number)
                    _check(path, opened.size)
                    yield _pixels(opened)
    except _BROKEN as error:
        reason = f"expected a picture, but it is damaged or of no known kind: {error}"
        raise UnreadableFile(path, reason, "save it again as PNG or JPEG") from error


def turned(image: Image, degrees: float) -> Image:
    """The picture turned counter-clockwise about its centre, its size kept, white where nothing was."""
    turned_ = _pillow("Image").fromarray(image).rotate(degrees, resample=2, fillcolor=(255, 255, 255))
    return np.asarray(turned_, dtype=np.uint8)


def _check(path: Path, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        reason = f"the picture has {width} × {height} pixels, more than {MAX_PIXELS // 1_000_000} million"
        raise UnreadableFile(path, reason, "make it smaller")
    if min(width, height) < _SMALLEST:
        raise UnreadableFile(path, f"the picture has {width} × {height} pixels, too few for a text")


def _pixels(opened: Any) -> Image:  # noqa: ANN401 - Pillow's own class, which this file alone knows
    upright = _pillow("ImageOps").exif_transpose(opened)
    if upright.mode in {"RGBA", "LA", "P", "PA"}:
        upright = upright.convert("RGBA")
        paper = _pillow("Image").new("RGBA", upright.size, (255, 255, 255, 255))
        upright = _pillow("Image").alpha_composite(paper, upright)
    rgb = np.asarray(upright.convert("RGB"), dtype=np.uint8)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _pillow(part: str) -> Any:  # noqa: ANN401
    return importlib.import_module(f"PIL.{part}")
