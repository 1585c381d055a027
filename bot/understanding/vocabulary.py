"""The words of people and the words of notices: data/vocabulary.yaml, places.yaml and majors.yaml, and the college's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.understanding import datafile

_FILES = ("vocabulary.yaml", "places.yaml", "majors.yaml")
_GROUP_KEYS = frozenset({"group", "modifier", "alike", "narrowed", "words"})
_ENTRY_KEYS = frozenset({"official", "say", "also", "not", "strict", "weight", "whole"})
_HEAVIEST = 2.0
_TELLS_LITTLE = 0.3


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind.

    Those `alike` replace each other in a follow-up; a `modifier` narrows a subject and is none itself; `narrowed` subjects
    are asked of by province, major and the like, which a follow-up keeps.
    """

    name: str
    modifier: bool = False
    alike: bool = False
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing people ask about: how notices write it, how people say it, and what must not be taken for it.

    `also` is looked for in notices but never read as it in a question. What is `whole` is the same for all majors (住宿费), so
    a follow-up drops the major asked of before.
    """

    official: tuple[str, ...]
    say: tuple[str, ...]
    also: tuple[str, ...]
    never: tuple[str, ...]
    group: Group
    strict: bool = False
    weight: float = 1.0
    whole: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Every way of writing it, official words first."""
        return tuple(dict.fromkeys((*self.official, *self.say)))


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the vocabulary in a text, at [start, end), and what it may mean."""

    start: int
    end: int
    word: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries, ready for finding them in a text."""

    entries: tuple[Entry, ...]
    meanings: Mapping[str, tuple[Entry, ...]]
    openings: Mapping[str, tuple[str, ...]]  # the words that begin with two characters, longest first

    def find(self, text: str) -> tuple[Mention, ...]:
        """The words of the vocabulary in `text` (lower case), leftmost longest, none overlapping.

        A word inside something it must not be taken for (计算机 in 计算机二级) is passed over.
        """
        return tuple(self._find(text))

    def entry(self, word: str) -> Entry | None:
        """What `word` means first; None where it is unknown."""
        known = self.meanings.get(word)
        return known[0] if known else None

    def _find(self, text: str) -> Iterator[Mention]:
        place = 0
        for start in range(len(text) - 1):
            if start >= place and text[start : start + 2] in self.openings:
                mention = self._best(text, start)
                if mention is not None:
                    yield mention
                    place = mention.end

    def _best(self, text: str, place: int) -> Mention | None:
        """The longest mention at `place`, unless a shorter one leaves room for a word that reaches further (会计|学费)."""
        longest = self._at(text, place, len(text))
        if longest is None:
            return None
        for end in range(longest.end - 1, place + 1, -1):
            following = self._at(text, end, len(text)) if text[end : end + 2] in self.openings else None
            if following is not None and following.end > longest.end:
                shorter = self._at(text, place, end - place)
                if shorter is not None and shorter.end == end:
                    return shorter
        return None if self._is_in_the_way(text, longest) else longest

    def _is_in_the_way(self, text: str, mention: Mention) -> bool:
        """Whether a more telling word begins inside and reaches further: 学校代码 after 你们学校, which tells little."""
        if mention.entries[0].weight > _TELLS_LITTLE:
            return False
        for start in range(mention.start + 1, mention.end):
            inside = self._at(text, start, len(text)) if text[start : start + 2] in self.openings else None
            if inside is not None and inside.end > mention.end:
                return inside.entries[0].weight > _TELLS_LITTLE
        return False

    def _at(self, text: str, place: int, most: int) -> Mention | None:
        """The longest mention at `place` of at most `most` characters."""
        for word in self.openings.get(text[place : place + 2], ()):
            if len(word) <= most and text.startswith(word, place) and _stands_alone(text, place, word):
                meant = tuple(entry for entry in self.meanings[word] if not _is_confused(entry, word, text, place))
                if meant:
                    return Mention(place, place + len(word), word, meant)
        return None


@dataclass(slots=True)
class _Words:
    """What this process reads questions with; whoever keeps something made of it keeps it by the edition."""

    edition: int = 0
    vocabulary: Vocabulary | None = None
    own: tuple[Entry, ...] = ()


_WORDS = _Words()


