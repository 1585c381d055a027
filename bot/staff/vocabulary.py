"""The vocabulary: how a question is read, what is in it, and the college's own words, which take effect at once."""

from bot.errors import VocabularyInvalid
from bot.staff import render
from bot.staff.account import Role
from bot.staff.visit import EVERYBODY, Page, Reply, Visit, see
from bot.staff.wording import INTENTS, in_words
from bot.understanding.own import OwnWords
from bot.understanding.reading import found, read
from bot.understanding.vocabulary import vocabulary

EDITORS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
_SHOWN = 100
_LONGEST = 500


def show(visit: Visit, why: str = "") -> Reply:
    """GET /staff/vocabulary?question=&words=; after a refused word with what was typed, and why it was refused."""
    question = visit.query.get("question", "").strip()[:_LONGEST]
    words = visit.query.get("words", "").strip()[:_LONGEST]
    entries = found(words) if words else ()
    try:
        own = OwnWords(visit.console.premises.data).entries()
    except VocabularyInvalid as error:
        own, why = (), why or in_words(error)
    return render.page(
        visit,
        "vocabulary.html",
        400 if why and visit.form else 200,
        question=question,
        reading=read(question, visit.console.today) if question else None,
        words=words,
        entries=entries[:_SHOWN],
        more=len(entries) - _SHOWN,
        own=own,
        total=len(vocabulary().entries),
        typed={name: visit.form.get(name, "") for name in ("official", "say")},
        why=why,
        names={"intents": INTENTS},
        may_edit=visit.who.role in EDITORS,
    )


def add(visit: Visit) -> Reply:
    """POST /staff/vocabulary/add: ways of saying a word of notices, one a line."""
    say = [line for line in visit.form.get("say", "")[:_LONGEST].replace("、", "\n").splitlines() if line.strip()]
    try:
        entry = OwnWords(visit.console.premises.data).add(visit.form.get("official", "")[:_LONGEST], say)
    except VocabularyInvalid as error:
        return show(visit, in_words(error))
    visit.console.roster.note(visit.who.name, "word_added", entry.official[0], "、".join(entry.say))
    return see(render.address("/vocabulary", done="word_added", question=(*entry.say, *entry.official)[0]))


def remove(visit: Visit) -> Reply:
    """POST /staff/vocabulary/remove."""
    official = visit.form.get("official", "")
    OwnWords(visit.console.premises.data).remove(official)
    visit.console.roster.note(visit.who.name, "word_removed", official)
    return see(render.address("/vocabulary", done="word_removed"))


PAGES = (
    Page("GET", "/vocabulary", EVERYBODY, show),
    Page("POST", "/vocabulary/add", EDITORS, add),
    Page("POST", "/vocabulary/remove", EDITORS, remove),
)
