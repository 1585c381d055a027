"""What differs between two revisions of a notice: its fields, and its text line by line with the characters that changed.

Shown to the reviewer of a changed notice, by `gongkai notices diff` and the staff console.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from knowledge.audit import Revision
from knowledge.notice import Notice

# Lines that share less than this are two different lines to a reader, not one that was changed.
_ALIKE = 0.4
# Comparing characters takes time by the square of the length.
_LONGEST = 2000
# A figure changes as a whole: 5000 became 5500, not its second digit.
_TOKEN = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.", re.DOTALL)


class Kind(StrEnum):
    """What became of a line; SKIPPED stands for unchanged lines that are left out, its text is their number."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of Notice by name, with its value before and after as text, "" where it had none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, and whether it is what changed in it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, in pieces that rejoin to it."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line itself."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; nothing does when both are empty."""

    fields: tuple[FieldChange, ...]
    lines: tuple[Line, ...]


def compare(before: Notice, after: Notice, context: int = 2) -> Difference:
    """What differs between two revisions, with `context` unchanged lines around every change of the text.

    The removed and the same lines are those of `before` in order, the added and the same ones those of `after`, but for
    what is skipped.
    """
    names = [field.name for field in fields(Notice) if field.name != "text"]
    pairs = [FieldChange(name, _shown(getattr(before, name)), _shown(getattr(after, name))) for name in names]
    lines = () if before.text == after.text else tuple(_lines(before.text, after.text, context))
    return Difference(tuple(pair for pair in pairs if pair.before != pair.after), lines)


def predecessor(revisions: Sequence[Revision], newer: Revision, current: int) -> int | None:
    """What a revision is held against: the current one, or for that the newest before of another content; None for the first."""
    if newer.number != current:
        return current
    earlier = [one for one in revisions if one.number < newer.number]
    others = [one for one in earlier if _is_other(one, newer)]
    return (others or earlier)[-1].number if earlier else None


def _is_other(one: Revision, newer: Revision) -> bool:
    found = compare(one.notice, newer.notice)
    return bool(found.lines) or any(field.name != "status" for field in found.fields)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _lines(before: str, after: str, context: int) -> Iterator[Line]:
    old, new = before.splitlines(), after.splitlines()
    operations = SequenceMatcher(None, old, new).get_opcodes()
    for number, (operation, start, end, first, last) in enumerate(operations):
        if operation == "equal":
            head = 0 if number == 0 else context
            tail = 0 if number == len(operations) - 1 else context
            yield from _around(old[start:end], head, tail)
        else:
            yield from _changed(old[start:end], new[first:last])


def _around(lines: Sequence[str], head: int, tail: int) -> Iterator[Line]:
    """The first `head` and the last `tail` of unchanged lines, and how many stand between them."""
    skipped = len(lines) - head - tail
    if skipped <= 1:
        yield from (_whole(Kind.SAME, line, is_changed=False) for line in lines)
        return
    yield from (_whole(Kind.SAME, line, is_changed=False) for line in lines[:head])
    yield _whole(Kind.SKIPPED, str(skipped), is_changed=False)
    yield from (_whole(Kind.SAME, line, is_changed=False) for line in lines[len(lines) - tail :])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """The removed lines, then the added ones; those that stand in the same place are compared by character."""
    pairs = [_compared(one, other) for one, other in zip_longest(old, new)]
    yield from (removed for removed, _ in pairs if removed)
    yield from (added for _, added in pairs if added)


def _compared(old: str | None, new: str | None) -> tuple[Line | None, Line | None]:
    if old is not None and new is not None and max(len(old), len(new)) <= _LONGEST:
        olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
        matcher = SequenceMatcher(None, olds, news, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            steps = matcher.get_opcodes()
            removed = tuple(Piece("".join(olds[i:j]), step != "equal") for step, i, j, _, _ in steps if j > i)
            added = tuple(Piece("".join(news[i:j]), step != "equal") for step, _, _, i, j in steps if j > i)
            return Line(Kind.REMOVED, removed), Line(Kind.ADDED, added)
    return (
        None if old is None else _whole(Kind.REMOVED, old, is_changed=True),
        None if new is None else _whole(Kind.ADDED, new, is_changed=True),
    )


def _whole(kind: Kind, text: str, *, is_changed: bool) -> Line:
    return Line(kind, (Piece(text, is_changed),))
