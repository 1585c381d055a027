import pytest

from knowledge.offices import OfficeContact, contacts
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
