"""`gongkai ask --explain`: what was understood, what was found, and why this came first, so that staff can mend the cause.

A wrong answer has one of three causes, and each has its place here: the question was misread (mend the vocabulary), the
notice says it in other words or not at all (mend the notice), or another passage weighs more (see by which weight).
"""

from collections.abc import Iterator

from rich.table import Table

from bot import explanation
from bot.engine import MAYBE, SURE, Engine
from bot.pins.pin import Pin
from bot.understanding.understand import Understood, understand
from scripts.sections import CHINA

_TEXT = 46


def understood_lines(understood: Understood) -> Iterator[str]:
    """What was read out of the question, a line each."""
    yield f"read as: {understood.asked}"
    yield f"kind: {understood.intent}" + (", a follow-up" if understood.is_followup else "")
    if understood.others:
        yield f"also asked: {' | '.join(understood.others)}"
    query = understood.query
    if query is None:
        return
    yield f"searched for: {query.text}"
    yield f"wanted: {query.want}; years: {'、'.join(map(str, query.periods)) or 'none named'}"
    for concept in query.concepts:
        must = ", must be met" if concept.strict else ""
        yield f"names: {' = '.join(concept.alternatives[:6])} (weight {concept.weight:g}{must})"


def pinned_lines(pin: Pin) -> Iterator[str]:
    """By which pin the question is answered, whatever is found below."""
    day = pin.at.astimezone(CHINA).date().isoformat()
    yield f"pinned: answered by pin {pin.id}, to “{pin.pinning.questions[0]}”, out of {pin.pinning.notice_id}"
    yield f"pinned by {pin.by} on {day}: {pin.reason}"


def found_table(opened: Engine, understood: Understood) -> Table:
    """The first passages found, with what each feature adds to its score and how sure it is."""
    table = Table("", "notice and passage", "score", "sure", "what adds to the score", title="found", expand=True)
    for place, one in enumerate(explanation.found(opened, understood), start=1):
        text = one.text.replace("\n", " ")[:_TEXT]
        parts = " ".join(f"{name} {value:+.2f}" for name, value in one.parts)
        table.add_row(str(place), f"{one.title}\n{one.notice_id}\n{text}", f"{one.score:.2f}", f"{one.sure:.2f}", parts)
    table.caption = f"answered from {SURE:.2f} on, offered from {MAYBE:.2f} on"
    return table


def explain(opened: Engine, question: str) -> tuple[list[str], Table | None]:
    """The lines on what was understood, and the table of what was found; None where nothing is searched."""
    understood = understand(question, opened.today())
    pin = opened.pinned(understood)
    asked = opened.directory().asked(understood.asked, understood.query)
    lines = [
        *understood_lines(understood),
        *([f"office: {asked.name}, only its own number, place or hours answer"] if asked else ()),
        *(pinned_lines(pin) if pin else ()),
    ]
    return lines, found_table(opened, understood) if understood.query else None
