"""A bundle: one folder that holds all that search needs, with a manifest that tells what is in it.

    bundles/<id>/manifest.json  corpus.json  vectors.faiss  sentences.npy  sentence_offsets.npy  lexical/

The id is a hash of what the bundle is made of (published notices, encoder, cutting, settings), so the same contents are the
same bundle. A folder under its final name is always whole: it is written under another name, synced, and renamed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from index import corpus as corpora
from index.corpus import Corpus
from index.errors import BundleDamaged, BundleFormat, EncoderMismatch
from index.lexical import LexicalIndex
from index.sentences import SentenceVectors
from index.vectors import FaissVectors

FORMAT = 3
MANIFEST = "manifest.json"
CORPUS = "corpus.json"
VECTORS = "vectors.faiss"
LEXICAL = "lexical"
SENTENCES = "sentences.npy"
OFFSETS = "sentence_offsets.npy"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle is made of. `files` maps relative paths to [bytes, SHA-256 in hex]; `created_at` is ISO 8601."""

    id: str
    format: int
    encoder: str
    created_at: str
    notices: int
    passages: int
    dimensions: int
    files: Mapping[str, tuple[int, str]]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Reads the manifest of `folder`. Raises BundleDamaged, or BundleFormat for another version's."""
        path = folder / MANIFEST
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BundleDamaged(path, "missing or not JSON") from error
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            came = values.get("format", "unknown") if isinstance(values, dict) else "unknown"
            raise BundleFormat(FORMAT, came)
        try:
            files = {name: (int(size), str(digest)) for name, (size, digest) in values.pop("files").items()}
            return cls(**values, files=files)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise BundleDamaged(path, "entries are missing or of the wrong kind") from error

    def write(self, folder: Path) -> None:
        """Writes the manifest into `folder`."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Bundle:
    """An open bundle, read-only and safe to share between threads."""

    manifest: Manifest
    corpus: Corpus
    vectors: FaissVectors
    sentences: SentenceVectors
    lexical: LexicalIndex

    @classmethod
    def open(cls, folder: Path, encoder: str) -> Self:
        """Opens `folder` for use with the encoder of this fingerprint.

        Sizes are checked against the manifest, contents by `verify`. Raises BundleDamaged, BundleFormat or EncoderMismatch.
        """
        manifest = Manifest.read(folder)
        if manifest.encoder != encoder:
            raise EncoderMismatch(expected=manifest.encoder, came=encoder)
        for name, (size, _) in manifest.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise BundleDamaged(path, f"expected {size} bytes")
        bundle = cls(
            manifest=manifest,
            corpus=corpora.read(folder / CORPUS),
            vectors=FaissVectors.open(folder / VECTORS),
            sentences=SentenceVectors.open(folder / SENTENCES, folder / OFFSETS),
            lexical=LexicalIndex.open(folder / LEXICAL),
        )
        if bundle.vectors.shape != (len(bundle.corpus.passages), manifest.dimensions):
            raise BundleDamaged(folder / VECTORS, f"holds {bundle.vectors.shape}, not one vector a passage")
        if len(bundle.sentences.offsets) != len(bundle.corpus.passages) + 1:
            raise BundleDamaged(folder / OFFSETS, "does not hold the sentences of each passage")
        return bundle


def verify(folder: Path) -> None:
    """Checks every file of a bundle against its checksum. Raises BundleDamaged."""
    for name, expected in Manifest.read(folder).files.items():
        path = folder / name
        if not path.is_file() or measure(path) != expected:
            raise BundleDamaged(path, "its checksum is not the manifest's")


def measure(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hex."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
