"""Why an answer came out as it did, as values: what was found and what each feature adds to its score.

Shown by `gongkai ask --explain` and by the staff console.
"""

from dataclasses import dataclass

from bot.engine import Engine
from bot.understanding.understand import Understood
from index.confidence import NAMES, Linear
from index.hit import Hit

# Weights that move a score by less are left out.
_LEAST = 0.005


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: of which notice, its text, its score, how sure it is (0-1), and what adds to the score."""

    notice_id: str
    title: str
    department: str
    text: str
    score: float
    sure: float
    parts: tuple[tuple[str, float], ...]


def found(engine: Engine, understood: Understood, most: int = 6) -> tuple[Found, ...]:
    """The first passages found for a question that can be searched, best first."""
    finding = engine.find(understood)
    model = engine.searcher.model
    shown = []
    for hit in finding.hits[:most]:
        notice = finding.notice(hit)
        shown.append(
            Found(
                notice_id=notice.id,
                title=notice.title,
                department=notice.department,
                text=finding.corpus.passages[hit.row].text,
                score=hit.score,
                sure=model.confidence(hit.features),
                parts=_parts(model.ranking, hit),
            )
        )
    return tuple(shown)


def _parts(ranking: Linear, hit: Hit) -> tuple[tuple[str, float], ...]:
    """What each feature adds, the most first."""
    parts = [
        (name, weight * value)
        for weight, value, name in zip(ranking.weights, hit.features, NAMES, strict=True)
        if abs(weight * value) >= _LEAST
    ]
    return tuple(sorted(parts, key=lambda part: -abs(part[1])))
