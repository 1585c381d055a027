"""Where staff work on requests for disclosure: the open file, its seal, and the college's settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from bot.loop.file import LoopFile, opened
from bot.loop.opening import terms
from bot.requests.counter import Counter
from bot.requests.register import Register
from bot.requests.sealing import Seal, load_seal
from bot.requests.tables import METADATA, NAME
from bot.requests.voices import Voices
from knowledge.audit import Act
from scripts import loop, options, settings


@dataclass(frozen=True, slots=True)
class Desk:
    """The open file of requests, its seal, and the college's settings."""

    file: LoopFile
    seal: Seal
    configured: settings.Settings

    @property
    def register(self) -> Register:
        """The staff's side."""
        return Register(self.file, self.seal, self.configured.loop.extension_workdays)

    @property
    def counter(self) -> Counter:
        """The applicant's side."""
        return Counter(self.file, self.seal, terms(self.configured.loop))

    @property
    def voices(self) -> Voices:
        """Complaints and appraisals."""
        return Voices(self.file, self.seal)

    @property
    def today(self) -> date:
        """The day in China."""
        return loop.today(self.configured)

    def act(self, by: str, reason: str = "") -> Act:
        """Who does it, now."""
        return Act(options.actor(by), loop.now(self.configured), reason)


@contextmanager
def desk(config: options.Config, data: options.Data) -> Iterator[Desk]:
    """The file of requests of the data folder."""
    configured = settings.load(config, data)
    with opened(configured.data.dir / NAME, METADATA) as file:
        seal = load_seal(configured.loop.requests_key.get_secret_value(), configured.data.dir)
        yield Desk(file, seal, configured)
