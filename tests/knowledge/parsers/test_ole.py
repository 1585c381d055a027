from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import UnreadableFile
from knowledge.parsers import ole

PATH = Path("notice.doc")


def test_streams_are_named_and_read(make_ole: Callable[..., bytes]) -> None:
    """The streams of a container are listed, and each gives its bytes."""
    content = make_ole({"WordDocument": b"abc", "1Table": b"xyz"})
    assert ole.streams(PATH, content) == {"WordDocument", "1Table"}
    assert ole.read(PATH, content, "1Table").startswith(b"xyz")


def test_damage_is_reported(make_ole: Callable[..., bytes]) -> None:
    """A missing stream and a broken container are errors that name the file."""
    with pytest.raises(UnreadableFile, match=r"notice\.doc"):
        ole.read(PATH, make_ole({"A": b"1"}), "B")
    with pytest.raises(UnreadableFile, match="damaged"):
        ole.streams(PATH, ole.MAGIC + b"rubbish")
