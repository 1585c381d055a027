"""Wording: BM25 over character 1-2-grams, kept by tantivy."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.errors import BundleDamaged
from index.grams import grams

_TOKENIZER = "whitespace_grams"
_HEAP = 256_000_000
# Beyond this many the rarest are kept: a long message would otherwise cost more than its encoding.
_MAX_GRAMS = 72
# A title word says more of what a passage is about than a word of its text.
_TITLE_BOOST = 0.6


class LexicalIndex:
    """A read-only BM25 index over passages by row number."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self.idf = lru_cache(maxsize=100_000)(self._idf)
        self._clauses = lru_cache(maxsize=20_000)(self._clauses_of)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens a folder that `write` made. Raises BundleDamaged."""
        try:
            index = tantivy.Index.open(str(folder))
            _register(index)
            return cls(index)
        except (ValueError, OSError) as error:
            raise BundleDamaged(folder, f"not a readable lexical index ({error})") from error

    def search(self, text: str, limit: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The rows whose wording is nearest to `text`, best first, and their BM25 scores; at most `limit`."""
        wanted = self._telling(list(dict.fromkeys(grams(text))))
        if not wanted:
            return np.empty(0, np.intp), np.empty(0, np.float32)
        query = tantivy.Query.boolean_query([clause for gram in wanted for clause in self._clauses(gram)])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.intp), np.array([score for score, _ in hits], np.float32)

    def _idf(self, gram: str) -> float:
        """How telling a gram is: ln((N + 1) / (df + 0.5)), at least 0."""
        return max(0.0, math.log((self._searcher.num_docs + 1) / (self._frequency(gram) + 0.5)))

    def _clauses_of(self, gram: str) -> tuple[tuple[tantivy.Occur, tantivy.Query], ...]:
        """Where a gram stands, for what it counts there: most grams of a question were in another one, half in no title."""
        places = (("body", 1.0), ("title", _TITLE_BOOST))
        return tuple(
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, gram), boost),
            )
            for field, boost in places
            if self._searcher.doc_freq(field, gram)
        )

    def _frequency(self, gram: str) -> int:
        return int(self._searcher.doc_freq("body", gram))

    def _telling(self, wanted: Sequence[str]) -> Sequence[str]:
        if len(wanted) <= _MAX_GRAMS:
            return wanted
        known = {gram: frequency for gram in wanted if (frequency := self._frequency(gram))}
        return sorted(known, key=known.__getitem__)[:_MAX_GRAMS]


def write(texts: Iterable[tuple[str, str]], folder: Path) -> None:
    """Writes an index of (title, body) texts; their order gives the row numbers."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("body", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("row", fast=True)
    folder.mkdir(parents=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    _register(index)
    writer = index.writer(_HEAP, 1)
    for row, (title, body) in enumerate(texts):
        document = tantivy.Document()
        document.add_text("title", " ".join(grams(title)))
        document.add_text("body", " ".join(grams(body)))
        document.add_unsigned("row", row)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _register(index: tantivy.Index) -> None:
    """The grams are cut by `grams`, so that both sides agree to the letter; tantivy splits at blanks only."""
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
