import json
from pathlib import Path

import pytest

from index.encoder_card import CARD_FILE, EncoderCard, seals
from index.errors import EncoderUnavailable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three small files and their card."""
    for name in ("model.onnx", "model.data", "tokenizer.json"):
        (tmp_path / name).write_text(f"content of {name}")
    EncoderCard("tiny", "q: ", "p: ", 8, 64, True, seals(tmp_path)).write(tmp_path)
    return tmp_path


def test_what_was_written_is_read(folder: Path) -> None:
    """The card comes back as it was written, with the same fingerprint."""
    card = EncoderCard.read(folder)
    assert card == EncoderCard("tiny", "q: ", "p: ", 8, 64, True, seals(folder))
    assert json.loads((folder / CARD_FILE).read_text())["fingerprint"] == card.fingerprint
    card.verify(folder)


def test_the_fingerprint_covers_files_and_card(folder: Path) -> None:
    """Another byte in a file, another prefix or another limit gives another fingerprint."""
    files = seals(folder)
    (folder / "model.data").write_text("content of model.datA")
    cards = [
        EncoderCard("tiny", "q: ", "p: ", 8, 64, True, files),
        EncoderCard("tiny", "", "p: ", 8, 64, True, files),
        EncoderCard("tiny", "q: ", "p: ", 8, 32, True, files),
        EncoderCard("tiny", "q: ", "p: ", 8, 64, True, seals(folder)),
    ]
    assert len({card.fingerprint for card in cards}) == 4


def test_a_changed_byte_is_found_on_demand(folder: Path) -> None:
    """A file of the right size but other content passes a plain read and fails the verification by name."""
    (folder / "model.data").write_text("content of model.datA")
    card = EncoderCard.read(folder)
    with pytest.raises(EncoderUnavailable, match=r"model\.data is damaged"):
        card.verify(folder)


def test_a_short_or_missing_file_is_refused(folder: Path) -> None:
    """A file cut short, and one that is gone, are refused on every read."""
    (folder / "model.data").write_text("content")
    with pytest.raises(EncoderUnavailable, match=r"model\.data is missing or cut short"):
        EncoderCard.read(folder)
    (folder / "model.data").unlink()
    with pytest.raises(EncoderUnavailable, match=r"model\.data is missing or cut short"):
        EncoderCard.read(folder)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"fingerprint": "a", "files": {}}', '{"fingerprint": "a"}'])
def test_an_unreadable_card_is_refused(content: str, folder: Path) -> None:
    """A card that is no card is refused, and the error says what to run."""
    (folder / CARD_FILE).write_text(content)
    with pytest.raises(EncoderUnavailable, match=r"cannot be read.*gongkai publish"):
        EncoderCard.read(folder)


@pytest.mark.parametrize(("key", "value", "says"), [("query_prefix", "", "altered"), ("format", 99, "format 99")])
def test_an_altered_card_is_refused(key: str, value: object, says: str, folder: Path) -> None:
    """A card changed by hand or written by another version is refused."""
    card = json.loads((folder / CARD_FILE).read_text())
    (folder / CARD_FILE).write_text(json.dumps({**card, key: value}))
    with pytest.raises(EncoderUnavailable, match=says):
        EncoderCard.read(folder)


def test_a_folder_without_card_is_refused(tmp_path: Path) -> None:
    """An empty folder is no encoder."""
    with pytest.raises(EncoderUnavailable, match=r"encoder\.json cannot be read"):
        EncoderCard.read(tmp_path)
