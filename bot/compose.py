"""Makes an answer of what was found: the words that answer, quoted literally, then title, office, date and link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import highlight
from bot.answer import Answer, Citation, Outcome
from bot.quote import ELLIPSIS, excerpt
from index.corpus import Corpus, IndexedNotice
from index.coverage import Weighed
from index.freshness import years
from index.hit import Hit
from index.query import Query
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind

TEXT_BYTES = 1800
_QUOTE = 380
_MOST_CITED = 3
_MOST_CANDIDATES = 4
_MOST_MORE = 6
# Another row of the same table is shown with the first when it matches what was asked as well as that one.
_SIBLING_ROWS = 5
_NEAR = 0.03
_ALSO = 0.25
_MOST_AMENDED = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one question: hits that may be quoted, best first, and what superseded or amended which notice.

    `superseded` has the title of the successor, `amended` those of the supplements, corrections and postponements.
    """

    query: Query
    hits: tuple[Hit, ...]
    concepts: tuple[Weighed, ...]
    corpus: Corpus
    superseded: dict[NoticeId, str]
    amended: dict[NoticeId, tuple[str, ...]]

    def notice(self, hit: Hit) -> IndexedNotice:
        """The notice that a hit belongs to."""
        return self.corpus.notices[self.corpus.passages[hit.row].notice]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reply is put together from, in order; any of it may be ""."""

    lead: str
    quote: str
    source: str
    also: str

    def __str__(self) -> str:
        return "\n".join(part for part in (self.lead, self.quote, self.source, self.also) if part)


def answered(finding: Finding, confidence: float, bundle: str, suggestions: tuple[str, ...] = ()) -> Answer:
    """The answer by the first hit, with up to three notices cited; `suggestions` are what else was asked."""
    citations = cite(finding)
    first = finding.notice(finding.hits[0])
    quote = _shown_quote(finding, citations[0])
    also = [f"《{citation.title}》" for citation in citations[1:]]
    parts = Parts(
        lead="\n".join(part for part in (_year_note(finding, first), _highlight(finding, quote)) if part),
        quote=quote,
        source=_source(first, citations[0].page, finding.superseded.get(first.id), finding.amended.get(first.id, ())),
        also=f"另见：{'、'.join(also)}" if also else "",
    )
    return Answer(Outcome.ANSWERED, _within(parts), citations, confidence, suggestions, bundle)


def _highlight(finding: Finding, quote: str) -> str:
    """What answers, in front of a quote that says more than it: a cell of the row, or a sentence."""
    passage = finding.corpus.passages[finding.hits[0].row]
    if passage.kind is PassageKind.TEXT:
        return highlight.sentence(quote, finding.concepts, finding.query.want)
    return "" if "\n" in quote else highlight.cell(passage.text, finding.concepts, finding.query.want)


def more(finding: Finding, page: int, confidence: float, bundle: str) -> Answer | None:
    """The next notice found, by `page` (1 for the first after the answer), quoted as the answer was; None after the last."""
    notices = list(dict.fromkeys(finding.notice(hit).id for hit in finding.hits))[:_MOST_MORE]
    if page >= len(notices):
        return None
    later = notices[page:]
    hits = tuple(hit for hit in finding.hits if finding.notice(hit).id in later)
    return answered(replace(finding, hits=hits), confidence, bundle)


def candidates(finding: Finding, confidence: float, bundle: str) -> Answer:
    """Unsure: the nearest notices, to look into or to tap."""
    citations = cite(finding, _MOST_CANDIDATES)
    lines = ["没有找到能直接回答的内容，下面几份通知最接近："]
    lines += [f"{number}.《{c.title}》{_dated(c)} {c.url}".rstrip() for number, c in enumerate(citations, start=1)]
    note = _year_note(finding, finding.notice(finding.hits[0]))
    text = "\n".join([*([note] if note else []), *lines])
    suggestions = tuple(dict.fromkeys(c.title for c in citations if len(c.title) <= 30))
    return Answer(Outcome.CANDIDATES, text, citations, confidence, suggestions, bundle)


def cite(finding: Finding, most: int = _MOST_CITED) -> tuple[Citation, ...]:
    """One citation a notice, in the order found; the quote holds up to two of its passages, as they stand.

    The second one is there where it speaks nearly as well as the first.
    """
    own: dict[NoticeId, list[Hit]] = {}
    for hit in finding.hits:
        found = own.setdefault(finding.notice(hit).id, [])
        if not found or (len(found) < 2 and hit.score >= found[0].score - _ALSO):
            found.append(hit)
    return tuple(_citation(finding, [hit.row for hit in chosen]) for chosen in list(own.values())[:most])


def _citation(finding: Finding, rows: Sequence[int]) -> Citation:
    notice = finding.corpus.notices[finding.corpus.passages[rows[0]].notice]
    texts = [finding.corpus.passages[row].text.strip() for row in rows]
    return Citation(
        notice_id=notice.id,
        title=notice.title,
        department=notice.department,
        published_at=notice.published_at,
        url=notice.source_url,
        quote=f"\n{ELLIPSIS}\n".join(texts),
        page=finding.corpus.passages[rows[0]].page,
    )


def _shown_quote(finding: Finding, citation: Citation) -> str:
    """What WeChat shows of the first hit: an excerpt, or its row with rows that match as well."""
    first = finding.hits[0]
    passage = finding.corpus.passages[first.row]
    if passage.kind is PassageKind.TEXT:
        return excerpt(passage.text, finding.concepts, finding.query.want, _QUOTE)
    alike = [
        hit.row
        for hit in finding.hits
        if finding.notice(hit).id == citation.notice_id
        and finding.corpus.passages[hit.row].heading == passage.heading
        and abs(hit.features.coverage - first.features.coverage) < _NEAR
        and hit.features.missed == first.features.missed
        and hit.features.exact >= first.features.exact
        and finding.corpus.passages[hit.row].kind is PassageKind.ROW
    ]
    rows = [first.row, *sorted(row for row in alike if row != first.row)][:_SIBLING_ROWS]
    return _listed([finding.corpus.passages[row].text for row in rows])


def _listed(rows: Sequence[str]) -> str:
    """Rows of one table, what they have in common in front said once."""
    about = rows[0].partition("：")[0]
    if len(rows) == 1 or not all(row.startswith(f"{about}：") for row in rows):
        return "\n".join(rows)
    return "\n".join([f"{about}：", *(f"· {row.removeprefix(f'{about}：')}" for row in rows)])


def _source(notice: IndexedNotice, page: int | None, superseded_by: str | None, amended_by: Sequence[str]) -> str:
    dated = notice.published_at.isoformat() if notice.published_at else "未注明日期"
    lines = [
        f"——《{notice.title}》{f'第{page}页' if page else ''}",
        "，".join(part for part in (notice.department, dated) if part),
    ]
    if superseded_by:
        lines.append(f"（注意：这份通知已由《{superseded_by}》取代）")
    if amended_by:
        lines.append(
            f"（注意：{'、'.join(f'《{title}》' for title in amended_by[:_MOST_AMENDED])}对这份通知有补充或更改）"
        )
    if notice.source_url:
        lines.append(notice.source_url)
    return "\n".join(lines)


def _year_note(finding: Finding, notice: IndexedNotice) -> str:
    """Says so where the year asked for is not the year of what is quoted."""
    asked, told = years(finding.query.periods), years(notice.periods)
    if not finding.query.is_dated or not asked or not told or asked & told or finding.hits[0].features.year > 0:
        return ""
    return f"{'、'.join(map(str, finding.query.periods))}的没有查到，以下为{'、'.join(map(str, notice.periods))}的："


def _dated(citation: Citation) -> str:
    return f"（{citation.published_at.isoformat()}）" if citation.published_at else ""


def _within(parts: Parts) -> str:
    """The reply in 1,800 bytes: what else to see goes first, then the quote is cut, for the source must stand."""
    if len(str(parts).encode()) <= TEXT_BYTES:
        return str(parts)
    short = replace(parts, also="")
    over = len(str(short).encode()) - TEXT_BYTES
    if over <= 0:
        return str(short)
    room = max(200, len(parts.quote.encode()) - over - len(ELLIPSIS.encode()))
    cut = parts.quote.encode()[:room].decode("utf-8", "ignore").rstrip() + ELLIPSIS
    return str(replace(short, quote=cut))
