"""Makes an answer of what was found: the words that answer, quoted literally, then title, office, date and link."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer, Citation, Outcome
from bot.quote import ELLIPSIS, excerpt
from index.corpus import Corpus, IndexedNotice
from index.coverage import Weighed
from index.freshness import years
from index.query import Query
from index.search import Hit
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind

TEXT_BYTES = 1800
_QUOTE = 380
_MOST_CITED = 3
_MOST_CANDIDATES = 4
# Another row of the same table is shown with the first when it matches what was asked as well as that one.
_SIBLING_ROWS = 5
_NEAR = 0.03


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one question: hits that may be quoted, best first, and what superseded which notice."""

    query: Query
    hits: tuple[Hit, ...]
    concepts: tuple[Weighed, ...]
    corpus: Corpus
    superseded: dict[NoticeId, str]

    def notice(self, hit: Hit) -> IndexedNotice:
        """The notice that a hit belongs to."""
        return self.corpus.notices[self.corpus.passages[hit.row].notice]


def answered(finding: Finding, confidence: float, bundle: str) -> Answer:
    """The answer by the first hit, with up to three notices cited."""
    citations = cite(finding)
    first = finding.notice(finding.hits[0])
    lead = _year_note(finding, first)
    quote = _shown_quote(finding, citations[0])
    source = _source(first, finding.superseded.get(first.id))
    also = [f"《{citation.title}》" for citation in citations[1:]]
    parts = [lead, quote, source, f"另见：{'、'.join(also)}" if also else ""]
    text = _within("\n".join(part for part in parts if part), parts)
    return Answer(Outcome.ANSWERED, text, citations, confidence, bundle=bundle)


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
    """One citation a notice, in the order found; the quote holds up to two of its passages, as they stand."""
    rows: dict[NoticeId, list[int]] = {}
    for hit in finding.hits:
        own = rows.setdefault(finding.notice(hit).id, [])
        if (len(own) < 2 and hit.score >= finding.hits[0].score - 0.25) or not own:
            own.append(hit.row)
    return tuple(_citation(finding, chosen) for chosen in list(rows.values())[:most])


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


def _source(notice: IndexedNotice, superseded_by: str | None) -> str:
    dated = notice.published_at.isoformat() if notice.published_at else "未注明日期"
    lines = [f"——《{notice.title}》", "，".join(part for part in (notice.department, dated) if part)]
    if superseded_by:
        lines.append(f"（注意：这份通知已由《{superseded_by}》取代）")
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


def _within(text: str, parts: Sequence[str]) -> str:
    """`text` in 1,800 bytes: the quote, its second part, gives way first, for the source must stand."""
    over = len(text.encode()) - TEXT_BYTES
    if over <= 0:
        return text
    lead, quote, source, _ = parts
    room = max(200, len(quote.encode()) - over - 6)
    cut = quote.encode()[:room].decode("utf-8", "ignore").rstrip() + ELLIPSIS
    return "\n".join(part for part in (lead, cut, source) if part)
