"""`python -m tuning`: trains the corrections of the default encoder and writes them where the encoder is built from."""

from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bot.understanding.understand import understand
from index import weights
from scripts.console import progress, say
from tuning.pairs import read
from tuning.train import Plan, Training

_HERE = Path(__file__).parent
_DAY = date(2026, 1, 1)
_PLAN = Plan()


def run(
    pairs: Annotated[Path, typer.Option(help="Folder of pairs.")] = _HERE / "pairs",
    out: Annotated[Path, typer.Option(help="Where the corrections go.")] = _HERE.parent / "index/data/tuning.npz",
    epochs: Annotated[int, typer.Option(min=1)] = _PLAN.epochs,
    hold: Annotated[float, typer.Option(min=0)] = _PLAN.hold,
    temperature: Annotated[float, typer.Option(min=0.005)] = _PLAN.temperature,
) -> None:
    """Train low-rank corrections of the upper layers on the pairs."""
    entries = read(pairs)
    say(f"{len(entries)} passages, {sum(len(entry.questions) for entry in entries)} questions")
    plan = Plan(epochs=epochs, hold=hold, temperature=temperature)
    training = Training(weights.prune(weights.read(weights.locate())), plan, _understood)
    with progress() as bar:
        task = bar.add_task("Training", total=None)

        def on_step(step: int, steps: int, loss: float) -> None:
            bar.update(task, completed=step, total=steps, description=f"Training, loss {loss:.3f}")

        made = training.run(entries, on_step)
    np.savez_compressed(out, **made)  # type: ignore[arg-type]  # names to arrays
    say(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def _understood(question: str) -> str:
    """What the bot encodes of a question."""
    query = understand(question, _DAY).query
    return query.text if query else question


if __name__ == "__main__":
    typer.run(run)
