import pytest

from bot import point


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("校长叫什么", "现任校长是王小明。"),
        ("校长是谁", "校长：王小明"),
        ("书记叫什么名字", "王小明，党委书记，主持全面工作。"),
        ("院长是谁", "王小明教授 院长"),
        ("校长信箱是什么", "校长邮箱 xz@example.edu.cn"),
        ("这件事找谁", "请联系辅导员。"),
    ],
)
def test_a_person_is_answered_by_a_name(question: str, text: str) -> None:
    """Right before or after the role; who is in charge needs none."""
    assert point._names_whom(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("校长叫什么", "校长信箱：xz@example.edu.cn"),
        ("校长是谁", "校长办公会审批后执行。"),
        ("书记是谁", "设党委书记1人、校长1人。"),
        ("书记叫什么", "校长王小明主持会议。"),
    ],
)
def test_a_mailbox_or_another_role_is_no_name(question: str, text: str) -> None:
    """What is asked for is who the person is."""
    assert not point._names_whom(question, text)


@pytest.mark.parametrize(
    ("question", "schools"),
    [
        ("天津大学研招办电话你知道不", ["天津大学"]),
        ("湖北师范大学学费多少", ["湖北师范大学"]),
        ("河南大学生能报吗", []),
        ("河南考生上大学学费多少", []),
        ("学费多少", []),
    ],
)
def test_a_university_that_is_named_must_be_spoken_of(question: str, schools: list[str]) -> None:
    """By its place; whoever comes from there asks of this one."""
    assert list(point._schools(question)) == schools
