"""What people say of the disclosure itself: complaints, appraisals, reviews and lawsuits, listed and settled."""

from bot.loop.errors import LoopError
from bot.requests.voices import Kind, Voice
from bot.staff import render
from bot.staff.requests import HANDLERS
from bot.staff.visit import Page, Reply, Visit, see
from bot.staff.wording import in_words
from knowledge.audit import Act, Actor

PER_PAGE = 50
_LONGEST = 500


def voices(visit: Visit, why: str = "", typed: str = "") -> Reply:
    """GET /staff/voices?page=: what is not settled first, then the newest; `typed` is a result that was refused."""
    found = sorted(visit.console.loop.voices.list(), key=lambda voice: (not is_due(voice), -voice.id))
    ratings = [voice.rating for voice in found if voice.rating]
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(int(given) if (given := visit.query.get("page", "1")).isdecimal() else 1, 1), pages)
    return render.page(
        visit,
        "voices.html",
        400 if why else 200,
        voices=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(found),
        number=number,
        pages=pages,
        due={voice.id for voice in found if is_due(voice)},
        mean=sum(ratings) / len(ratings) if ratings else None,
        rated=len(ratings),
        why=why,
        typed=typed,
        at=visit.params.get("number", ""),
    )


def is_due(voice: Voice) -> bool:
    """Whether something is left to do: an appraisal asks for nothing."""
    return voice.kind is not Kind.APPRAISAL and voice.settled is None


def settle(visit: Visit) -> Reply:
    """POST /staff/voices/NUMBER: what came of it."""
    number = visit.params["number"]
    result = visit.form.get("result", "").strip()[:_LONGEST]
    act = Act(Actor(visit.who.name), visit.console.premises.now(), "")
    try:
        visit.console.loop.voices.settle(int(number) if number.isdecimal() else 0, result, act)
    except LoopError as error:
        return voices(visit, in_words(error), result)
    return see(render.address("/voices", done="settled"))


PAGES = (Page("GET", "/voices", HANDLERS, voices), Page("POST", "/voices/{number}", HANDLERS, settle))
