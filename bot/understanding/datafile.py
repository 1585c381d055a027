"""Reads the data files beside this package that staff may edit; what is wrong in one is named by file and place."""

from importlib import resources

from knowledge import yamltext


class BadData(ValueError):
    """A data file that cannot be used: mend the place named, then start again."""

    def __init__(self, file: str, place: str, expected: str) -> None:
        super().__init__(f"{file}: {place}: expected {expected}")
        self.file = file
        self.place = place
        self.expected = expected


def load(file: str) -> object:
    """The parsed content of `data/<file>`. Raises BadData where it is no YAML."""
    return parse(file, resources.files("bot.understanding").joinpath("data", file).read_text(encoding="utf-8"))


def parse(file: str, text: str) -> object:
    """YAML `text`, called `file` in errors. Raises BadData."""
    try:
        content: object = yamltext.parse(text)
    except yamltext.NotYaml as error:
        mark = getattr(error, "problem_mark", None)
        raise BadData(file, f"line {mark.line + 1}" if mark else "the file", f"valid YAML ({error})") from error
    return content


def mapping(file: str, place: str, value: object, allowed: frozenset[str] | None = None) -> dict[str, object]:
    """`value` as a mapping with text keys, all of them `allowed` (None allows any). Raises BadData."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadData(file, place, f"a mapping with text keys, not {value!r}")
    unknown = sorted(set(value) - allowed) if allowed is not None else []
    if unknown and allowed is not None:
        raise BadData(file, place, f"only the keys {', '.join(sorted(allowed))}, not {', '.join(unknown)}")
    return value


def items(file: str, place: str, value: object) -> list[object]:
    """`value` as a list; None is an empty one. Raises BadData."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadData(file, place, f"a list, not {value!r}")
    return value


def words(file: str, place: str, value: object) -> tuple[str, ...]:
    """`value` as a list of non-empty texts, lower case; numbers are taken as written. Raises BadData."""
    found = tuple(str(item).lower() for item in items(file, place, value) if isinstance(item, str | int | float))
    if len(found) != len(items(file, place, value)) or not all(found):
        raise BadData(file, place, f"a list of words, not {value!r}")
    return found


def texts(file: str, place: str, value: object) -> dict[str, str]:
    """`value` as a mapping of text to text. Raises BadData."""
    found = mapping(file, place, value)
    for key, item in found.items():
        if not isinstance(item, str):
            raise BadData(file, f"{place}, {key}", f"a text, not {item!r}")
    return {key: str(item) for key, item in found.items()}


def flag(file: str, place: str, fields: dict[str, object], key: str) -> bool:
    """`fields[key]` as true or false; false where it is missing. Raises BadData."""
    value = fields.get(key, False)
    if not isinstance(value, bool):
        raise BadData(file, place, f"true or false under {key!r}, not {value!r}")
    return value
