"""The import report as one HTML page to send to a colleague: no other file, no script, good on a phone and on paper."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from knowledge.filename import readable
from knowledge.outcome import ImportReport
from scripts.errors import CommandError
from scripts.import_report import sections
from scripts.sections import CHINA


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which import the page tells of."""

    by: str
    at: datetime
    paths: Sequence[Path]
    dry_run: bool


def render(report: ImportReport, occasion: Occasion) -> str:
    """The page; whatever a file name or a title holds is shown, never interpreted."""
    pages = Environment(loader=PackageLoader("scripts", "pages"), autoescape=True, undefined=StrictUndefined)
    return pages.get_template("import_report.html").render(
        report=report,
        sections=sections(report),
        by=occasion.by,
        at=occasion.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
        paths=[readable(str(path)) for path in occasion.paths],
        dry_run=occasion.dry_run,
    )


def check(file: Path) -> None:
    """Refuses a place where no page can be written, before the import rather than after it. Raises CommandError."""
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise CommandError(
            f"no report can be written to {file.parent}: {error.strerror}; nothing was imported"
        ) from None
    if file.is_dir():
        raise CommandError(f"{file} is a folder; give the report a name, such as {file / 'import.html'}")


def write(file: Path, page: str) -> None:
    """Writes the page beside its place and moves it there when it is whole."""
    part = file.with_name(f"{file.name}.part")
    part.write_text(page, encoding="utf-8")
    part.replace(file)
