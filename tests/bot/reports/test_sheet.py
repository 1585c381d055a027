from bot.reports.sheet import to_csv


def test_a_cell_is_never_calculated() -> None:
    """What begins like a formula is text; numbers stay numbers; nothing is an empty cell."""
    text = to_csv(("问题", "次数"), [("=1+1", 3), ("@x", None), ("a,b", -2)]).decode("utf-8-sig")
    assert text.splitlines() == ["问题,次数", "'=1+1,3", "'@x,", '"a,b",-2']
