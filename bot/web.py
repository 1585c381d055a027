"""The API that the chat page and other programs ask: `POST /api/ask`."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.answer import Answer
from bot.chat.feedback import Feedback
from bot.chat.shown import sheet
from bot.errors import BadQuestion
from bot.health import ANSWERER
from bot.metrics import METRICS
from bot.render import sanitise

LONGEST_QUESTION = 2_000
"""Characters that the API takes in one question."""

_CONVERSATION = re.compile(r"[A-Za-z0-9_\-]{1,64}")

json_response = partial(web.json_response, dumps=partial(json.dumps, ensure_ascii=False))

CLOCK: web.AppKey[Callable[[], float]] = web.AppKey("clock")
FEEDBACK: web.AppKey[Feedback] = web.AppKey("feedback")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the API takes; `conversation` is the key for follow-ups, None for none.

    `is_page`: the chat page asks, and is told beside the answer object what it alone needs.
    """

    question: str
    conversation: str | None
    is_page: bool = False


def read_question(body: bytes) -> Asked:
    """The question in a request's JSON body; raises BadQuestion with what is wrong and what was expected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadQuestion('expected a JSON object such as {"question": "学费是多少"}') from error
    if not isinstance(given, dict) or not isinstance(given.get("question"), str):
        raise BadQuestion('expected an object with a text "question"')
    return read_fields(given)


def read_fields(given: Mapping[str, object]) -> Asked:
    """The question in a form's fields or an object's keys; raises BadQuestion."""
    question, conversation = sanitise(str(given.get("question") or "")).strip(), given.get("conversation")
    if not question:
        raise BadQuestion("the question is empty")
    if len(question) > LONGEST_QUESTION:
        raise BadQuestion(f"the question has {len(question)} characters, at most {LONGEST_QUESTION} are taken")
    is_page = given.get("page") is True
    if conversation is None or conversation == "":
        return Asked(question, None, is_page)
    if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
        raise BadQuestion("expected a conversation of 1 to 64 letters, digits, - or _")
    # The prefix keeps a made-up id from ever being another channel's.
    return Asked(question, f"web:{conversation}", is_page)


async def answer_to(request: web.Request, asked: Asked) -> Answer:
    """The answer, counted."""
    clock, answerer = request.app[CLOCK], request.app[ANSWERER]
    began = clock()
    answer = await answerer.answer(asked.question, asked.conversation)
    request.app[METRICS].handled("web", "text", answer.outcome.value, clock() - began)
    return answer


async def ask(request: web.Request) -> web.Response:
    """POST /api/ask: `{question, conversation?}` in, an answer object out; 400 or 413 with `{error}`."""
    metrics = request.app[METRICS]
    try:
        asked = read_question(await request.read())
    except BadQuestion as error:
        metrics.refused("web", "bad_question")
        return json_response({"error": str(error)}, status=400)
    except web.HTTPRequestEntityTooLarge:
        metrics.refused("web", "too_large")
        return json_response({"error": "the request is too large"}, status=413)
    answer = await answer_to(request, asked)
    told = sheet(asked.question, answer, request.app[FEEDBACK]).to_json() if asked.is_page else answer.to_json()
    return json_response(told, headers={"Cache-Control": "no-store"})
