"""`gongkai calibrate`: fits the certainty of answers to golden questions of several colleges, and shows how true it is."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
import yaml

from bot.engine import Engine
from bot.understanding.understand import Understood, understand
from index import calibrate, golden
from index.calibrate import Example
from index.confidence import NAMES, Linear
from index.golden import GoldenQuestion
from scripts.answering import engine
from scripts.console import OUT, say
from scripts.errors import CommandError
from scripts.options import Config
from scripts.sections import ClockSettings
from scripts.settings import load

_SET_HELP = "GOLDEN.jsonl=DATA-FOLDER, or GOLDEN.jsonl=DATA-FOLDER@YYYY-MM-DD for the day on which it is asked."


def run(sets: Annotated[list[str], typer.Argument(metavar="SET...", help=_SET_HELP)], config: Config = None) -> None:
    """Fit the certainty of answers to golden questions, and print weights for index/data/weights.yaml."""
    examples: list[Example] = []
    for one in sets:
        file, data, day = _parse(one)
        settings = load(config, data)
        if day is not None:
            settings = settings.model_copy(update={"clock": ClockSettings(now=day)})
        with engine(settings) as opened:
            for question in golden.read(file):
                examples += _examples(opened, question, file.stem)
    if len({one.college for one in examples}) < 2:
        raise CommandError("calibrating takes golden sets of two colleges or more, in files of different names")
    _print(examples)


def _parse(text: str) -> tuple[Path, Path, date | None]:
    file, _, rest = text.partition("=")
    data, _, day = rest.partition("@")
    try:
        return Path(file), Path(data), date.fromisoformat(day) if day else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: expected {_SET_HELP}") from error


def _examples(opened: Engine, question: GoldenQuestion, college: str) -> list[Example]:
    """The first hit of a question; and, its gold notices hidden, the nearest miss."""
    understood: Understood | None = None
    for turn in question.turns:
        understood = understand(turn, opened.today(), understood)
    if understood is None or understood.query is None:
        return []
    finding = opened.find(understood)
    is_gold = [finding.notice(hit).id in question.gold for hit in finding.hits]
    first = zip(finding.hits[:1], is_gold[:1], strict=True)
    found = [Example(college, hit.features, right, real=True) for hit, right in first]
    misses = opened.searcher.with_leads([hit for hit, right in zip(finding.hits, is_gold, strict=True) if not right])
    if question.gold and misses:
        found.append(Example(college, misses[0].features, right=False, real=False))
    return found


def _print(examples: list[Example]) -> None:
    real = [one for one in examples if one.real]
    right = [one.right for one in real]
    stated = calibrate.held_out(examples)
    bins = calibrate.reliability(stated, right)
    say(f"{len(real)} questions and {len(examples) - len(real)} near misses, each college judged by the others:")
    say(
        f"area under the curve {calibrate.area_under_curve(stated, right):.3f}, "
        f"calibration error {calibrate.calibration_error(bins):.3f}"
    )
    for one in bins:
        say(f"  stated {one.stated:.2f}  right {one.right:.2f}  ({one.n})")
    OUT.print(yaml.safe_dump({"certainty": _named(calibrate.fit_certainty(examples))}, sort_keys=False), markup=False)


def _named(linear: Linear) -> dict[str, float]:
    weights = {name: round(value, 3) for name, value in zip(NAMES, linear.weights, strict=True) if value}
    return {"bias": round(linear.bias, 3)} | weights
