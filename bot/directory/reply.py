"""The answer to how an office is reached: its row or line, literally, with its notice; or what staff keep of it."""

from collections.abc import Sequence

from bot.answer import Answer, Citation, Outcome
from bot.directory import found
from bot.directory.found import Entry
from bot.highlight import MARK
from bot.offices import Office
from bot.parts import Parts, source, within
from bot.quote import excerpt
from index.corpus import Corpus
from index.query import Want
from knowledge.offices import lines
from knowledge.passage import PassageKind

KEPT = "（据学校维护的部门通讯录）"
_QUOTE = 380


def from_notice(entries: Sequence[Entry], want: Want, corpus: Corpus, bundle: str) -> Answer:
    """The entries of one notice, all of the office asked for; at least one."""
    first = entries[0]
    notice = corpus.notices[corpus.passages[first.row].notice]
    rows = list(dict.fromkeys(entry.row for entry in entries))
    quotes = list(dict.fromkeys(_quote(entry, corpus, want, _QUOTE // len(entries)) for entry in entries))
    hours = found.hours(corpus, first.hours_row) if want is Want.TIME and first.hours_row is not None else ""
    lead = f"{MARK}{_told(first, want) or hours}" if len(entries) == 1 else hours and f"{MARK}{hours}"
    cited = [*rows, first.hours_row] if hours and first.hours_row is not None else rows
    citation = Citation(
        notice_id=notice.id,
        title=notice.title,
        department=notice.department,
        published_at=notice.published_at,
        url=notice.source_url,
        quote="\n…\n".join(corpus.passages[row].text.strip() for row in cited),
    )
    text = within(Parts(lead, "\n".join(quotes), source(notice, None, ()), ""))
    return Answer(Outcome.ANSWERED, text, (citation,), 1.0, (), bundle)


def _quote(entry: Entry, corpus: Corpus, want: Want, most: int) -> str:
    passage = corpus.passages[entry.row]
    is_line = passage.kind is PassageKind.TEXT and bool(entry.contact.phone)
    told = lines(passage.text, entry.contact) if is_line else passage.text.strip()
    return excerpt(told, (), want, most)


def from_staff(office: Office, bundle: str) -> Answer:
    """What the college keeps of an office in its own list."""
    return Answer(Outcome.ANSWERED, f"{office}\n{KEPT}", (), 1.0, (), bundle)


def _told(entry: Entry, want: Want) -> str:
    contact = entry.contact
    known = {
        Want.PHONE: contact.phone and f"{contact.name}电话：{contact.phone}",
        Want.EMAIL: contact.mailbox and f"{contact.name}邮箱：{contact.mailbox}",
        Want.ADDRESS: contact.place and f"{contact.name}：{contact.place}",
        Want.TIME: contact.hours and f"{contact.name}：{contact.hours}",
    }
    return known.get(want, "")
