"""Finds what is asked in a long message: the sentences that ask, the rest as background, further questions kept apart."""

import re
from dataclasses import dataclass

from bot.understanding.vocabulary import mentions
from bot.understanding.want import asks

# A question of everyday length is taken whole.
_SHORT = 45
_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
_CLAUSE = re.compile(r"[^，,。！!？?；;\n\s]+[，,。！!？?；;\s]*")
_OPENING = re.compile(
    r"(?:就|只|主要|其实|所以)?(?:是)?(?:想|要)(?:请)?(?:问|知道|了解|咨询|确认)(?:一下|问|下)*(?:的是)?(?:，|,)?"
)
_MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The question itself, what was told around it ("" for a short message), and the further questions, as typed."""

    question: str
    background: str = ""
    others: tuple[str, ...] = ()


def find(text: str) -> Asked:
    """The question in `text` (normalised)."""
    questions = _questions(text)
    if len(questions) > 1 and _are_apart(questions):
        return Asked(questions[0], _before(text, questions[0]), tuple(questions[1 : 1 + _MOST_OTHERS]))
    if len(text) <= _SHORT:
        return Asked(text)
    return _in_story(text)


def _questions(text: str) -> list[str]:
    """Sentences that ask and have a subject of their own."""
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    return [sentence for sentence in sentences if asks(sentence) and _subjects(sentence)]


def _are_apart(questions: list[str]) -> bool:
    """Whether the second question is about something else than the first."""
    return not _subjects(questions[0]) & _subjects(questions[1])


def _subjects(text: str) -> frozenset[str]:
    found = mentions(text)
    return frozenset(mention.entries[0].official[0] for mention in found if not mention.entries[0].group.modifier)


def _before(text: str, question: str) -> str:
    return text[: text.find(question)].strip() if len(text) > _SHORT else ""


def _in_story(text: str) -> Asked:
    """After 就想问问 all is question; otherwise the clauses from the first to the last that ask."""
    openings = list(_OPENING.finditer(text))
    if openings and asks(after := text[openings[-1].end() :]):
        return Asked(after.strip(" ，,"), text[: openings[-1].start()].strip())
    clauses = [match.group() for match in _CLAUSE.finditer(text)]
    asking = [index for index, clause in enumerate(clauses) if asks(clause)]
    if not asking:
        return Asked(text)
    first = _first_near(asking)
    question = "".join(clauses[first : asking[-1] + 1]).strip(" ，,")
    rest = "".join(clauses[:first] + clauses[asking[-1] + 1 :])
    return Asked(question, rest.strip())


def _first_near(asking: list[int]) -> int:
    """Where the last stretch of asking clauses begins: 哪 in the middle of a story is not yet the question."""
    first = asking[-1]
    for index in reversed(asking[:-1]):
        if first - index > 2:
            break
        first = index
    return first
