import pytest

from knowledge.describe.in_force import effective_from


@pytest.mark.parametrize(
    "text",
    [
        "第十四条 本办法自2024年7月1日起施行。",
        "本规定（试行）自 2024 年 7 月 1 日起开始实施",
        "本实施细则自2024-07-01起正式执行。",
    ],
)
def test_a_rule_says_from_when_it_holds(text: str) -> None:
    """In its own last clause."""
    found = effective_from(text)
    assert found is not None
    assert (found.value, found.is_sure) == ("2024-07-01", True)


@pytest.mark.parametrize(
    "text", ["《条例》自2024年7月1日起施行，我校遵照执行。", "图书馆自2024年7月1日起开放。", "本办法自发布之日起施行。"]
)
def test_another_texts_day_is_not_its_own(text: str) -> None:
    """Nor is a service's first day, nor a day that is not told."""
    assert effective_from(text) is None
