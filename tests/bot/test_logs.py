import io
import json

import pytest

from bot.logs import open_log, where


def test_an_event_is_one_line_of_json_with_time_and_level() -> None:
    """Chinese stays readable, and each event takes exactly one line."""
    stream = io.BytesIO()
    open_log(stream).info("message", kind="text", note="两\n行")
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert event["event"] == "message"
    assert event["level"] == "info"
    assert event["timestamp"].endswith("Z")
    assert "两" in line.decode()


def test_an_error_is_named_by_kind_and_place_without_its_words() -> None:
    """What an error says may quote a person, so only its kind and place are logged."""

    def fail() -> None:
        raise ValueError("学费是多少")

    with pytest.raises(ValueError, match="学费") as raised:
        fail()
    assert where(raised.value).startswith("ValueError at fail:")
    assert "学费" not in where(raised.value)
    assert where(KeyError("x")) == "KeyError"
