"""What waits, and the list of notices: an officer sees those of the own office, the others all."""

from collections.abc import Sequence

from bot.gaps.gap import UNDONE
from bot.requests.request import State as Received
from bot.staff import gaps, render, requests
from bot.staff.account import Account, Role
from bot.staff.visit import EVERYBODY, Page, Reply, Visit
from index.bundle import Manifest
from index.errors import RetrievalError
from index.shelf import Shelf
from knowledge.standing import State
from knowledge.store.reading import Card

PER_PAGE = 50
WAITING = "waiting"


def home(visit: Visit) -> Reply:
    """GET /staff: what waits for this person, and what is live."""
    cards = mine(visit.who, visit.console.store.cards(visit.console.today))
    waiting = [card for card in cards if card.waits]
    counts = {state: sum(card.standing.state is state for card in cards) for state in State}
    undone = [gap for gap in gaps.mine(visit) if gap.state in UNDONE]
    return render.page(
        visit,
        "home.html",
        waiting=waiting[:PER_PAGE],
        more=len(waiting) - PER_PAGE,
        counts=counts,
        live=live(visit),
        undone=len(undone),
        overdue=sum(gap.is_overdue(visit.console.today) for gap in undone),
        requests=_requests(visit),
        subscribers=visit.console.loop.subscriptions.counts(),
    )


def _requests(visit: Visit) -> int | None:
    """How many requests for disclosure wait for their reply; None for whom they are no business of."""
    if visit.who.role not in requests.HANDLERS:
        return None
    return len(visit.console.loop.register.list([Received.RECEIVED]))


def live(visit: Visit) -> Manifest | None:
    """What the live bundle says of itself, None where there is none that can be read."""
    try:
        return Manifest.read(Shelf(visit.console.premises.data).live())
    except RetrievalError:
        return None


def notices(visit: Visit) -> Reply:
    """GET /staff/notices?state=&words=&page=."""
    state, words = visit.query.get("state", ""), visit.query.get("words", "")[:200]
    office = visit.query.get("office", "")[:100]
    cards = [card for card in mine(visit.who, visit.console.store.cards(visit.console.today)) if _takes(state, card)]
    cards = [card for card in _holding(visit, cards, words.split()) if office in card.department]
    pages = max(1, -(-len(cards) // PER_PAGE))
    number = min(max(int(given) if (given := visit.query.get("page", "1")).isdecimal() else 1, 1), pages)
    return render.page(
        visit,
        "notices.html",
        cards=cards[(number - 1) * PER_PAGE : number * PER_PAGE],
        found=len(cards),
        number=number,
        pages=pages,
        asked={"state": state, "words": words, "office": office},
        states=list(State),
        sees_all=visit.who.role is not Role.OFFICER,
    )


def mine(account: Account, cards: Sequence[Card]) -> list[Card]:
    """The cards that a person may see, the newest first."""
    seen = [card for card in cards if account.role is not Role.OFFICER or account.owns(card.department)]
    return sorted(seen, key=lambda card: str(card.published_at or ""), reverse=True)


def _takes(state: str, card: Card) -> bool:
    if state == WAITING:
        return card.waits
    return state in ("", card.standing.state)


def _holding(visit: Visit, cards: Sequence[Card], words: Sequence[str]) -> list[Card]:
    """The cards that hold every word, on their face or in their text."""
    found = list(cards)
    for word in words:
        holding = visit.console.store.holding(word)
        found = [card for card in found if card.id in holding or _shows(card, word.lower())]
    return found


def _shows(card: Card, word: str) -> bool:
    return any(word in field.lower() for field in (card.id, card.title, card.department, card.path, card.source_url))


PAGES = (Page("GET", "", EVERYBODY, home), Page("GET", "/notices", EVERYBODY, notices))
