from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.loop.errors import FormInvalid, NotNow, Unknown
from bot.loop.file import LoopFile, opened
from bot.requests.register import Upkeep
from bot.requests.sealing import Seal
from bot.requests.tables import METADATA
from bot.requests.voices import Kind, Voices
from tests.fakes.loop import MONDAY, act


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LoopFile]:
    with opened(tmp_path / "requests.db", METADATA) as found:
        yield found


@pytest.fixture
def voices(file: LoopFile) -> Voices:
    return Voices(file, Seal(b"test"))


def test_a_complaint_is_masked_settled_once_and_kept_with_its_result(voices: Voices) -> None:
    """Telephone numbers in it are hidden; a second settling is refused."""
    number = voices.take(Kind.COMPLAINT, "收费没有公示，电话13812345678", None, "page", MONDAY)
    voices.settle(number, "已补充公示", act())
    (found,) = voices.list([Kind.COMPLAINT])
    assert "13812345678" not in found.text
    assert (found.result, found.settled, found.rating) == ("已补充公示", MONDAY.date(), None)
    with pytest.raises(NotNow):
        voices.settle(number, "再办", act())
    with pytest.raises(Unknown):
        voices.settle(99, "办了", act())
    with pytest.raises(FormInvalid):
        voices.settle(number, " ", act())


def test_an_appraisal_has_a_rating_and_a_complaint_has_words(voices: Voices) -> None:
    """What lacks them is refused; too many in an hour too."""
    for kind, text, rating in ((Kind.APPRAISAL, "好", None), (Kind.APPRAISAL, "好", 6), (Kind.COMPLAINT, "坏", None)):
        with pytest.raises(FormInvalid):
            voices.take(kind, text, rating, "page", MONDAY)
    for _ in range(60):
        voices.take(Kind.APPRAISAL, "", 4, "page", MONDAY)
    with pytest.raises(FormInvalid, match="一小时"):
        voices.take(Kind.APPRAISAL, "", 4, "page", MONDAY)


def test_texts_are_deleted_on_time_and_counts_stay(file: LoopFile, voices: Voices) -> None:
    """Appraisals from their day, complaints from their settling; an unsettled complaint keeps its text."""
    voices.take(Kind.APPRAISAL, "很及时", 5, "page", MONDAY)
    settled = voices.take(Kind.COMPLAINT, "收费没有公示", None, "page", MONDAY)
    voices.take(Kind.COMPLAINT, "预算没有公示", None, "page", MONDAY)
    voices.settle(settled, "已补充公示", act())
    assert Upkeep(file, days=365).purge(MONDAY + timedelta(days=366)) == 2
    assert [one.text for one in voices.list()] == ["", "", "预算没有公示"]
