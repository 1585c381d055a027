"""The account's menu: a YAML file to WeChat's JSON and back, its limits checked before anything is sent.

A file is a list of at most three `{name, items: […]}` or buttons; a button is `{name, ask: QUESTION}`, `{name, url: ADDRESS}`,
`{name, url, app_id, page}` for a mini program, or `{name, fields: {type: …}}` for any other kind, as WeChat names it.
Limits: developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Discriminator, Tag, TypeAdapter, ValidationError, model_validator

from bot.errors import MenuInvalid
from knowledge import yamltext

THEMES = ("admissions", "term", "graduation")
MOST_BUTTONS, MOST_ITEMS = 3, 5
NAME_BYTES, ITEM_NAME_BYTES = 16, 60
PUSHED = frozenset(
    {
        "click",
        "view",
        "miniprogram",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
        "media_id",
        "view_limited",
        "article_id",
        "article_view_limited",
    }
)
"""Kinds that the API takes; those made by hand in the platform may be others (text, img, news)."""
KEY_BYTES, URL_BYTES = 128, 1024


class Button(BaseModel):
    """What happens when it is tapped: exactly one of a question asked, an address opened, or `fields` for WeChat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    ask: str = ""
    url: str = ""
    app_id: str = ""
    page: str = ""
    fields: dict[str, Any] = {}

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if sum(map(bool, (self.ask, self.url, self.fields))) != 1:
            raise ValueError("expected one of ask, url, fields")
        if bool(self.app_id) != bool(self.page) or (self.app_id and not self.url):
            raise ValueError("a mini program needs app_id, page and the url for old clients")
        return self

    def to_wechat(self) -> dict[str, Any]:
        """The button as the API takes it."""
        if self.ask:
            return {"type": "click", "name": self.name, "key": self.ask}
        if self.app_id:
            return {
                "type": "miniprogram",
                "name": self.name,
                "url": self.url,
                "appid": self.app_id,
                "pagepath": self.page,
            }
        return {"type": "view", "name": self.name, "url": self.url} if self.url else {"name": self.name, **self.fields}


class Column(BaseModel):
    """A button of the first level that opens a list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    items: tuple[Button, ...]

    def to_wechat(self) -> dict[str, Any]:
        """The column as the API takes it."""
        return {"name": self.name, "sub_button": [item.to_wechat() for item in self.items]}


def _kind(entry: object) -> str:
    is_column = "items" in entry if isinstance(entry, dict) else isinstance(entry, Column)
    return "Column" if is_column else "Button"


_Entry = Annotated[Annotated[Column, Tag("Column")] | Annotated[Button, Tag("Button")], Discriminator(_kind)]


@dataclass(frozen=True, slots=True)
class Menu:
    """One to three columns or buttons, within WeChat's limits."""

    columns: tuple[Column | Button, ...]

    def to_wechat(self) -> dict[str, Any]:
        """The body of /cgi-bin/menu/create."""
        return {"button": [column.to_wechat() for column in self.columns]}

    def to_yaml(self) -> str:
        """The file that `parse` reads."""
        entries = [column.model_dump(exclude_defaults=True) for column in self.columns]
        return yaml.safe_dump(_listed(entries), allow_unicode=True, sort_keys=False)

    def lines(self) -> Iterator[str]:
        """One line a button, as people compare menus."""
        for column in self.columns:
            yield column.name if isinstance(column, Column) else _line(column)
            if isinstance(column, Column):
                yield from (f"  {_line(item)}" for item in column.items)


