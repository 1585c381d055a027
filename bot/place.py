"""Where an answerer finds what it needs, and the engine over what lies there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from bot.conversation import Memory
from bot.directory.directory import Directory
from bot.engine import Engine
from bot.offices import Offices
from bot.pins.board import Pinboard
from bot.understanding.understand import understand
from index.bundle import Bundle, Manifest
from index.confidence import default_model
from index.encoder import OnnxEncoder
from index.search import Searcher
from index.shelf import Shelf
from knowledge.store import KnowledgeStore

# Plain words: what slips and pinyin need loads later, see bot/live.py.
_WARM_UP = "学费"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answerer finds what it needs, and what time it is.

    `now` gives the moment, aware of its zone; `seconds` Unix time, for the age of conversations; `released` are public
    telephone numbers and mailboxes, which no mask hides.
    """

    data: Path
    store: Path
    offices: Offices
    now: Callable[[], datetime]
    seconds: Callable[[], float]
    conversation_seconds: float = 600.0
    released: frozenset[str] = frozenset()
    ledger_days: int = 180

    @property
    def pins(self) -> Path:
        """The file of the pinned answers."""
        return self.data / "pins.db"


def open_engine(place: Place, store: KnowledgeStore, conversations: Memory, pins: Pinboard) -> Engine:
    """The live bundle with its encoder, ready to answer. Raises RetrievalError."""
    folder = Shelf(place.data).live()
    encoder = OnnxEncoder.open(place.data / "encoders" / Manifest.read(folder).encoder)
    bundle = Bundle.open(folder, encoder.fingerprint)
    # The first question would otherwise wait for the vocabulary to load.
    encoder.encode_query(understand(_WARM_UP, place.now().date()).asked)
    return Engine(
        searcher=Searcher(bundle, encoder, default_model()),
        store=store,
        conversations=conversations,
        offices=place.offices,
        today=lambda: place.now().date(),
        released=place.released,
        pins=pins,
        directory=cache(partial(Directory.of, bundle.corpus, place.offices)),
    )
