"""`encoder.json`: what an exported encoder's folder is, and the fingerprint that names it.

Written by index/export.py, read by index/encoder.py and index/encoders.py; equal fingerprints mean comparable vectors.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from index.errors import EncoderUnavailable

CARD_FILE, MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE = "encoder.json", "model.onnx", "model.data", "tokenizer.json"
FORMAT = 2
_CONTENT = (MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE)
_REMEDY = "run `gongkai publish`"


@dataclass(frozen=True, slots=True)
class FileSeal:
    """A file's size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """What a reader of the folder must know: prefixes go before every text, `max_tokens` counts special tokens too.

    `pools_mean`: the vector is the mean of the graph's token states, scaled to unit length.
    """

    name: str
    query_prefix: str
    passage_prefix: str
    dimensions: int
    max_tokens: int
    pools_mean: bool
    files: dict[str, FileSeal]
    format: int = FORMAT

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits over every byte of the model, the weights and the tokenizer, and over this card."""
        return hashlib.sha256(self._canonical().encode()).hexdigest()[:16]

    def write(self, folder: Path) -> None:
        """Write `encoder.json` into the folder."""
        content = {**asdict(self), "fingerprint": self.fingerprint}
        text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
        (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The folder's card, with every file present in its promised size; raises EncoderUnavailable otherwise."""
        try:
            content: dict[str, Any] = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
            promised = content.pop("fingerprint")
            content["files"] = {name: FileSeal(**seal) for name, seal in content["files"].items()}
            card = cls(**content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as unreadable:
            raise EncoderUnavailable(str(folder), f"its {CARD_FILE} cannot be read", _REMEDY) from unreadable
        if card.format != FORMAT:
            raise EncoderUnavailable(str(folder), f"it has format {card.format}, this version reads {FORMAT}", _REMEDY)
        if card.fingerprint != promised:
            raise EncoderUnavailable(str(folder), f"its {CARD_FILE} was altered", _REMEDY)
        card._check_sizes(folder)
        return card

    def verify(self, folder: Path) -> None:
        """Compare every file's checksum; raises EncoderUnavailable naming the first that differs."""
        for name, seal in self.files.items():
            if seal_of(folder / name) != seal:
                raise EncoderUnavailable(str(folder), f"{name} is damaged", _REMEDY)

    def _check_sizes(self, folder: Path) -> None:
        for name, seal in self.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != seal.size:
                raise EncoderUnavailable(str(folder), f"{name} is missing or cut short", _REMEDY)

    def _canonical(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def seal_of(path: Path) -> FileSeal:
    """The seal of an existing file."""
    with path.open("rb") as stream:
        return FileSeal(path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def seals(folder: Path) -> dict[str, FileSeal]:
    """The seals of a folder's model, weights and tokenizer."""
    return {name: seal_of(folder / name) for name in _CONTENT}
