"""`python -m benchmarks.generality SQUAD.json`: retrieval on texts of another kind, with the same settings, untouched.

Articles of a reading set in SQuAD's format (CMRC 2018, DRCD …) become notices, its questions ask for them; a hit is the right
article. What helps on notices and hurts here is tuned to notices.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from benchmarks.material import Source, prepare
from bot.engine import Engine
from bot.understanding.understand import understand
from index.query import Query
from scripts.answering import engine
from scripts.console import OUT

_TODAY = date(2026, 9, 1)
_DEPTHS = (1, 3, 10)


def run(
    squad: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Articles and questions, SQuAD's format.")],
    titles: Annotated[bool, typer.Option(help="Articles keep their titles; otherwise they are only numbered.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Ask only so many questions, spread evenly; 0: all.")] = 0,
) -> None:
    """Import the articles, publish them, search every question; prints R@1, R@3 and R@10."""
    articles = json.loads(squad.read_text(encoding="utf-8"))["data"]
    with tempfile.TemporaryDirectory(prefix="gongkai-generality-") as folder:
        notices, golden = Path(folder) / "notices", Path(folder) / "golden.jsonl"
        notices.mkdir()
        golden.touch()
        for article in articles:
            (notices / f"{article['id']}.md").write_text(_notice(article, titled=titles), encoding="utf-8")
        material = prepare(Source(squad.stem, notices, golden, _TODAY.isoformat()), Path(folder))
        material.published()
        asked = list(_questions(articles))
        asked = asked[:: max(1, len(asked) // limit)] if limit else asked
        with engine(material.settings) as opened:
            places = [_place(opened, question, article) for question, article in asked]
    shares = "  ".join(f"R@{depth} {sum(place < depth for place in places) / len(places):.3f}" for depth in _DEPTHS)
    OUT.print(f"{len(articles)} articles, {len(places)} questions  {shares}", markup=False, soft_wrap=True)


def _notice(article: dict[str, Any], *, titled: bool) -> str:
    head = yaml.safe_dump(
        {"id": article["id"], "title": article["title"] if titled else article["id"]}, allow_unicode=True
    )
    body = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
    return f"---\n{head}status: published\n---\n\n{body}\n"


def _questions(articles: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for article in articles:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                yield asked["question"], article["id"]


def _place(opened: Engine, question: str, article: str) -> int:
    """How many other articles come before the right one, as far as was searched."""
    query = understand(question, _TODAY).query or Query(question)
    corpus = opened.searcher.bundle.corpus
    hits = opened.searcher.search(query, _TODAY, limit=20)
    ids = list(dict.fromkeys(str(corpus.notices[corpus.passages[hit.row].notice].id) for hit in hits))
    return ids.index(article) if article in ids else max(_DEPTHS)


if __name__ == "__main__":
    typer.run(run)
