"""Tells a page's list of links and titles, or its menu, from text that says something: it names many things and answers none."""

import re

_DATE = re.compile(r"(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}")
_STOP = re.compile(r"[。；！？，,;：:]")
# Titles with their dates: this many dates in one passage of running text are a list, unless it is sentences that name them.
_DATES = 3
# A menu is many short words with hardly a mark between them.
_WORDS, _WORD_LENGTH, _MARKED = 8, 14, 0.25


def is_listing(text: str) -> bool:
    """Whether running text is a list of dated titles or a menu; rows of tables are never asked."""
    dates = len(_DATE.findall(text))
    if dates >= _DATES and text.count("。") < dates:
        return True
    words = len(text.split())
    is_short_worded = words >= _WORDS and len(text) < words * _WORD_LENGTH
    return is_short_worded and len(_STOP.findall(text)) < words * _MARKED
