import xml.etree.ElementTree as ET
from pathlib import Path

from benchmarks.soak import Slice, is_flat, verdict, write


def _slices(memory: float = 1.0, latency: float = 1.0, faults: int = 0) -> list[Slice]:
    return [
        Slice(60.0 * n, 900 * memory ** (n > 5), 20, 50 * latency ** (n > 5), 90, 100, faults * (n == 4))
        for n in range(9)
    ]


def test_growth_and_faults_are_found_out() -> None:
    """Flat curves pass; a tenth more memory, doubled latency or a single fault do not."""
    assert is_flat(_slices())
    assert not is_flat(_slices(memory=1.1))
    assert not is_flat(_slices(latency=2.0))
    assert not is_flat(_slices(faults=1))
    assert "900 messages, 1 faults" in verdict(_slices(faults=1))


def test_the_run_is_written_as_a_table_and_as_curves(tmp_path: Path) -> None:
    """A line for each slice, and a picture that is well formed."""
    write(_slices(), tmp_path / "new", "soak")
    assert len((tmp_path / "new" / "soak.csv").read_text(encoding="utf-8").splitlines()) == 10
    root = ET.fromstring((tmp_path / "new" / "soak.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own picture
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 3
