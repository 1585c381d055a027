"""What one message gets: a value between events.py, which makes it, and whatever delivers it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reaction:
    """`text` goes to the person ("" for nothing); `outcome` is one word for the log and the counters.

    `notices` are the ids of those that the text rests on: it may be said later only while all of them may be quoted.
    """

    text: str
    outcome: str
    notices: tuple[str, ...] = ()
