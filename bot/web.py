"""The chat page at `/` with its files, and the API that it asks (`POST /api/ask`)."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources

from aiohttp import web

from bot.answerer import Answerer
from bot.errors import BadQuestion
from bot.health import ANSWERER
from bot.metrics import METRICS
from bot.render import sanitise

LONGEST_QUESTION = 2_000
"""Characters that the API takes in one question."""

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PLACE_FOR_EXAMPLES = "<!-- examples -->"
_CONVERSATION = re.compile(r"[A-Za-z0-9_\-]{1,64}")

json_response = partial(web.json_response, dumps=partial(json.dumps, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, whole in memory, with the tag by which browsers know it again."""

    body: bytes
    content_type: str
    etag: str

    def respond(self, request: web.Request) -> web.Response:
        """The file, or 304 when the browser has this very one."""
        known = request.if_none_match or ()
        unchanged = any(tag.value in {self.etag, "*"} for tag in known)
        response = web.Response(
            status=304 if unchanged else 200,
            body=None if unchanged else self.body,
            content_type=self.content_type,
            charset="utf-8",
        )
        response.etag = self.etag
        response.headers["Cache-Control"] = "no-cache"  # may be kept, must be asked about
        return response


def load_page(examples: Sequence[str]) -> dict[str, Asset]:
    """The page's files by name; `index.html` holds a button for each example question."""
    files = {entry.name: entry.read_bytes() for entry in resources.files("bot.page").iterdir() if _ending(entry.name)}
    buttons = "".join(f'<button type="button" class="ask">{html.escape(example)}</button>' for example in examples)
    files["index.html"] = files["index.html"].decode().replace(_PLACE_FOR_EXAMPLES, buttons).encode()
    return {
        name: Asset(body, _TYPES[_ending(name)], hashlib.sha256(body).hexdigest()[:16]) for name, body in files.items()
    }


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2]
    return ending if ending in _TYPES else ""


PAGE: web.AppKey[dict[str, Asset]] = web.AppKey("page")
CLOCK: web.AppKey[Callable[[], float]] = web.AppKey("clock")


async def index(request: web.Request) -> web.Response:
    """GET /: the chat page."""
    return request.app[PAGE]["index.html"].respond(request)


async def asset(request: web.Request) -> web.Response:
    """GET /page/NAME: a style sheet, script or picture of the chat page."""
    found = request.app[PAGE].get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return found.respond(request)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the API takes; `conversation` is the key for follow-ups, None for none."""

    question: str
    conversation: str | None


def read_question(body: bytes) -> Asked:
    """The question in a request's JSON body; raises BadQuestion with what is wrong and what was expected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadQuestion('expected a JSON object such as {"question": "学费是多少"}') from error
    if not isinstance(given, dict) or not isinstance(given.get("question"), str):
        raise BadQuestion('expected an object with a text "question"')
    question, conversation = sanitise(given["question"]).strip(), given.get("conversation")
    if not question:
        raise BadQuestion("the question is empty")
    if len(question) > LONGEST_QUESTION:
        raise BadQuestion(f"the question has {len(question)} characters, at most {LONGEST_QUESTION} are taken")
    if conversation is None or conversation == "":
        return Asked(question, None)
    if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
        raise BadQuestion("expected a conversation of 1 to 64 letters, digits, - or _")
    # The prefix keeps a made-up id from ever being another channel's.
    return Asked(question, f"web:{conversation}")


async def ask(request: web.Request) -> web.Response:
    """POST /api/ask: `{question, conversation?}` in, an answer object out; 400 or 413 with `{error}`."""
    metrics, clock = request.app[METRICS], request.app[CLOCK]
    try:
        asked = read_question(await request.read())
    except BadQuestion as error:
        metrics.refused("web", "bad_question")
        return json_response({"error": str(error)}, status=400)
    except web.HTTPRequestEntityTooLarge:
        metrics.refused("web", "too_large")
        return json_response({"error": "the request is too large"}, status=413)
    answerer: Answerer = request.app[ANSWERER]
    began = clock()
    answer = await answerer.answer(asked.question, asked.conversation)
    metrics.handled("web", "text", answer.outcome.value, clock() - began)
    return json_response(answer.to_json())
