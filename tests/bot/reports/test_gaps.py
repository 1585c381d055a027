import json
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from bot.gaps.queue import GapQueue
from bot.reports import gaps as reporting
from bot.reports.gaps import Report
from bot.reports.period import Period
from tests.fakes.loop import MONDAY, act, intake, open_file, sighting

TODAY = MONDAY.date()


def made(folder: Path) -> Report:
    file = open_file(folder)
    week = timedelta(weeks=1)
    intake(file).take(
        [
            sighting(1, "健身房收费吗", MONDAY - week),
            sighting(2, "健身房多少钱"),
            sighting(3, "健身房在哪里"),
            sighting(4, "<script>就业率多少", MONDAY - 40 * week),
            sighting(5, "=SUM(1)食堂几点开门"),
        ],
        MONDAY,
    )
    queue = GapQueue(file)
    queue.answer(1, "免费。", act())
    found = reporting.report([queue.show(gap.id) for gap in queue.list()], Period.weeks(3, TODAY), TODAY)
    file.close()
    return found


def test_subjects_are_counted_by_week_the_most_asked_first(tmp_path: Path) -> None:
    """Each with the rows of the ledger that it counts; what lies before the weeks is left out, offices count all."""
    report = made(tmp_path)
    first = report.lines[0]
    assert (first.weeks, first.times) == ((0, 1, 2), 3)
    assert set(first.sources) == {"asked:1", "asked:2", "asked:3"}
    assert len(report.lines) == 2
    assert sum(len(office.gaps) for office in report.offices) == 4


def test_the_report_is_json_csv_a_page_and_a_picture(tmp_path: Path) -> None:
    """No question is interpreted as a formula or a tag; the picture is well-formed XML with every number as text."""
    report = made(tmp_path)
    assert json.loads(json.dumps(reporting.to_json(report)))["subjects"][0]["weeks"] == [0, 1, 2]
    assert b",'=SUM" in reporting.to_sheet(report)
    page = reporting.to_page(report, "某校")
    assert "<script>" not in page
    assert "50%" in page or "33%" in page
    root = ET.fromstring(reporting.to_picture(report))  # noqa: S314  # our own text
    assert "2" in [element.text for element in root.iter() if element.tag.endswith("text")]


def test_without_gaps_the_report_says_so(tmp_path: Path) -> None:
    """An empty queue is no error."""
    del tmp_path
    empty = reporting.report([], Period.weeks(2, TODAY), TODAY)
    assert "每个提问都有答案" in reporting.to_page(empty, "")
    ET.fromstring(reporting.to_picture(empty))  # noqa: S314  # our own text
