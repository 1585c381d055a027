"""Writes what a command makes for people: beside its place first, and moved there when it is whole."""

from pathlib import Path

from scripts.errors import CommandError


def write(file: Path, content: str | bytes) -> None:
    """Writes `content` to `file`. Raises CommandError where that cannot be."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"{file} cannot be written: {error.strerror}; choose another place") from None
