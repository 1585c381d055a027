"""Question text in, what is asked out: normalise → read letters and slips → find the question → years, concepts, want."""

import re
from datetime import date
from functools import lru_cache

from bot.understanding import asking, english, followup, intent, latin, separable, terms, timewords, typos
from bot.understanding.intent import Intent
from bot.understanding.normalise import normalise, tidy
from bot.understanding.offices import office_names
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import edition
from bot.understanding.want import want
from index.query import Query, Want

__all__ = ["Intent", "Understood", "prepare", "understand"]

_LONGEST = 2000
_LONGEST_ASKED = 120
# 这学期 dates a question about a day or an hour; in one about a rule it means "now".
_OF_A_TERM = frozenset({Want.DATE, Want.TIME})
# The question of a story that leans on it: 这个到底去哪交.
_POINTS_BACK = re.compile(r"这(?!里|学|次|一)|那个|它")
_OF_AN_OFFICE = frozenset({Want.PHONE, Want.EMAIL, Want.ADDRESS, Want.TIME})
_SEARCHED = frozenset({Intent.QUESTION, Intent.OPINION})


def understand(question: str, today: date, before: Understood | None = None) -> Understood:
    """What `question` asks on the day `today`, read with what was asked `before`; any text is understood somehow.

    Only the first 2,000 characters are read. Pure but for the college's own words; never raises.
    """
    return _alone(question, today, edition()) if before is None else _understand(question, today, before)


# A question without an answer is read again at once, for the person who waits for it.
@lru_cache(256)
def _alone(question: str, today: date, _: int) -> Understood:
    return _understand(question, today, None)


def _understand(question: str, today: date, before: Understood | None) -> Understood:
    tidied = tidy(question[:_LONGEST])
    early = intent.settled(tidied)
    if early is Intent.MORE and before is not None:
        return Understood(Intent.MORE, before.asked, before.query, before.subject, is_followup=True)
    if early is not None:
        return Understood(early, tidied)
    plain = normalise(tidied)
    foreign = english.translate(plain)
    text = foreign or separable.join(typos.mend(latin.resolve(plain)))
    if not text:
        return Understood(Intent.GREETING, tidied)
    return _read(text, today, before, plain if foreign else "")


def _read(text: str, today: date, before: Understood | None, original: str) -> Understood:
    asked = asking.find(text)
    question = asked.question
    named = terms.concepts(question, asked.background)
    kind = intent.judged(text)
    is_alone = kind is not Intent.QUESTION or _asks_of_an_office(question)
    kept = None if is_alone else followup.inherited(question, named, before)
    if before is not None and kept is not None:
        question = followup.complete(question, named, kept, before)
    query = _query(question, asked.background, today, original)
    return Understood(
        intent=kind,
        asked=question[:_LONGEST_ASKED],
        query=query if kind in _SEARCHED else None,
        subject=followup.subject(query.concepts),
        is_followup=kept is not None,
        others=asked.others,
    )


def _asks_of_an_office(question: str) -> bool:
    """审计处的电话, after another office's, asks of nothing but its own."""
    return bool(office_names().pattern.search(question)) and want(question) in _OF_AN_OFFICE


def _query(question: str, background: str, today: date, original: str) -> Query:
    times = timewords.read(question, today)
    kind = want(question)
    periods = times.periods or (times.terms if kind in _OF_A_TERM else ())
    told = terms.background_words(background) if _POINTS_BACK.search(question) else ()
    parts = (times.text, *terms.official(question), *told, original)
    text = " ".join(part for part in parts if part)
    return Query(
        text=text,
        concepts=terms.concepts(times.text, background),
        want=kind,
        periods=periods,
        is_dated=bool(periods),
        words=terms.own_words(text),
    )


def prepare() -> None:
    """Reads the data files and builds their tables, so that the first question is as fast as the next. Raises BadData."""
    understand("xuefei 图书官 學費 how much is it", date(2000, 1, 1))
