"""`python -m benchmarks`: measures the figures one after the other, in a scratch folder that is removed again."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import import_rate, new_bundle, one_changed, page, publish_rate, question, start, table, webhook
from benchmarks.figure import Figure
from benchmarks.material import Material, Source, locate, prepare
from scripts.console import OUT, say

Measure = Callable[[Material, int, Path], tuple[Figure, ...]]
# one_changed leaves the notices published, so it comes before those that need them so.
MEASURES: dict[str, Measure] = {
    "import_rate": import_rate.measure,
    "publish_rate": publish_rate.measure,
    "one_changed": one_changed.measure,
    "question": question.measure,
    "webhook": webhook.measure,
    "start": start.measure,
    "new_bundle": new_bundle.measure,
    "page": page.measure,
}
_ROOT = Path(__file__).resolve().parents[1]


def run(
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(MEASURES)}; may be repeated.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of each figure; their median counts.")] = 5,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table of docs/performance.md.")] = False,
) -> None:
    """Measure the product's speed against the bare model; exit status 1 when a figure is not what is needed."""
    chosen = only or list(MEASURES)
    unknown = [name for name in chosen if name not in MEASURES]
    if unknown:
        raise typer.BadParameter(f"there is no figure {', '.join(unknown)}: {', '.join(MEASURES)}")
    source = locate(_ROOT)
    figures = measure(source, chosen, rounds)
    facts = table.machine()
    for line in table.markdown(figures, facts, source.name) if markdown else table.lines(figures):
        OUT.print(line, markup=False, soft_wrap=True)
    if json_file is not None:
        report = {"notices": source.name, "machine": facts, "figures": [figure.to_json() for figure in figures]}
        json_file.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not all(figure.good for figure in figures):
        raise typer.Exit(1)


def measure(source: Source, chosen: list[str], rounds: int) -> list[Figure]:
    """The chosen figures on one source, in a folder of their own."""
    if source.name == "demo":
        say("The corpora are not beside the repository: measuring on the demonstration notices, which are few.")
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        material = prepare(source, Path(folder))
        figures: list[Figure] = []
        for name, take in MEASURES.items():
            if name in chosen:
                say(f"measuring {name} …")
                figures += take(material, rounds, Path(folder))
        return figures


if __name__ == "__main__":
    typer.run(run)
