"""A notice that changes another: what it fixes anew comes before what was fixed first."""

from collections.abc import Callable

from bot.finding import Finding
from index.hit import Hit
from index.query import Want

_NEAR = 0.4
# A supplement that moves the day says of the place, if anything, that it stays.
_FIXED = frozenset({Want.DATE, Want.TIME, Want.DURATION, Want.AMOUNT, Want.COUNT, Want.SCORE, Want.PERCENT})


def change_first(finding: Finding, is_sure: Callable[[Hit], bool]) -> Finding:
    """The finding with the change in front, where the first notice was changed and the change speaks as well of what is asked.

    Only what can be fixed anew is looked for: a day, an hour, a figure. Of several changes the newest counts.
    """
    first = finding.hits[0]
    changed_by = set(finding.notice(first).relations.amended_by)
    if not changed_by or finding.query.want not in _FIXED:
        return finding
    changes = [
        (finding.notice(hit).published_at, -position)
        for position, hit in enumerate(finding.hits)
        if finding.notice(hit).id in changed_by
        and first.score - hit.score <= _NEAR
        and hit.says_as_much(first)
        and is_sure(hit)
    ]
    dated = [(day, place) for day, place in changes if day is not None]
    return finding.with_first(-max(dated)[1]) if dated else finding
