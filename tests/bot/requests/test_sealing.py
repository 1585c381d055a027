from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loop.errors import FileUnusable
from bot.requests.sealing import KEY_FILE, Seal, load_seal


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4))
def test_what_is_closed_opens_to_the_same(record: dict[str, str]) -> None:
    """And nothing of it can be read while it is closed."""
    seal = Seal(b"key")
    assert seal.open(seal.close(record)) == record


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """A second start reads the same key; a configured key needs no file."""
    first = load_seal("", tmp_path / "data").close({"a": "b"})
    path = tmp_path / "data" / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_seal("", tmp_path / "data").open(first) == {"a": "b"}
    assert [found.name for found in path.parent.iterdir()] == [KEY_FILE]
    configured = load_seal("secret", tmp_path / "other")
    assert not (tmp_path / "other").exists()
    with pytest.raises(FileUnusable):
        configured.open(first)


def test_a_key_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """With the place."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(FileUnusable, match=KEY_FILE):
        load_seal("", tmp_path / "taken")


def test_secrets_are_checked_whatever_their_case_and_belong_to_one_number() -> None:
    """Ten characters without those that look alike; another number's secret does not fit."""
    seal = Seal(b"key")
    secret = seal.new_secret()
    mark = seal.mark("YSQ-2026-0001", secret)
    assert len(secret) == 10
    assert not set(secret) & set("01OIL")
    assert seal.knows("YSQ-2026-0001", f" {secret.lower()} ", mark)
    assert not seal.knows("YSQ-2026-0002", secret, mark)
    assert seal.derive("a") != seal.derive("b")
