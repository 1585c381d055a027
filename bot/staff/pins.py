"""Pinned answers: the list, a new one with a preview of what it would meet, and taking one out of use or back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import BotError, StaffRefused
from bot.ledger import FILE as LEDGER
from bot.ledger import Ledger
from bot.pins import checking
from bot.pins.book import SqlitePinBook
from bot.pins.checking import Effect
from bot.pins.pin import Pin, PinEntry, PinId, Pinning
from bot.staff import render
from bot.staff.account import Role
from bot.staff.visit import EVERYBODY, Page, Reply, Visit, see
from bot.staff.wording import in_words
from index.corpus import Corpus
from knowledge.audit import Act, Actor
from knowledge.errors import KnowledgeError
from knowledge.notice import NoticeId
from knowledge.passage import Passage
from knowledge.store import KnowledgeStore

FILE = "pins.db"
REVIEWERS = frozenset({Role.REVIEWER})
"""Who pins: what is answered by a pin has passed no other review."""
FIELDS = ("questions", "notice", "passage", "text", "starts", "until", "reason")
_LONGEST_REASON = 500
_MOST_QUESTIONS, _MOST_PASSAGES = 20, 200
# What a pin would have met is looked for among so many of the last questions, each read anew: a second or less.
_DAYS, _MOST_ASKED = timedelta(days=90), 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A pin as the list shows it."""

    pin: Pin
    effect: Effect
    history: Sequence[PinEntry]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pin would do: which of the last questions it would have answered, and figures that its notice does not have."""

    met: Sequence[str]
    asked: int
    missing: Sequence[str]


def listed(visit: Visit) -> Reply:
    """GET /staff/pins?notice=: all pins, and the form of a new one, of that notice where one is named."""
    return _page(visit, {"notice": visit.query.get("notice", "")})


def add(visit: Visit) -> Reply:
    """POST /staff/pins: shows what it would meet, or pins it."""
    typed = {name: visit.form.get(name, "").strip() for name in FIELDS}
    with _book(visit) as book:
        try:
            wanted = _wanted(visit.console.store, typed)
            checking.check(wanted, book.pins(), visit.console.store, visit.console.today)
            if visit.form.get("step") != "add":
                return _page(visit, typed, preview=_preview(visit, wanted))
            book.add(wanted, _act(visit))
        except (BotError, KnowledgeError) as error:
            return _page(visit, typed, in_words(error))
    return see(render.address("/pins", done="pinned"))


def change(visit: Visit) -> Reply:
    """POST /staff/pins/NUMBER: takes a pin out of use, or brings it back."""
    number = visit.params["number"]
    known = PinId(int(number)) if number.isdecimal() and len(number) < 10 else PinId(0)
    act, step = _act(visit), visit.form.get("step", "")
    with _book(visit) as book:
        if step == "remove":
            book.remove(known, act)
        elif step == "restore":
            pins = book.pins()
            for pin in pins:
                if pin.id == known:
                    checking.check_apart(pin, pins)
            book.restore(known, act)
        else:
            raise StaffRefused("没有这一步。")
    return see(render.address("/pins", done="unpinned" if step == "remove" else "repinned"))


def history(visit: Visit) -> list[tuple[Pin, PinEntry]]:
    """What was done to all pins, for the trail."""
    with _book(visit) as book:
        return [(pin, entry) for pin in book.pins() for entry in book.trail(pin.id)]


def _page(visit: Visit, typed: Mapping[str, str], why: str = "", preview: Preview | None = None) -> Reply:
    with _book(visit) as book:
        rows = [Row(pin, _effect(visit, pin), book.trail(pin.id)) for pin in book.pins()]
    return render.page(
        visit,
        "pins.html",
        400 if why else 200,
        rows=sorted(rows, key=lambda row: (row.pin.removed, -row.pin.id)),
        typed=dict.fromkeys(FIELDS, "") | dict(typed),
        passages=_passages(visit.console.store, typed.get("notice", "")),
        why=why,
        preview=preview,
        longest=checking.LONGEST,
        may_pin=visit.who.role in REVIEWERS,
    )


def _effect(visit: Visit, pin: Pin) -> Effect:
    corpus = visit.engine.searcher.bundle.corpus if visit.engine else Corpus((), ())
    return checking.effect(pin, visit.console.store, corpus, visit.console.today)


def _wanted(store: KnowledgeStore, typed: Mapping[str, str]) -> Pinning:
    """The pinning that the form says. Raises StaffRefused, UnknownNotice."""
    questions = tuple(dict.fromkeys(" ".join(line.split()) for line in typed["questions"].splitlines() if line.strip()))
    if not 1 <= len(questions) <= _MOST_QUESTIONS or any(len(question) > 200 for question in questions):
        raise StaffRefused(f"请写 1 到 {_MOST_QUESTIONS} 个问法，一行一个，每个不超过 200 字。")
    notice_id = NoticeId(typed["notice"])
    texts: dict[str, str] = {piece.id: piece.text.strip() for piece in store.passages(notice_id)}
    if typed["passage"] and typed["passage"] not in texts:
        raise StaffRefused("这份通知没有这一段，可能刚刚改过；请重新选。")
    return Pinning(
        questions=questions,
        notice_id=notice_id,
        passage=texts.get(typed["passage"], ""),
        text=typed["text"].replace("\r\n", "\n"),
        valid_from=_day(typed["starts"]),
        valid_until=_day(typed["until"]),
        revision=store.in_force(notice_id)[0],
    )


def _preview(visit: Visit, wanted: Pinning) -> Preview:
    now = visit.console.premises.now()
    ledger = Ledger.open(visit.console.premises.data / LEDGER)
    try:
        entries = ledger.entries(now - _DAYS, now + timedelta(days=1))
    finally:
        ledger.close()
    asked = list(dict.fromkeys(entry.asked.question for entry in reversed(entries)))[:_MOST_ASKED]
    missing = checking.missing_figures(wanted, visit.console.store)
    return Preview(checking.met(wanted, asked, visit.console.today), len(asked), missing)


def _passages(store: KnowledgeStore, notice: str) -> Sequence[Passage]:
    try:
        return store.passages(NoticeId(notice))[:_MOST_PASSAGES] if notice else ()
    except KnowledgeError:
        return ()


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise StaffRefused("日期须写成 2026-08-31 这样；留空表示不限。") from None


def _act(visit: Visit) -> Act:
    reason = visit.form.get("reason", "").strip()[:_LONGEST_REASON]
    if not reason:
        raise StaffRefused("请写明原因，它会留在记录里。")
    return Act(Actor(visit.who.name), visit.console.premises.now(), reason)


def _book(visit: Visit) -> SqlitePinBook:
    return SqlitePinBook.open(visit.console.premises.data / FILE)


PAGES = (
    Page("GET", "/pins", EVERYBODY, listed),
    Page("POST", "/pins", REVIEWERS, add),
    Page("POST", "/pins/{number}", REVIEWERS, change),
)
