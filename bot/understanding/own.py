"""A college's own words: vocabulary.yaml in its data folder, a list of {official, say, also, not, …} as in the built-in files.

Every process that reads questions for that folder takes them in when it starts, and a service again when the file changes.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import VocabularyInvalid
from bot.understanding import datafile
from bot.understanding.normalise import normalise
from bot.understanding.spoken import spoken
from bot.understanding.vocabulary import Entry, adopt, read, vocabulary
from knowledge import yamltext

FILE = "vocabulary.yaml"
GROUP = "本校"
_HEAD = "# 本校的词：official 是通知里的写法，say 是人们的说法。用 gongkai vocabulary 或工作台的“词表”页改。\n"
_SHORTEST, _LONGEST, _MOST = 2, 20, 1000


@dataclass(slots=True)
class OwnWords:
    """The words of one data folder; `refresh` makes them those of this process."""

    folder: Path
    _seen: tuple[int, int] = (-1, -1)

    @property
    def path(self) -> Path:
        """The file, which need not exist."""
        return self.folder / FILE

    def refresh(self) -> bool:
        """Takes the words in if the file is another than at the last look; whether it was. Raises VocabularyInvalid once."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        adopt(self.entries())
        return True

    def entries(self) -> tuple[Entry, ...]:
        """What the file holds. Raises VocabularyInvalid naming the entry."""
        try:
            text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
            return read(FILE, [{"group": GROUP, "words": datafile.parse(FILE, text)}])
        except (OSError, UnicodeDecodeError, datafile.BadData) as error:
            raise VocabularyInvalid(self.path, str(error)) from error

    def add(self, official: str, say: Sequence[str]) -> Entry:
        """Adds ways of saying what notices call `official`; more of them where it is there. Raises VocabularyInvalid."""
        name = self._word(official)
        said = [word for word in dict.fromkeys(map(self._word, say)) if word != name]
        for word in said:
            self._refuse_known(word, name)
        with self._changing() as kept:
            mine = next((one for one in kept if name in _official(one)), None)
            if mine is None:
                kept.append(mine := {"official": [name]})
            mine["say"] = list(dict.fromkeys([*mine.get("say", ()), *said]))
        self.refresh()
        return next(one for one in self.entries() if name in one.official)

    def remove(self, official: str) -> None:
        """Takes out the entry of an official word. Raises VocabularyInvalid where there is none."""
        with self._changing() as kept:
            left = [one for one in kept if official.strip().lower() not in _official(one)]
            if len(left) == len(kept):
                raise VocabularyInvalid(self.path, f"no entry for “{official}”", f"本校的词里没有“{official}”。")
            kept[:] = left
        self.refresh()

    @contextmanager
    def _changing(self) -> Iterator[list[dict[str, Any]]]:
        """The file's entries to be changed; they are checked and written when all went well, one process after the other."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{FILE}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.entries()
            text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
            kept: list[dict[str, Any]] = [dict(one) for one in yamltext.parse(text) or ()]
            yield kept
            if len(kept) > _MOST:
                raise VocabularyInvalid(self.path, f"more than {_MOST} entries", f"本校的词最多 {_MOST} 条。")
            written = _HEAD + "".join(_line(one) for one in kept)
            beside = self.path.with_name(f"{FILE}.{os.getpid()}.part")
            beside.write_text(written, encoding="utf-8")
            beside.replace(self.path)

    def _word(self, given: str) -> str:
        """A word as questions are read: tidied, simplified, lower case. Raises VocabularyInvalid."""
        word = normalise(given)
        if not _SHORTEST <= len(word) <= _LONGEST or spoken().stop.fullmatch(word):
            raise VocabularyInvalid(
                self.path,
                f"“{given}” is no word to be looked for: expected {_SHORTEST} to {_LONGEST} characters that name a thing",
                f"“{given}”不能作词：须是 {_SHORTEST} 到 {_LONGEST} 个字、说得出一件事的词，问话用的词不行。",
            )
        return word

    def _refuse_known(self, word: str, name: str) -> None:
        known = vocabulary().entry(word)
        if known is not None and name not in known.official:
            raise VocabularyInvalid(
                self.path,
                f"“{word}” is read as “{known.official[0]}” already",
                f"“{word}”已经读作“{known.official[0]}”，再读作“{name}”会两样都找。",
            )

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size


def _official(entry: dict[str, Any]) -> list[str]:
    """The official words of an entry as they are read."""
    return [str(word).lower() for word in entry["official"]]


def _line(entry: dict[str, Any]) -> str:
    """One entry on a line of its own, as the built-in files have it."""
    return "- " + yaml.safe_dump(entry, allow_unicode=True, default_flow_style=True, sort_keys=False, width=1_000_000)
