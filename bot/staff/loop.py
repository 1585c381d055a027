"""What the console has of the loop, opened once with it: the gap queue, requests and voices, subscriptions, their trails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.gaps import tables as gap_tables
from bot.gaps.queue import GapQueue
from bot.loop import file as loop_file
from bot.loop import trail
from bot.loop.file import LoopFile, opened
from bot.loop.opening import LoopPlace
from bot.loop.subscriptions import Subscriptions
from bot.loop.trail import Step
from bot.requests import tables as request_tables
from bot.requests.register import Register
from bot.requests.sealing import load_seal
from bot.requests.voices import Voices


@dataclass(frozen=True, slots=True)
class LoopDesk:
    """The services of the loop under the college's settings; safe to use from several threads."""

    place: LoopPlace
    gaps: GapQueue
    register: Register
    voices: Voices
    subscriptions: Subscriptions
    files: tuple[LoopFile, LoopFile]

    def steps(self, most: int = 1000) -> Sequence[Step]:
        """The newest steps of gaps, requests and voices, newest first."""
        found: list[Step] = []
        for file, table in zip(self.files, (gap_tables.TRAIL, request_tables.TRAIL), strict=True):
            with file.reading() as connection:
                found.extend(trail.recent(connection, table, most))
        return sorted(found, key=lambda step: step.at, reverse=True)[:most]


@contextmanager
def open_desk(place: LoopPlace) -> Iterator[LoopDesk]:
    """The desk over the data folder's files, closed at the end. Raises FileUnusable."""
    settings = place.settings
    with (
        opened(place.data / loop_file.NAME) as file,
        opened(place.data / request_tables.NAME, request_tables.METADATA) as requests,
    ):
        seal = load_seal(settings.requests_key.get_secret_value(), place.data)
        yield LoopDesk(
            place=place,
            gaps=GapQueue(file, settings.note_days, place.released),
            register=Register(requests, seal, settings.extension_workdays),
            voices=Voices(requests, seal),
            subscriptions=Subscriptions(file),
            files=(file, requests),
        )
