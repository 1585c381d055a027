"""Everything the service owes to people, in one place: who waits, what to tell them, subscriptions, the way to a request.

Synchronous; bot/loop/attending.py calls it beside the event loop.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from bot import outgoing
from bot.answer import UNANSWERED, Answer, Outcome
from bot.gaps.intake import Intake
from bot.identity import pseudonym
from bot.loop.file import LoopFile
from bot.loop.news import ABOUT
from bot.loop.notes import Note, NoteBox
from bot.loop.outbox import MOST_BYTES, portion
from bot.loop.owed import is_owed
from bot.loop.saying import Sayings
from bot.loop.subscriptions import Subscriptions
from bot.loop.topics import Topics
from bot.loop.words import Command, Verb, read
from bot.understanding.understand import Intent, understand
from knowledge.notice import NoticeId
from knowledge.standing import Standing

_WEB = "web:"
# A web page's conversation is made up by the page: a short one could be guessed.
_SHORTEST_WEB = len(_WEB) + 16


class Standings(Protocol):
    """Where a notice's present state is looked up."""

    def standings(self, ids: Collection[NoticeId], today: date) -> dict[NoticeId, Standing]:
        """The standing of each known id on that day."""
        ...


class Progress(Protocol):
    """Where the progress of a request for disclosure is looked up."""

    def progress(self, number: str, secret: str) -> str:
        """What may be told to who knows number and secret; "" to anyone else."""
        ...


@dataclass(frozen=True, slots=True)
class Circle:
    """The services of one data folder. `key` makes pseudonyms; `now` is aware of its zone."""

    file: LoopFile
    intake: Intake
    notes: NoteBox
    subscriptions: Subscriptions
    topics: Topics
    standings: Standings
    progress: Progress
    sayings: Sayings
    key: bytes
    now: Callable[[], datetime]
    released: frozenset[str] = frozenset()

    def person(self, conversation: str | None) -> str | None:
        """Whom a conversation belongs to; None where nobody could be told anything later."""
        if conversation is None or not conversation.startswith(_WEB):
            return conversation
        return f"{_WEB}{pseudonym(self.key, conversation)}" if len(conversation) >= _SHORTEST_WEB else None

    def commanded(self, message: str, person: str | None) -> Answer | None:
        """The reply to a message that is no question but one of the loop's words; None for all others."""
        command = read(message)
        if command is None:
            return None
        match command.verb:
            case Verb.REQUEST:
                return self.sayings.request()
            case Verb.PROGRESS:
                number, _, secret = command.rest.partition(" ")
                return self.sayings.progress(self.progress.progress(number, secret.strip()))
        if person is None:
            return self.sayings.nobody()
        if command.verb is Verb.ANSWERS:
            return self._answers(person)
        return self._subscribed(command, person)

    def noticed(self, person: str | None, question: str, answer: Answer) -> None:
        """Remembers that a person waits, where nothing disclosed answered them."""
        if person is not None and is_unanswered(answer):
            self.intake.expect(person, outgoing.kept(question, answer, self.released), self.now())

    def told(self, person: str, message: str, reply: Answer) -> Answer:
        """`reply` with what waits for the person below it, which is forgotten; a hint where it does not fit beside."""
        if self.notes.is_empty(person):
            return reply
        notes = self.notes.waiting(person, self.now())
        if not notes or self._is_crisis(message, reply):
            return reply
        if len(_below(reply.text, self.telling(notes)).encode()) > MOST_BYTES:
            hint = _below(reply.text, self.sayings.waiting(len(notes)))
            return replace(reply, text=hint, suggestions=(Verb.ANSWERS.value, *reply.suggestions))
        taken = self.notes.take(person, notes, self.now())
        return replace(reply, text=_below(reply.text, self.telling(taken)))

    def telling(self, notes: Sequence[Note]) -> str:
        """The text of notes; what is about a notice that may not be quoted any more is left out."""
        ids = [NoticeId(note.about.removeprefix(ABOUT)) for note in notes if note.about.startswith(ABOUT)]
        known = self.standings.standings(ids, self.now().date()) if ids else {}
        gone = {f"{ABOUT}{notice_id}" for notice_id in ids if notice_id not in known or not known[notice_id].quotable}
        return "\n\n".join(note.text for note in notes if note.about not in gone)

    def owes(self, person: str) -> bool:
        """Whether something waits for a person, or may have to be told them later."""
        return is_owed(self.file, person)

    def forget(self, person: str) -> None:
        """Deletes all that is kept of a person who goes."""
        self.intake.forget(person)
        self.notes.forget(person)
        self.subscriptions.unsubscribe(person)

    def purge(self) -> None:
        """Deletes what has waited too long."""
        self.intake.purge(self.now())
        self.notes.purge(self.now())

    def _answers(self, person: str) -> Answer:
        """What waits, one message full of it; the rest waits for the next 我的答复."""
        notes = self.notes.waiting(person, self.now())
        taken = self.notes.take(person, portion(notes, self.telling), self.now())
        return self.sayings.answers(self.telling(taken), len(notes) - len(taken))

    def _subscribed(self, command: Command, person: str) -> Answer:
        topic = self.topics.called(command.rest) if command.rest else None
        names = [one.name for one in self.topics.all]
        if command.rest and topic is None:
            return self.sayings.unknown_topic(command.rest, names)
        if command.verb is Verb.UNSUBSCRIBE:
            return self.sayings.unsubscribed(self.subscriptions.unsubscribe(person, topic.name if topic else ""))
        if topic is not None:
            self.subscriptions.subscribe(person, topic.name, self.now())
        return self.sayings.subscribed(topic.name if topic else "", self.subscriptions.topics(person), names)

    def _is_crisis(self, message: str, reply: Answer) -> bool:
        """Help lines stand alone."""
        is_chat = reply.outcome is Outcome.CHAT
        return is_chat and understand(message, self.now().date()).intent is Intent.CRISIS


def is_unanswered(answer: Answer | None) -> bool:
    """Whether this is the reply to a question of fact to which nothing disclosed gave an answer."""
    return answer is not None and answer.outcome in UNANSWERED and bool(answer.bundle)


def _below(text: str, told: str) -> str:
    return f"{text}\n\n{told}" if told else text