def vocabulary() -> Vocabulary:
    """The three files together, read once, and the college's own words. Raises BadData."""
    if _WORDS.vocabulary is None:
        _WORDS.vocabulary = build(_built_in())
    return _WORDS.vocabulary


def edition() -> int:
    """A number that is another whenever the college's own words are."""
    return _WORDS.edition


def adopt(own: tuple[Entry, ...]) -> None:
    """Makes these the college's own words, in place of those before (bot/understanding/own.py)."""
    if own == _WORDS.own:
        return
    _WORDS.vocabulary, _WORDS.own = build((*_built_in(), *own)), own
    _WORDS.edition += 1


@cache
def _built_in() -> tuple[Entry, ...]:
    return tuple(entry for file in _FILES for entry in read(file, datafile.load(file)))


def mentions(text: str) -> tuple[Mention, ...]:
    """`find` of the vocabulary in use; one question asks for the same text several times."""
    return _mentions(text, edition())


@lru_cache(maxsize=512)
def _mentions(text: str, _: int) -> tuple[Mention, ...]:
    return vocabulary().find(text)


def build(entries: tuple[Entry, ...]) -> Vocabulary:
    """Entries made ready; a word of two entries means both, official use first."""
    meanings: dict[str, list[Entry]] = {}
    for entry in entries:
        for word in entry.words:
            meanings.setdefault(word, []).append(entry)
    openings: dict[str, list[str]] = {}
    for word in sorted(meanings, key=lambda word: (-len(word), word)):
        openings.setdefault(word[:2], []).append(word)
    return Vocabulary(
        entries=entries,
        meanings={
            word: tuple(sorted(found, key=lambda entry: word not in entry.official)) for word, found in meanings.items()
        },
        openings={key: tuple(found) for key, found in openings.items()},
    )


def read(file: str, content: object) -> tuple[Entry, ...]:
    """Checks and takes over a parsed file. Raises BadData, naming group and entry."""
    found: list[Entry] = []
    for number, raw in enumerate(datafile.items(file, "the file", content), 1):
        fields = datafile.mapping(file, f"group {number}", raw, _GROUP_KEYS)
        group = _group(file, f"group {number}", fields)
        for position, entry in enumerate(datafile.items(file, f"group {group.name}", fields.get("words")), 1):
            found.append(_entry(file, f"group {group.name}, entry {position}", entry, group))
    return tuple(found)


def _group(file: str, place: str, fields: dict[str, object]) -> Group:
    name = fields.get("group")
    if not isinstance(name, str):
        raise datafile.BadData(file, place, f"a text under 'group', not {name!r}")
    flags = {key: datafile.flag(file, place, fields, key) for key in ("modifier", "alike", "narrowed")}
    return Group(name, **flags)


def _entry(file: str, place: str, raw: object, group: Group) -> Entry:
    fields = datafile.mapping(file, place, raw, _ENTRY_KEYS)
    weight = fields.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= _HEAVIEST:
        raise datafile.BadData(file, place, f"a number from 0 to {_HEAVIEST:g} under 'weight', not {weight!r}")
    official, say, also, never = (
        datafile.words(file, f"{place}, {key}", fields.get(key)) for key in ("official", "say", "also", "not")
    )
    if not official:
        raise datafile.BadData(file, place, "at least one word under 'official'")
    if short := [word for word in say if len(word) < 2]:
        raise datafile.BadData(file, place, f"words of two characters or more under 'say', not {', '.join(short)}")
    strict, whole = (datafile.flag(file, place, fields, key) for key in ("strict", "whole"))
    return Entry(official, say, also, never, group, strict, float(weight), whole)


def _is_confused(entry: Entry, word: str, text: str, place: int) -> bool:
    """Whether this `word` of `text` is part of something that must not be taken for `entry`."""
    for never in entry.never:
        inside = never.find(word)
        while inside >= 0:
            if place >= inside and text.startswith(never, place - inside):
                return True
            inside = never.find(word, inside + 1)
    return False


def _stands_alone(text: str, place: int, word: str) -> bool:
    """Latin words stand alone: csc is not part of cscx."""
    before, after = text[place - 1 : place], text[place + len(word) : place + len(word) + 1]
    glued_before = word[0].isascii() and word[0].isalnum() and before.isascii() and before.isalpha()
    return not glued_before and not (word[-1].isascii() and word[-1].isalpha() and after.isascii() and after.isalpha())
