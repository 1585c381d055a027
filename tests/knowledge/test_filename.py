"""File names as people read them."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.filename import readable


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("学费.xls".encode(), "学费.xls"),
        ("学费.xls".encode("gbk"), "学费.xls"),
        (b"fees \xff.xls", "fees \ufffd.xls"),
    ],
)
def test_names_of_other_systems(raw: bytes, name: str) -> None:
    """UTF-8 stays, GBK is read, and what is neither keeps its readable part."""
    assert readable(os.fsdecode(raw)) == name


@given(st.binary())
def test_every_name_can_be_written(raw: bytes) -> None:
    """Whatever the bytes of a name, what comes out can be stored and printed, and is left alone the second time."""
    name = readable(os.fsdecode(raw))
    assert readable(name) == name.encode().decode()
