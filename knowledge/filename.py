"""File names as people read them: a name that an old Windows wrote in GBK comes to Linux as bytes that are no UTF-8."""

import os


def readable(name: str) -> str:
    """`name` as the system gave it, with what is not UTF-8 read as GB18030, or marked � where that fails too."""
    raw = os.fsencode(name)
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
