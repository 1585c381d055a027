"""`gongkai notices correct`: puts right what was recognised of a notice, without its file."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from knowledge import corrections
from knowledge.audit import Change
from knowledge.notice import NoticeId
from scripts import console, options, settings, stores
from scripts.life import Id, Reason, said

Values = Annotated[
    list[str],
    typer.Option("--set", metavar="KEY=VALUE", help=f"What it should say; keys: {', '.join(corrections.KEYS)}."),
]


def correct(
    notice_id: Id,
    values: Values,
    reason: Reason,
    by: options.By = "",
    config: options.Config = None,
    data: options.Data = None,
) -> None:
    """Correct what was recognised of a notice: title, office, category, dates and the other keys of a side file.

    A correction holds when the file is imported again. Where imports wait for a check, it waits too.
    """
    configured = settings.load(config, data)
    known = NoticeId(notice_id)
    at = (configured.clock.moment(datetime.now(UTC)), said(reason))
    with stores.existing(configured) as store:
        done = corrections.correct(store, configured.data.dir, known, _pairs(values), options.actor(by), at)
        waits = store.waits(known)
    if done is Change.UNCHANGED:
        console.say(f"{known} says that already.")
    elif waits:
        console.say(f"{known} is corrected and waits for its check: `gongkai notices approve {known}`.")
    else:
        console.say(f"{known} is corrected; `gongkai publish` makes it answerable.")


def _pairs(values: list[str]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values)
    unknown = [key for key in pairs if key not in corrections.KEYS]
    if unknown or any("=" not in value for value in values):
        expected = f"expected KEY=VALUE, KEY one of {', '.join(corrections.KEYS)}"
        raise typer.BadParameter(f"{expected}, got {', '.join(unknown) or values}", param_hint="--set")
    return pairs
