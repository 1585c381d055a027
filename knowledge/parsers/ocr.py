"""Text recognition of a picture of a text: the one place that knows RapidOCR.

The library is the extra `ocr` and heavy, so it is looked for by name and loaded with its first picture, by an import of
scanned files only; its wheel carries the models, so no network is needed.
"""

import importlib
from functools import cache
from importlib.util import find_spec
from math import atan2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.parsers.words import Word

Image = NDArray[np.uint8]

INSTALL = "install the text recognition with `pip install 'gongkai[ocr]'`"

_LIBRARIES = ("rapidocr", "cv2", "PIL")
_SIDE = 2000  # pixels; the recogniser scales larger pictures down to this
_SURE = 0.6
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.max_side_len": _SIDE,
    "Global.text_score": _SURE,
    "Global.use_cls": False,  # pages are put in upright; asking for each word costs a quarter of the time
    # The memory that it takes is kept under 600 MB: lines are looked for on a smaller copy of the page, and read in
    # batches of two, which are as wide as their wider line.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    "Rec.rec_batch_num": 2,
}


class RecognitionMissing(Exception):
    """The text recognition is not installed."""


def missing() -> str:
    """The names of the libraries that are not installed, joined by commas; "" when pictures can be read."""
    return ", ".join(name for name in _LIBRARIES if find_spec(name) is None)


def recognise(image: Image) -> tuple[Word, ...]:
    """The words of `image` (height, width, 3; BGR), in pixels, y downwards, in no promised order.

    Raises RecognitionMissing.
    """
    if missing():
        raise RecognitionMissing(missing())
    found = _engine()(image)
    if found.boxes is None or not found.txts:
        return ()
    return tuple(_word(box, text) for box, text in zip(found.boxes.tolist(), found.txts, strict=True))


def _word(box: list[list[float]], text: str) -> Word:
    """A box has its corners clockwise from the upper left one; the heights of its two sides are averaged."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box
    middle, half = (y0 + y1 + y2 + y3) / 4, ((y3 - y0) + (y2 - y1)) / 4
    return Word(
        text, min(x0, x3), middle - half, max(x1, x2), middle + half, atan2((y1 - y0 + y2 - y3) / 2, (x1 - x0) or 1.0)
    )


@cache
def _engine() -> Any:  # noqa: ANN401 - the library's own class, which this file alone knows
    return importlib.import_module("rapidocr").RapidOCR(params=_SETTINGS)
