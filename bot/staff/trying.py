"""Trying a question: the answer as a person would get it, and why it came out so."""

from bot import explanation
from bot.engine import MAYBE, SURE
from bot.staff import render
from bot.staff.visit import EVERYBODY, Page, Reply, Visit
from bot.understanding.understand import understand

_LONGEST = 500


def try_question(visit: Visit) -> Reply:
    """GET /staff/try?question=; what is tried here is not counted as asked."""
    question = visit.query.get("question", "").strip()[:_LONGEST]
    engine = visit.engine
    if not question or engine is None:
        return render.page(visit, "try.html", question=question, is_live=engine is not None, answer=None)
    understood = understand(question, engine.today())
    return render.page(
        visit,
        "try.html",
        question=question,
        is_live=True,
        answer=engine.answer(question),
        understood=understood,
        query=understood.query,
        found=explanation.found(engine, understood) if understood.query else (),
        sure=SURE,
        maybe=MAYBE,
    )


PAGES = (Page("GET", "/try", EVERYBODY, try_question),)
