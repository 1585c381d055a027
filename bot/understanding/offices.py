"""What offices are called: data/offices.yaml of the understanding, which staff may edit, and the names that notices use."""

import re
from dataclasses import dataclass
from functools import cache

from bot.understanding import datafile

_FILE = "offices.yaml"
# 某某大学教务处, 学校教务处, 党委宣传部: the office itself; 化学学院教务办: another one.
_OF_THE_COLLEGE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,10}(?:大学|职业技术学院|职业学院|专科学校))?(?:学校|我校|本校|校|党委)?"
)
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Names:
    """The groups of names, each of one office; a name may stand in two (招生就业处)."""

    groups: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]

    def alike(self, name: str) -> frozenset[str]:
        """All names of the offices that `name` is one of; itself alone where it is in no group."""
        found = [group for group in self.groups if name in group]
        return frozenset().union(*found) if found else frozenset({name})


@cache
def office_names() -> Names:
    """The file's content, read once. Raises BadData."""
    return read(datafile.load(_FILE))


def read(content: object) -> Names:
    """Checks and takes over the parsed file. Raises BadData, naming the line."""
    groups = tuple(
        frozenset(datafile.words(_FILE, f"line {number}", group))
        for number, group in enumerate(datafile.items(_FILE, "the file", content), 1)
    )
    words = sorted({word for group in groups for word in group}, key=lambda word: (-len(word), word))
    return Names(groups, re.compile("|".join(map(re.escape, words)) if words else "(?!)"))


def bare(name: str) -> str:
    """The name of an office without blanks and without the college's own name in front of it."""
    name = _BLANK.sub("", name).lower()
    known = office_names()
    ends = (word for word in known.pattern.findall(name) if name.endswith(word))
    return next((word for word in ends if _OF_THE_COLLEGE.fullmatch(name.removesuffix(word))), name)
