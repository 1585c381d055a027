"""Makes an answer of what was found: the words that answer, quoted literally, then title, office, date and link."""

from collections.abc import Sequence
from dataclasses import replace

from bot import conflict, highlight, years
from bot.answer import Answer, Citation, Outcome
from bot.finding import Finding
from bot.parts import Parts, source, within
from bot.quote import ELLIPSIS, excerpt
from index.hit import Hit
from knowledge.notice import NoticeId
from knowledge.passage import PassageKind

_QUOTE = 380
DIFFERS = "※ 另一份通知的数字与上面不同，请以发布部门的答复为准："
_MOST_CITED = 3
_MOST_CANDIDATES = 4
_MOST_MORE = 6
# Another row of the same table is shown with the first when it matches what was asked as well as that one.
_SIBLING_ROWS = 5
_NEAR = 0.03
_ALSO = 0.25


def answered(finding: Finding, confidence: float, bundle: str, suggestions: tuple[str, ...] = ()) -> Answer:
    """The answer by the first hit, with up to three notices cited; `suggestions` are what else was asked."""
    other = conflict.differing(finding)
    if other is not None:
        finding = replace(finding, hits=_second(finding, other.hit))
    rows = _shown_rows(finding)
    citations = _with_all_shown(finding, cite(finding), rows)
    first = finding.notice(finding.hits[0])
    quote = _shown_quote(finding, rows)
    also = [f"《{citation.title}》" for citation in citations[1:]]
    parts = Parts(
        lead="\n".join(part for part in (_year_note(finding), _highlight(finding, quote)) if part),
        quote=quote,
        source=source(
            first, finding.superseded.get(first.id), finding.amended.get(first.id, ()), page=citations[0].page
        ),
        also=f"另见：{'、'.join(also)}" if also else "",
        differs=_differs(finding, other) if other else "",
    )
    return Answer(Outcome.ANSWERED, within(parts), citations, confidence, suggestions, bundle)


def _second(finding: Finding, other: Hit) -> tuple[Hit, ...]:
    """The hits with `other` right after those of the first notice."""
    first = finding.notice(finding.hits[0]).id
    own = tuple(hit for hit in finding.hits if finding.notice(hit).id == first)
    return (*own, other, *(hit for hit in finding.hits if hit not in own and hit is not other))


def _differs(finding: Finding, other: conflict.Statement) -> str:
    """What another notice says, literally, with its title and date."""
    notice = finding.notice(other.hit)
    page = finding.corpus.passages[other.hit.row].page
    told = source(notice, None, finding.amended.get(notice.id, ()), page=page)
    return f"{DIFFERS}\n{other.words}\n{told}"


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
    note = _year_note(finding)
    text = "\n".join([*([note] if note and finding.query.is_dated else []), *lines])
    suggestions = tuple(dict.fromkeys(c.title for c in citations if len(c.title) <= 30))
    return Answer(Outcome.CANDIDATES, text, citations, confidence, suggestions, bundle)


def of_another_year(finding: Finding, confidence: float, bundle: str) -> Answer:
    """The year asked for is not published yet: what the newest says is shown, as no answer to what was asked."""
    shown = answered(finding, confidence, bundle)
    return replace(shown, outcome=Outcome.CANDIDATES)


def _year_note(finding: Finding) -> str:
    first = finding.hits[0]
    return years.note(finding.query, finding.notice(first), first.features.year, finding.today)


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


def _shown_rows(finding: Finding) -> list[int]:
    """The passages that WeChat shows: the first hit, and where it is a row, others of its table that match as well."""
    first = finding.hits[0]
    passage, notice = finding.corpus.passages[first.row], finding.notice(first).id
    if passage.kind is PassageKind.TEXT:
        return [first.row]
    alike = [
        hit.row
        for hit in finding.hits
        if finding.notice(hit).id == notice
        and finding.corpus.passages[hit.row].heading == passage.heading
        and abs(hit.features.coverage - first.features.coverage) < _NEAR
        and hit.features.missed == first.features.missed
        and hit.features.exact >= first.features.exact
        and finding.corpus.passages[hit.row].kind is PassageKind.ROW
    ]
    return [first.row, *sorted(row for row in alike if row != first.row)][:_SIBLING_ROWS]


def _shown_quote(finding: Finding, rows: Sequence[int]) -> str:
    """What WeChat shows of them: an excerpt of the text, or the rows."""
    passage = finding.corpus.passages[rows[0]]
    if passage.kind is PassageKind.TEXT:
        return excerpt(passage.text, finding.concepts, finding.query.want, _QUOTE)
    return _listed([finding.corpus.passages[row].text for row in rows])


def _with_all_shown(finding: Finding, citations: tuple[Citation, ...], rows: Sequence[int]) -> tuple[Citation, ...]:
    """The citations, every row that is shown standing in the first one's quote."""
    quote = citations[0].quote
    texts = [finding.corpus.passages[row].text.strip() for row in rows]
    missing = [text for text in texts if text not in quote]
    if not missing:
        return citations
    return (replace(citations[0], quote=f"\n{ELLIPSIS}\n".join([quote, *missing])), *citations[1:])


def _listed(rows: Sequence[str]) -> str:
    """Rows of one table, what they have in common in front said once."""
    about = rows[0].partition("：")[0]
    if len(rows) == 1 or not all(row.startswith(f"{about}：") for row in rows):
        return "\n".join(rows)
    return "\n".join([f"{about}：", *(f"· {row.removeprefix(f'{about}：')}" for row in rows)])


def _dated(citation: Citation) -> str:
    return f"（{citation.published_at.isoformat()}）" if citation.published_at else ""
