"""Starting the service, and the memory that it holds once it has worked."""

from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.material import Material
from benchmarks.service import service


def measure(material: Material, rounds: int, scratch: Path, asked: int = 200) -> tuple[Figure, ...]:
    """Seconds from process start to ready, and resident memory after `asked` distinct questions, of a new process a round."""
    material.published()
    questions = material.distinct(asked)
    runs = []
    for _ in range(rounds):
        with service(material) as running:
            answered = running.simulate(questions, scratch)["answered"]
            if answered != asked:
                raise RuntimeError(f"only {answered} of {asked} questions were answered")
            runs.append((running.ready_seconds, running.resident_megabytes()))
    return (
        Figure("start", "from process start to /readyz 200", "s", 2.0, at_least=False, runs=tuple(s for s, _ in runs)),
        Figure(
            name="resident",
            what=f"resident memory of the service after {asked} questions",
            unit="MB",
            needed=500.0,
            at_least=False,
            runs=tuple(megabytes for _, megabytes in runs),
        ),
    )
