"""An answerer that says what the test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.answer import Answer, Outcome

PLAIN = Answer(outcome=Outcome.ANSWERED, text="学费每学年5000元。", bundle="b1")


@dataclass(slots=True)
class ScriptedAnswerer:
    """Gives `answers` by question, `otherwise` for the rest; `gate`, when set, is waited for before each answer.

    `changes` replace an answer the moment it was given: its notices are then withdrawn.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer = PLAIN
    error: Exception | None = None
    gate: asyncio.Event | None = None
    bundle: str | None = "b1"
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    changes: dict[str, Answer] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    forgotten: list[str] = field(default_factory=list)
    owed: set[str] = field(default_factory=set)

    async def answer(self, question: str, conversation: str | None) -> Answer:
        self.asked.append((question, conversation))
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        answer = self.answers.get(question, self.otherwise)
        if question in self.changes:
            self.withdrawn.update(citation.notice_id for citation in answer.citations)
            self.answers[question] = self.changes.pop(question)
        return answer

    async def quotable(self, notices: Collection[str]) -> bool:
        return self.withdrawn.isdisjoint(notices)

    async def owes(self, person: str) -> bool:
        return person in self.owed

    async def forget(self, conversation: str) -> None:
        self.forgotten.append(conversation)