def parse(text: str, source: str) -> Menu:
    """The menu in YAML `text`, called `source` in errors. Raises MenuInvalid naming the button and the limit."""
    try:
        columns = TypeAdapter(tuple[_Entry, ...]).validate_python(yamltext.parse(text))
    except yamltext.NotYaml as error:
        raise MenuInvalid(f"{source} is not YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"] if step not in {"Column", "Button"})
        raise MenuInvalid(
            f"{source}, {place or 'the file'}: {first['msg'].removeprefix('Value error, ')}; expected a list of "
            "{name, items: [{name, ask} or {name, url}, …]}"
        ) from error
    problems = list(_problems(columns))
    if problems:
        raise MenuInvalid(f"{source}: {'; '.join(problems)}")
    return Menu(columns)


def theme(name: str) -> Menu:
    """One of the menus that come with the program. Raises MenuInvalid."""
    if name not in THEMES:
        raise MenuInvalid(f"there is no menu {name!r}; expected {', '.join(THEMES)}")
    file = resources.files("bot.wechat").joinpath("data", "menus", f"{name}.yaml")
    return parse(file.read_text(encoding="utf-8"), name)


def from_wechat(fields: Mapping[str, Any]) -> Menu:
    """The menu in what menu/get or get_current_selfmenu_info gives, whoever made it; without limits, for it is there."""
    inner = fields.get("menu") or fields.get("selfmenu_info") or {}
    return Menu(tuple(_column(entry) for entry in inner.get("button") or ()))


def _column(entry: Mapping[str, Any]) -> Column | Button:
    below = entry.get("sub_button") or []
    items = below.get("list") or [] if isinstance(below, dict) else below
    if items:
        return Column(name=entry["name"], items=tuple(map(_button, items)))
    return _button(entry)


def _button(entry: Mapping[str, Any]) -> Button:
    kind, name = entry.get("type", ""), entry["name"]
    if kind == "click" and entry.get("key"):
        return Button(name=name, ask=entry["key"])
    if kind == "view" and entry.get("url"):
        return Button(name=name, url=entry["url"])
    if kind == "miniprogram" and entry.get("url") and entry.get("pagepath") and entry.get("appid"):
        return Button(name=name, url=entry["url"], app_id=entry["appid"], page=entry["pagepath"])
    left = {key: value for key, value in entry.items() if key not in {"name", "sub_button"} and value}
    return Button(name=name, fields=left or {"type": kind or "none"})


def _problems(columns: Sequence[Column | Button]) -> Iterator[str]:
    if not 1 <= len(columns) <= MOST_BUTTONS:
        yield f"expected 1 to {MOST_BUTTONS} columns, got {len(columns)}"
    for column in columns:
        yield from _too_long(column.name, "name", column.name, NAME_BYTES)
        if isinstance(column, Button):
            yield from _action_problems(column)
            continue
        if not 1 <= len(column.items) <= MOST_ITEMS:
            yield f"{column.name}: expected 1 to {MOST_ITEMS} items, got {len(column.items)}"
        for item in column.items:
            yield from _too_long(item.name, "name", item.name, ITEM_NAME_BYTES)
            yield from _action_problems(item)


def _action_problems(button: Button) -> Iterator[str]:
    yield from _too_long(button.name, "question", button.ask, KEY_BYTES, least=0)
    yield from _too_long(button.name, "address", button.url, URL_BYTES, least=0)
    if button.fields and button.fields.get("type") not in PUSHED:
        kind = button.fields.get("type")
        yield f"{button.name}: the kind {kind!r} can only be made by hand in the platform; let it `ask` a question instead"
    if button.url and not button.url.startswith(("http://", "https://")):
        yield f"{button.name}: expected an address with https://, got {button.url}"


def _too_long(name: str, what: str, value: str, most: int, least: int = 1) -> Iterator[str]:
    size = len(value.encode())
    if not least <= size <= most:
        yield f"{name}: its {what} has {size} bytes, WeChat takes {least or 'up'} to {most} (a Chinese character is 3)"


def _line(button: Button) -> str:
    if button.ask:
        return f"{button.name} → {button.ask}"
    return f"{button.name} → {button.url or button.fields}"


def _listed(value: object) -> object:
    """Tuples as lists, which YAML knows."""
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
