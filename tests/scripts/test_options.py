"""Who does something, for the audit trail."""

import os

from scripts.options import actor


def nameless() -> str:
    raise KeyError("getpwuid(): uid not found")


def test_actor() -> None:
    """The name that was given counts, else the user's, else the user's number."""
    assert actor(" 王 ") == "王"
    assert actor("", user=lambda: "li") == "li"
    assert actor("", user=nameless) == f"uid {os.getuid()}"
    assert actor("")
