"""The sections of the configuration that commands alone read; those of the service and of web sites stand with their rooms."""

import os
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from knowledge.life import Policy, Publishing, Reviewer
from knowledge.privacy.contacts import PublicContact, released

# notices are dated in China
CHINA = timezone(timedelta(hours=8))


def encoder_cache(environment: Mapping[str, str]) -> Path:
    """The folder for converted encoders, where the machine keeps its caches (XDG Base Directory Specification)."""
    root = environment.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(root).expanduser() / "gongkai" / "encoders"


Folder = Annotated[Path, AfterValidator(Path.expanduser)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DataSettings(_Section):
    """Where notices, bundles and the ledger live; two data folders never touch each other."""

    dir: Folder = Path("data")

    @property
    def store(self) -> Path:
        """The file of the knowledge store."""
        return self.dir / "knowledge.sqlite3"

    @property
    def staff(self) -> Path:
        """The file of the staff console: accounts, sessions and what was done."""
        return self.dir / "staff.db"

    @property
    def sites(self) -> Path:
        """The folder of what was fetched from web sites."""
        return self.dir / "sites"


class EncoderSettings(_Section):
    """Which encoder a publish uses, and where converted encoders are kept between publishes and data folders."""

    source: str = Field(
        default="default", min_length=1, description="default, or a sentence-transformers name or folder"
    )
    cache: Folder = Field(default_factory=lambda: encoder_cache(os.environ))
    threads: int = Field(default=0, ge=0, le=256, description="0 takes as many as there are cores")


class ClockSettings(_Section):
    """A fixed day, for evaluation and tests; None follows the clock of the machine."""

    now: date | datetime | None = Field(default=None, union_mode="left_to_right")

    def moment(self, real: datetime) -> datetime:
        """The fixed moment (noon in China, where only a day is given; China's time, where no zone is), else `real`."""
        match self.now:
            case None:
                return real
            case datetime():
                return self.now if self.now.tzinfo else self.now.replace(tzinfo=CHINA)
        return datetime.combine(self.now, time(12), CHINA)

    def today(self, real: datetime) -> date:
        """The day in China."""
        return self.moment(real).astimezone(CHINA).date()


class ImportSettings(_Section):
    """Whether imports are published directly or wait as drafts for a check, and who may approve them."""

    publish: Publishing = Publishing.DIRECTLY
    reviewer: Reviewer = Field(default=Reviewer.ANYONE, description="another: not who submitted it")

    @property
    def policy(self) -> Policy:
        """The same for the knowledge store."""
        return Policy(self.publish, self.reviewer)


class PublishSettings(_Section):
    """How many bundles are kept for a rollback, and the golden set that a new one must pass, if any."""

    keep_bundles: int = Field(default=3, ge=1, le=100)
    golden: Folder | None = None


class ConversationSettings(_Section):
    """How long a follow-up is understood from the questions before it."""

    minutes: int = Field(default=10, ge=1, le=1440)


class OfficesSettings(_Section):
    """The directory of offices that staff keep: whom to ask where nothing is disclosed."""

    file: Folder | None = None


class PublicContactSettings(_Section):
    """A telephone number or mailbox that an office has given out: which, whose, where it says so, and who looked when."""

    number: str = Field(min_length=5, max_length=100)
    office: str = Field(min_length=1)
    source: str = ""
    checked_on: date | None = None


class PrivacySettings(_Section):
    """What is public although it looks personal: the mobile numbers of offices."""

    public_contacts: tuple[PublicContactSettings, ...] = ()

    @property
    def contacts(self) -> tuple[PublicContact, ...]:
        """The list as knowledge/ knows it."""
        return tuple(PublicContact(**dict(contact)) for contact in self.public_contacts)

    @property
    def released(self) -> frozenset[str]:
        """What no mask may hide."""
        return released(self.contacts)
