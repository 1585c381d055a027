"""Score sheets of a university as it published them, their column names in two and three rows: from the file to the answer."""

import json
from pathlib import Path

import pytest

from scripts.main import main

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT.parent / "shared" / "files" / "jsp"
WHERE = ["--config", str(ROOT / "demo" / "gongkai.toml"), "--data"]

pytestmark = pytest.mark.skipif(not SHEETS.is_dir(), reason="the files of colleges are not beside the repository")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("scores"))
    assert main(["import", str(SHEETS), *WHERE, folder]) == 0
    assert main(["publish", *WHERE, folder]) == 0
    return folder


def ask(data: str, question: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str, str]:
    """The outcome, and the title and the quote of the first citation."""
    capsys.readouterr()
    assert main(["ask", question, "--json", *WHERE, data]) == 0
    answer = json.loads(capsys.readouterr().out)
    first = answer["citations"][0]
    return answer["outcome"], first["title"], first["quote"]


@pytest.mark.parametrize(
    ("question", "year", "row", "cell"),
    [
        ("2013年福建理科最低分", "2013", ("省份：福建", "科类：理工"), "我校录取情况最低分：536"),
        ("2013年湖南理科最低分是多少", "2013", ("省份：湖南", "科类：理工"), "我校录取情况最低分：534"),
        ("2013年广东文科录取最低分多少", "2013", ("省份：广东", "科类：文史"), "我校录取情况最低分：569"),
        ("2013年甘肃文科最高分是多少", "2013", ("省份：甘肃", "科类：文史"), "我校录取情况最高分：549"),
        ("2015年河南理科最低分", "2015", ("省份：河南", "科类：理工"), "我校录取情况最低分：544"),
        ("2015年陕西国防生最低分多少", "2015", ("省份：陕西", "科类：理工"), "我校录取情况最低分：481"),
        ("2013年湖北冶金工程最低分", "2013", ("科类：理工类", "专业名称：冶金工程"), "最低分：552"),
    ],
)
def test_a_province_a_subject_and_a_year_are_answered_with_their_cell(
    data: str, capsys: pytest.CaptureFixture[str], question: str, year: str, row: tuple[str, str], cell: str
) -> None:
    """The first row quoted is that of the province and the subject, in the sheet of the year, its cell under its column names."""
    outcome, title, quote = ask(data, question, capsys)
    cells = quote.split("\n…\n")[0].partition("录取")[2].partition("：")[2].split("；")
    assert outcome == "answered"
    assert title.startswith(year)
    assert {*row, cell} <= set(cells)


def test_a_province_that_the_sheet_of_the_year_leaves_out_is_not_answered_with_another(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sheet of 2015 has no 福建: neither another year's figure nor another province's is given as the answer."""
    outcome, _, _ = ask(data, "2015年福建理科最低分", capsys)
    assert outcome != "answered"
