from pathlib import Path

import pytest

from bot.errors import DirectoryInvalid
from bot.offices import Offices, load

DIRECTORY = """
- {name: 招生办公室, phone: 0555-0000001, hours: 工作日 8:30-17:00, topics: [招生, 录取, 分数]}
- {name: 学生资助中心, phone: 0555-0000002, topics: [助学金, 国家助学贷款, 贷款]}
- {name: 党政办公室, place: 行政楼 201, default: true}
"""


@pytest.fixture
def directory(tmp_path: Path) -> Offices:
    path = tmp_path / "offices.yaml"
    path.write_text(DIRECTORY, encoding="utf-8")
    return load(path)


def name(directory: Offices, text: str) -> str:
    office = directory.responsible([text])
    assert office is not None
    return office.name


def test_the_office_whose_business_it_is_is_named(directory: Offices) -> None:
    """The longest topic decides; what is nobody's goes to the default office."""
    assert name(directory, "今年录取分数多少") == "招生办公室"
    assert name(directory, "国家助学贷款怎么招生办理") == "学生资助中心"
    assert name(directory, "校园网多少钱") == "党政办公室"


def test_an_office_reads_with_what_is_known_of_it(directory: Offices) -> None:
    """Telephone, hours and place in brackets, each only where it is known."""
    assert [str(office) for office in directory.offices] == [
        "招生办公室（电话 0555-0000001，工作日 8:30-17:00）",
        "学生资助中心（电话 0555-0000002）",
        "党政办公室（行政楼 201）",
    ]


def test_without_a_directory_nobody_is_named() -> None:
    """An empty directory has no default office either."""
    assert load(None).responsible(["学费"]) is None


@pytest.mark.parametrize(
    ("text", "complaint"), [("- [", "not YAML"), ("- {phone: '1'}", "0.name"), ("- {name: a, fax: '1'}", "0.fax")]
)
def test_a_directory_that_cannot_be_used_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    """The place in the file and what was expected stand in the error."""
    path = tmp_path / "offices.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DirectoryInvalid, match=complaint):
        load(path)


def test_a_directory_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """A wrong path in the configuration is an error, not an empty directory."""
    with pytest.raises(DirectoryInvalid, match="cannot be read"):
        load(tmp_path / "nowhere.yaml")
