"""What a college decides about the loop: times, which items of the list apply to it, how long anything is kept."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

_NONE = SecretStr("")


class Institution(StrEnum):
    """The kind of school: which items of the disclosure list are written for others."""

    VOCATIONAL = "vocational"
    UNIVERSITY = "university"


# 高职没有研究生招生（11–14）、教授授本科课程（30）、学位授予与授权（43–46）这些事项。
_OF_OTHERS = {
    Institution.VOCATIONAL: frozenset({11, 12, 13, 14, 30, 43, 44, 45, 46}),
    Institution.UNIVERSITY: frozenset[int](),
}


def _items(value: tuple[int, ...]) -> tuple[int, ...]:
    if any(not 1 <= number <= 50 for number in value):
        raise ValueError("the disclosure list has the items 1 to 50")
    return value


Items = Annotated[tuple[int, ...], AfterValidator(_items)]


class LoopSettings(BaseModel):
    """Times are in working days where the law counts so, else in days; the defaults are the law's or cautious."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    school: str = Field(default="", max_length=80, description="the college's name, for the reports")
    institution: Institution = Institution.VOCATIONAL
    not_applicable: Items = Field(default=(), description="further items of the list that do not apply here")
    applicable: Items = Field(default=(), description="items that apply although they are not this institution's")
    disclosure_workdays: int = Field(default=20, ge=1, le=250)
    request_workdays: int = Field(default=15, ge=1, le=250)
    extension_workdays: int = Field(default=15, ge=1, le=250)
    gap_workdays: int = Field(default=5, ge=1, le=250, description="within these an office answers a gap")
    unsure_below: float = Field(default=0.5, ge=0.0, le=1.0, description="answers less certain go to the queue too")
    note_days: int = Field(default=60, ge=1, le=730, description="how long an answer waits for the one who asked")
    request_days: int = Field(
        default=365, ge=30, le=3650, description="how long an applicant's data stay after the reply"
    )
    requests_key: SecretStr = Field(default=_NONE, description="encrypts applicants' data; a key file when empty")
    requests_per_hour: int = Field(default=30, ge=1, le=10_000, description="what /request takes in an hour, from all")
    public_url: str = Field(
        default="", pattern=r"^(https?://[^\s]+[^\s/])?$", description="where people reach the service"
    )
    topics: Path | None = Field(default=None, description="subjects to subscribe to, instead of the built-in ones")

    @property
    def inapplicable(self) -> frozenset[int]:
        """The items of the list that do not apply to this college."""
        return (_OF_OTHERS[self.institution] | frozenset(self.not_applicable)) - frozenset(self.applicable)

    @property
    def request_url(self) -> str:
        """The address of the form, "" where it is not known from outside."""
        return f"{self.public_url}/request" if self.public_url else ""
