import subprocess
import sys

import numpy as np
import pytest

from knowledge.parsers import ocr

pytestmark = pytest.mark.skipif(bool(ocr.missing()), reason="the text recognition is not installed")


def test_words_come_with_their_boxes() -> None:
    """A drawn word is read, and its box lies where it was drawn."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - part of the extra

    page = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(page).text((200, 80), "TUITION 5200", "black", ImageFont.load_default(32))
    (word,) = ocr.recognise(np.asarray(page)[:, :, ::-1])
    assert word.text.replace(" ", "") == "TUITION5200"
    assert abs(word.left - 200) < 15
    assert abs(word.middle[1] - 97) < 12
    assert abs(word.slope) < 0.05


def test_an_empty_picture_has_no_words() -> None:
    """White paper gives nothing, and no error."""
    assert ocr.recognise(np.full((200, 300, 3), 255, np.uint8)) == ()


def test_answering_does_not_load_the_recognition() -> None:
    """Neither the parsers nor the service import the recognition before a picture is read."""
    script = (
        "import sys, knowledge.parsers.registry, bot.app; print(sorted({'rapidocr', 'cv2', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
