"""A text made ready for the recognisers: folded to plain digits and letters place by place, its chains of digits found."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_DASHES = "‐‑‒–—―−﹣－"
_BLANKS = "\t\r\v\f\xa0\u1680\u180e\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\xad" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    digits = (*range(0x80, 0x10000), *range(0x1D7CE, 0x1D800))
    table |= {code: str(value) for code in digits if (value := unicodedata.decimal(chr(code), None)) is not None}
    return table | dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _BLANKS), " ")


# One character for one: a place in the folded text is the same place in the text.
_FOLDED = _table()
_GAP = r"[ \n\-]{0,3}"
_CHAIN = re.compile(rf"[0-9](?:{_GAP}[0-9Xx]){{12,}}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+\-]+\.(?:html?|jsp|aspx?|php|pdf|docx?|xlsx?|zip|rar)\b[!-~]*")


@dataclass(frozen=True, slots=True)
class Chain:
    """Thirteen or more digits with nothing but blanks and hyphens between them.

    `digits` are without the gaps (X where one stands for a check digit), `places` where each stands in the text.
    """

    digits: str
    places: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the digits from `first` up to `last` stand in the text."""
        return self.places[first], self.places[last - 1] + 1

    def stands_alone(self, first: int, last: int) -> bool:
        """Whether no digit touches these on either side."""
        starts = first == 0 or self.is_gap(first)
        return starts and (last == len(self.digits) or self.is_gap(last))

    def is_gap(self, index: int) -> bool:
        """Whether something stands between this digit and the one before."""
        return self.places[index] - self.places[index - 1] > 1

    def groups(self, first: int, last: int) -> list[str]:
        """The digits as the gaps divide them."""
        cuts = [first, *(index for index in range(first + 1, last) if self.is_gap(index)), last]
        return [self.digits[start:end] for start, end in pairwise(cuts)]


@dataclass(frozen=True)
class Reading:
    """A text as recognisers read it; `folded` has the same length."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The text in half-width characters: digits of any script as 0 to 9, any dash as a hyphen, any blank as a blank."""
        return self.text.translate(_FOLDED)

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """The chains of digits, in order."""
        return tuple(map(_chain, _CHAIN.finditer(self.folded)))

    @cached_property
    def _addresses(self) -> tuple[tuple[int, int], ...]:
        return tuple(found.span() for found in _ADDRESS.finditer(self.folded))

    def is_in_address(self, place: int) -> bool:
        """Whether the place lies within a web address or a file's name."""
        return any(start <= place < end for start, end in self._addresses)

    def before(self, place: int, length: int) -> str:
        """Up to `length` folded characters of the same line before `place`."""
        return self.folded[max(0, place - length) : place].rpartition("\n")[2]

    def after(self, place: int, length: int) -> str:
        """Up to `length` folded characters from `place` on."""
        return self.folded[place : place + length]


def _chain(found: re.Match[str]) -> Chain:
    places = tuple(place for place in range(*found.span()) if found.string[place] in "0123456789Xx")
    return Chain("".join(found.string[place] for place in places).upper(), places)
