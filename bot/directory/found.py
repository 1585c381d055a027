"""The offices that the published notices tell how to reach, found when a bundle is opened."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.understanding.offices import bare, office_names
from index import wants
from index.corpus import Corpus, IndexedNotice
from index.query import Want
from knowledge.offices import OfficeContact, below, contacts
from knowledge.passage import PassageKind

# A page of contacts outweighs a number in passing, and a row says more than a line.
_LISTING = re.compile(r"联系|电话|通讯录|部门|机构|咨询")
# 「联系方式-社会学院」: the offices of one school; whoever asks for 党委办公室 means the college's.
_OF_A_SCHOOL = re.compile(r"(?:^|[-—_|·\s])[\u4e00-\u9fff]{2,12}(?:学院|研究院|研究所|系|分馆)(?:$|[-—_|·\s主])")
_HOURS = re.compile(r"^[^\n。]*(?:办公|工作|上班|服务|接待)时间[：:][^\n。]*\d[^\n。]*", re.MULTILINE)
# 党委统战部 is asked for as 统战部.
_OF_THE_PARTY = "党委"
_MOST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """How one office is reached, and the passage that says so; `hours_row` is a passage that gives hours for all of a page."""

    contact: OfficeContact
    row: int
    hours_row: int | None = None

    def tells(self, want: Want) -> bool:
        """Whether it has the wanted kind of thing."""
        known = {
            Want.PHONE: self.contact.phone,
            Want.EMAIL: self.contact.mailbox,
            Want.ADDRESS: self.contact.place,
            Want.TIME: self.contact.hours or self.hours_row is not None,
        }
        return bool(known.get(want))


@dataclass(frozen=True, slots=True)
class Found:
    """The entries by the names of their offices, best first."""

    by_name: dict[str, tuple[Entry, ...]]

    def of(self, name: str) -> tuple[Entry, ...]:
        """The entries of an office by any of its names, its own name first; () where there is none."""
        own = self.by_name.get(name, ())
        others = (
            entry for other in sorted(office_names().alike(name) - {name}) for entry in self.by_name.get(other, ())
        )
        return (*own, *others)


def find(corpus: Corpus) -> Found:
    """Reads every passage of `corpus`."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    hours: dict[int, int] = {}
    under: dict[int, str] = {}
    for row, passage in enumerate(corpus.passages):
        if passage.kind is PassageKind.TEXT and _HOURS.search(passage.text):
            hours.setdefault(passage.notice, row)
        notice = corpus.notices[passage.notice]
        if _OF_A_SCHOOL.search(notice.title):
            continue
        listed: list[OfficeContact] = []
        if passage.kind is PassageKind.TEXT:
            listed, under[passage.notice] = below(passage.text, under.get(passage.notice, ""))
        for contact in (*contacts(passage.kind, passage.text), *listed):
            entry = Entry(contact, row)
            name = bare(contact.plain_name)
            for known in {name, name.removeprefix(_OF_THE_PARTY) or name}:
                found.setdefault(known, []).append((_rank(notice, passage.kind), entry))
    return Found({name: tuple(_best(ranked, corpus, hours)) for name, ranked in found.items()})


def of_one_notice(entries: Sequence[Entry], corpus: Corpus, quotable: Collection[str]) -> list[Entry]:
    """The entries of the best notice that may be quoted, at most four, one for each number and place."""
    allowed = [entry for entry in entries if corpus.notices[corpus.passages[entry.row].notice].id in quotable]
    first = [entry for entry in allowed if corpus.passages[entry.row].notice == corpus.passages[allowed[0].row].notice]
    different = {(entry.contact.name, entry.contact.phone, entry.contact.place): entry for entry in reversed(first)}
    return list(reversed(different.values()))[:_MOST]


def hours(corpus: Corpus, row: int) -> str:
    """The line of a passage that gives the hours of the offices of its page."""
    match = _HOURS.search(corpus.passages[row].text)
    return match.group().strip() if match else ""


def _best(ranked: list[tuple[int, Entry]], corpus: Corpus, hours: dict[int, int]) -> list[Entry]:
    ordered = sorted(ranked, key=lambda pair: (-pair[0], -_day(corpus, pair[1]), pair[1].row))
    entries = (Entry(one.contact, one.row, hours.get(corpus.passages[one.row].notice)) for _, one in ordered)
    return list(entries)


def _rank(notice: IndexedNotice, kind: PassageKind) -> int:
    return 2 * bool(_LISTING.search(notice.title)) + (kind is PassageKind.ROW)


def _day(corpus: Corpus, entry: Entry) -> int:
    published = corpus.notices[corpus.passages[entry.row].notice].published_at
    return published.toordinal() if published else 0


def speaks_of(corpus: Corpus, row: int, office: str, want: Want) -> bool:
    """Whether a passage gives the wanted kind of thing as that office's: by its title or heading, or in the same line."""
    passage = corpus.passages[row]
    around = f"{corpus.notices[passage.notice].title}\n{corpus.notices[passage.notice].department}\n{passage.heading}"
    known = office_names().alike(office)
    if any(name in around.lower() for name in known):
        return True
    lines = passage.text.lower().split("\n")
    near = (
        f"{lines[number - 1] if number else ''}\n{line}" for number, line in enumerate(lines) if wants.holds(want, line)
    )
    return any(name in text for text in near for name in known)
