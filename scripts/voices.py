"""`gongkai requests voices`, `enter`, `settle`: complaints, appraisals, reviews and lawsuits (举报、评议、复议、诉讼)."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.requests.voices import Kind
from scripts import console, loop, options
from scripts.requests_desk import desk


def voices(
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only these.")] = None,
    as_json: options.AsJson = False,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """List complaints, appraisals, reviews and lawsuits."""
    with desk(config, data) as at:
        found = at.voices.list([kind] if kind else tuple(Kind))
    if as_json:
        console.write_json(
            [
                {"id": one.id, "kind": one.kind.value, "channel": one.channel, "day": one.day.isoformat()}
                | {"rating": one.rating, "text": one.text, "result": one.result}
                | {"settled": one.settled.isoformat() if one.settled else None}
                for one in found
            ]
        )
        return
    table = Table("", "类别", "日期", "评分", "内容", "处理结果", box=None)
    for one in found:
        rating = str(one.rating or "")
        table.add_row(str(one.id), one.kind.chinese, str(one.day), rating, escape(one.text), escape(one.result))
    console.OUT.print(table)
    console.say(f"{len(found)} in all")


def enter(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    *,
    kind: Annotated[Kind, typer.Option("--kind")],
    rating: Annotated[int | None, typer.Option(min=1, max=5)] = None,
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Enter a complaint, an appraisal, a review or a lawsuit that came by another way."""
    with desk(config, data) as at:
        number = at.voices.take(kind, text, rating, "paper", loop.now(at.configured))
    console.say(f"number {number}: {kind.chinese}")


def settle(
    number: Annotated[int, typer.Argument(metavar="NUMBER")],
    result: Annotated[str, typer.Argument(metavar="RESULT")],
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Say what came of a complaint, a review or a lawsuit."""
    with desk(config, data) as at:
        at.voices.settle(number, result, at.act(by))
    console.say(f"number {number} is settled.")
