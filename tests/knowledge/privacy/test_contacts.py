"""Contacts that the college has declared public."""

from datetime import date

from knowledge.privacy.contacts import PublicContact, released
from knowledge.privacy.mask import mask_outgoing, mask_question
from tests.knowledge.privacy.made_up import identity, mobile

OFFICE = PublicContact("138-1234-5678", "党政办公室", "2023年信息公开年度报告", date(2024, 9, 1))
MAIL = PublicContact("Office@QQ.com", "党政办公室")


def test_declared_numbers_stay_everywhere_however_they_are_written() -> None:
    """In a person's line, in a question; other numbers beside them go."""
    free = released([OFFICE, MAIL])
    for written in (mobile(), "138 1234 5678", "+86 13812345678", "１３８１２３４５６７８"):
        assert mask_outgoing(f"学生张三 {written}", free) == f"学生张三 {written}"
    assert mask_question("13812345678是谁的电话，office@qq.com呢", free) == "13812345678是谁的电话，office@qq.com呢"
    assert mobile("139") not in mask_outgoing(f"学生张三 {mobile('139')}", free)


def test_an_identity_number_cannot_be_declared_public() -> None:
    """It goes without exception."""
    free = released([PublicContact(identity(), "某处")])
    assert identity() not in mask_outgoing(f"号码{identity()}", free)
