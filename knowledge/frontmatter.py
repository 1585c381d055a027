"""What staff write about a notice: YAML front matter at the top of a text, or a side file beside any file.

The Markdown parser calls `split`; the importer lays a side file over what a parser found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import InvalidMetadata
from knowledge.notice import Metadata, NoticeId, Period, Status
from knowledge.periods import periods

SIDE_ENDING = ".meta.yaml"
KEYS = tuple(field.name for field in fields(Metadata))

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(rf"\A\ufeff?---[ \t]*\r?\n(?:{'|'.join(KEYS)})[ \t]*:")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ].*")
_LISTS = frozenset({"supersedes", "applies_to"})
_LIST = re.compile(r"[\s,，、;；]+")
_CHINA = timezone(timedelta(hours=8))
_ADVICE = "the keys are " + ", ".join(KEYS)
_EXPIRED = "expiry is a date: give `expires_at`, the last day on which the notice holds"
_SUPERSEDED = "supersession is a link: name this notice's id in `supersedes` of the newer one"


class _WrongValueError(Exception):
    """A value that its key does not take: what was expected."""


def split(path: Path, text: str) -> tuple[Metadata, str]:
    """The front matter between a first line `---` and the next, and the text after it.

    Without front matter the metadata says nothing and the text comes back whole. Every scalar is taken as written, so
    an id 007 stays 007. Raises InvalidMetadata, naming the key, what was expected and what came.
    """
    found = _FENCE.match(text)
    # a rule followed by a blank line is a horizontal rule of Markdown, not front matter
    if found is None or not found[1].split("\n", 1)[0].strip():
        if _OPENED.match(text) and found is None:
            raise InvalidMetadata(path, "the front matter has no end", "close it with a line ---")
        return Metadata(), text
    # the fence counts as a line, so that an error names the line of the file
    return _read(path, "\n" + found[1]), text[found.end() :]


def read_side_file(path: Path) -> Metadata | None:
    """What `fees.meta.yaml` or `fees.xlsx.meta.yaml` says of `fees.xlsx`, or None; the longer name is the stronger.

    Raises InvalidMetadata, whose `path` is the side file.
    """
    said = None
    for side in (path.with_name(path.stem + SIDE_ENDING), path.with_name(path.name + SIDE_ENDING)):
        if side.is_file():
            weaker = said or Metadata()
            said = merge(_read(side, _text(side)), weaker)
    return said


def merge(stronger: Metadata, weaker: Metadata) -> Metadata:
    """Every field as `stronger` says it, or as `weaker` does where it says nothing."""
    said = {name: value for name in KEYS if (value := getattr(stronger, name)) not in (None, "", ())}
    return replace(weaker, **said)


def read_values(path: Path, values: Mapping[str, str]) -> Metadata:
    """What a form says, key by key; lists are separated by commas or spaces, "" says nothing.

    Raises InvalidMetadata as a side file would, whose `path` is `path`.
    """
    return _read(path, written(values))


def written(values: Mapping[str, str]) -> str:
    """The same as the text of a side file."""
    said = {
        key: _LIST.split(value.strip()) if key in _LISTS else value for key, value in values.items() if value.strip()
    }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False) if said else ""


def _text(side: Path) -> str:
    try:
        return side.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidMetadata(side, "is not UTF-8 text", "save it with the encoding UTF-8") from None
    except OSError as error:
        raise InvalidMetadata(side, f"cannot be read: {error.strerror}") from error


def _read(path: Path, source: str) -> Metadata:
    values: dict[str, Any] = {}
    for key, node in _entries(path, source):
        if key not in _READERS:
            raise InvalidMetadata(path, f"unknown key `{key}`", _ADVICE)
        if key in values:
            raise InvalidMetadata(path, f"the key `{key}` stands twice", "keep one of the two")
        try:
            values[key] = _READERS[key](node)
        except _WrongValueError as wrong:
            raise InvalidMetadata(path, f"`{key}`: expected {wrong}, got {_shown(node)}") from None
    metadata = replace(Metadata(), **values)
    starts, ends = metadata.effective_from, metadata.expires_at
    if starts and ends and ends < starts:
        raise InvalidMetadata(path, f"`expires_at` {ends} is before `effective_from` {starts}")
    return metadata


def _entries(path: Path, source: str) -> Iterator[tuple[str, yaml.Node]]:
    try:
        # composed only, not constructed: YAML would turn 007 into 7, `no` into False, and refuse 2001-02-00
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise InvalidMetadata(path, f"the metadata is not YAML{where}: {problem}", "put the value in quotes") from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise InvalidMetadata(path, "the metadata is not a list of `key: value` lines", "with a half-width colon")
    for key, node in root.value:
        yield _shown(key), node


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _scalar(node: yaml.Node, expected: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _WrongValueError(expected)
    plain = node.style is None and node.value in ("~", "null", "Null", "NULL")
    return "" if plain else " ".join(node.value.split())


def _word(node: yaml.Node) -> str:
    return _scalar(node, "text")


def _url(node: yaml.Node) -> str:
    expected = "an address that begins with http:// or https://"
    value = _scalar(node, expected)
    if value and not re.fullmatch(r"https?://[^\s/]\S*", value, re.IGNORECASE):
        raise _WrongValueError(expected)
    return value


def _id(node: yaml.Node) -> str:
    value = _scalar(node, "one word")
    if " " in value or len(value) > 200:
        raise _WrongValueError("one word of at most 200 characters")
    return value


def _date(node: yaml.Node) -> date | None:
    expected = "a date such as 2024-05-01"
    value = _scalar(node, expected)
    # a content system's way of saying that it does not know the day: nothing is made up for it
    if not value or re.fullmatch(r"\d{4}-(?:00-\d\d|\d\d-00)", value):
        return None
    try:
        if written := _DATE.fullmatch(value):
            return date(int(written[1]), int(written[2]), int(written[3]))
        if _MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value)
            return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()
    except ValueError:
        pass
    raise _WrongValueError(expected)


def _status(node: yaml.Node) -> Status | None:
    expected = "draft, published or withdrawn"
    value = _scalar(node, expected).lower()
    if value in ("expired", "superseded"):
        raise _WrongValueError(f"{expected} ({_EXPIRED if value == 'expired' else _SUPERSEDED})")
    if value and (value not in list(Status) or value == Status.CHECKED):
        raise _WrongValueError(expected)
    return Status(value) if value else None


def _ids(node: yaml.Node) -> tuple[NoticeId, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(NoticeId(value) for item in nodes if (value := _id(item)))


def _years(node: yaml.Node) -> tuple[Period, ...]:
    expected = "years such as 2024年, 2023-2024学年, 2024级, 2024届"
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    told: list[Period] = []
    for one in nodes:
        value = _scalar(one, expected)
        found = periods(f"{value}年" if value.isdecimal() else value, "")
        if value and not found:
            raise _WrongValueError(expected)
        told += found
    return tuple(sorted(set(told)))


def _item(node: yaml.Node) -> int | None:
    expected = "the number of an item of the disclosure list, 1 to 50"
    value = _scalar(node, expected)
    if value and not (value.isdecimal() and 1 <= int(value) <= 50):
        raise _WrongValueError(expected)
    return int(value) if value else None


_READERS: dict[str, Callable[[yaml.Node], object]] = {
    "id": _id,
    "title": _word,
    "department": _word,
    "channel": _word,
    "category": _word,
    "published_at": _date,
    "effective_from": _date,
    "expires_at": _date,
    "source_url": _url,
    "status": _status,
    "supersedes": _ids,
    "document_number": _word,
    "deadline": _date,
    "applies_to": _years,
    "item": _item,
}
