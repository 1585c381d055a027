"""How commands speak."""

import pytest

from scripts.console import Lines


def test_progress_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """In a log there is a line every half minute with the time that is left, and none at the end or on a terminal."""
    now = [0.0]
    lines = Lines("files", lambda: now[0], is_terminal=False)
    for done in range(1, 11):
        now[0] += 20.0
        lines.tell(done, 10)
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "2 of 10 files, about 3 min left",
        "4 of 10 files, about 2 min left",
        "6 of 10 files, about 80 s left",
        "8 of 10 files, about 40 s left",
    ]
    quiet = Lines("files", lambda: now[0], is_terminal=True)
    now[0] += 100.0
    quiet.tell(1, 2)
    assert capsys.readouterr().err == ""
