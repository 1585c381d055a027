import pytest

from knowledge.offices import OfficeContact, below, contacts, lines
from knowledge.passage import PassageKind

TEXT, ROW = PassageKind.TEXT, PassageKind.ROW


@pytest.mark.parametrize(
    ("line", "name", "phone", "place"),
    [
        ("教务处 行政楼203 0591-12345678", "教务处", "0591-12345678", "行政楼203"),
        ("咨询电话：教务处0591-12345678。", "教务处", "0591-12345678", ""),
        ("请联系信息技术中心，电话：12345678", "信息技术中心", "12345678", ""),
        ("招生办公室咨询电话为（0591）12345678", "招生办公室", "（0591）12345678", ""),
        ("公寓管理中心（东区） 0591-12345678", "公寓管理中心（东区）", "0591-12345678", ""),
        ("党政办公室：18900000000", "党政办公室", "18900000000", ""),
        ("校园网故障请联系信息技术中心12345678", "信息技术中心", "12345678", ""),
        ("或者立即联系辅导员、保卫处值班室12345678", "保卫处值班室", "12345678", ""),
        ("心理咨询中心12345678", "心理咨询中心", "12345678", ""),
    ],
)
def test_a_number_right_after_an_office_is_its_own(line: str, name: str, phone: str, place: str) -> None:
    """With a place between them, and the word for telephone."""
    assert list(contacts(TEXT, f"其他说明。\n{line}\n")) == [OfficeContact(name, phone, place)]


@pytest.mark.parametrize(
    "line",
    [
        "如有异议请向学生资助管理中心反映，本学院电话0591-12345678。",
        "学校有教学办公室主任3人。",
        "保卫处20240901起施行",
        "财务处收取12345678元",
        "电话：0591-12345678",
    ],
)
def test_a_number_whose_office_cannot_be_told_is_left_alone(line: str) -> None:
    """Other words between, a day, a sum, no office at all."""
    assert list(contacts(TEXT, line)) == []


def test_a_row_of_a_contact_table_is_one_office() -> None:
    """By the names of its columns, whatever their order; what is not there is left out."""
    row = (
        "联系方式·一览：地点：行政楼108室；部门：招生办公室；电话：12345678、12345679；"
        "邮箱：zsb@example.edu.cn；办公时间：8:30—17:30"
    )
    (found,) = contacts(ROW, row)
    assert found == OfficeContact("招生办公室", "12345678、12345679", "行政楼108室", "8:30—17:30", "zsb@example.edu.cn")
    (short,) = contacts(ROW, "部门：公寓管理中心（东区）；电话：—；地点：6号楼")
    assert (short.phone, short.place, short.plain_name) == ("", "6号楼", "公寓管理中心")


@pytest.mark.parametrize(
    "row",
    [
        "部门：教务处；姓名：某某；电话：12345678",
        "专业：护理；电话：12345678",
        "部门：教务处；职责：排课",
        "部门：教务处；电话：待定",
    ],
)
def test_a_row_of_persons_or_of_other_things_is_none(row: str) -> None:
    """Numbers of persons are not the office's; a row without a number, place or mailbox says nothing."""
    assert list(contacts(ROW, row)) == []


LIST = """后勤保障部(返回列表)
处长室—————————10000001
办公室—————————10000002 10000003
维修科—————————10000004
学生工作部、武装部(返回列表)
综合科————————20000001
研究生院（返回列表）
招生办公室——————30000001
"""


def test_in_a_list_the_rooms_below_an_office_are_its_own() -> None:
    """Its own room before its head's; an office of two names is both."""
    found, last = below(LIST)
    assert [(one.name, one.phone) for one in found] == [
        ("后勤保障部", "10000002"),
        ("学生工作部", "20000001"),
        ("武装部", "20000001"),
    ]
    assert last == "研究生院"


def test_a_list_goes_on_in_the_next_passage() -> None:
    """The office above is told; a line of another kind ends it."""
    assert below("办公室—————10000009", "财务处")[0] == [OfficeContact("财务处", "10000009")]
    assert below("以上电话工作日有人接听。\n办公室—————10000009", "财务处")[0] == []


def test_a_leader_of_dashes_or_dots_stands_between_an_office_and_its_number() -> None:
    """As in a printed list."""
    (found,) = contacts(TEXT, "学生就业指导中心——————0591-12345678")
    assert (found.name, found.phone) == ("学生就业指导中心", "0591-12345678")


@pytest.mark.parametrize(
    ("name", "phone", "told"),
    [
        ("维修科", "10000004", "后勤保障部(返回列表)\n…\n维修科—————————10000004"),
        ("综合科", "20000001", "学生工作部、武装部(返回列表)\n综合科————————20000001"),
        ("传达室", "99999999", LIST.strip()),
    ],
)
def test_of_a_list_only_the_line_and_its_heading_are_shown(name: str, phone: str, told: str) -> None:
    """Literally, with … for what is left out; all of it where the number is not found."""
    assert lines(LIST, OfficeContact(name, phone)) == told
