"""The menu from file to WeChat and back, within its limits."""

import pytest
import yaml

from bot.errors import MenuInvalid
from bot.simulator.api_rules import menu_code
from bot.wechat import menu
from bot.wechat.menu import Button, Column, from_wechat, parse

FILE = """
- name: 招生报考
  items:
    - {name: 招生计划, ask: 今年招生计划有多少人？}
    - {name: 官网, url: "https://www.example.edu.cn"}
    - {name: 校园导览, url: "https://www.example.edu.cn", app_id: wx2, page: pages/map}
    - {name: 扫一扫, fields: {type: scancode_waitmsg, key: 扫码}}
- {name: 联系老师, ask: 人工}
"""


@pytest.mark.parametrize("name", menu.THEMES)
def test_each_theme_is_a_menu_that_wechat_takes_and_every_button_asks(name: str) -> None:
    """Three columns whose buttons send complete questions, within all limits."""
    theme = menu.theme(name)
    assert menu_code(theme.to_wechat()) == 0
    assert len(theme.columns) == 3
    assert all(isinstance(column, Column) and all(item.ask for item in column.items) for column in theme.columns)


def test_a_menu_comes_back_from_wechat_as_it_was_pushed() -> None:
    """By both of the forms in which WeChat shows a menu, and as the file that it came from."""
    wanted = parse(FILE, "menu.yaml")
    pushed = wanted.to_wechat()
    assert menu_code(pushed) == 0
    assert from_wechat({"menu": pushed}) == wanted
    shown = [
        {**button, "sub_button": {"list": button["sub_button"]}} if "sub_button" in button else button
        for button in pushed["button"]
    ]
    assert from_wechat({"is_menu_open": 1, "selfmenu_info": {"button": shown}}) == wanted
    assert parse(wanted.to_yaml(), "again") == wanted
    assert from_wechat({"selfmenu_info": {}}).columns == ()


def test_a_menu_made_by_hand_is_read_whatever_its_kinds() -> None:
    """Texts and pictures of the platform are kept as they are, and cannot be pushed."""
    given = {"selfmenu_info": {"button": [{"type": "text", "name": "简介", "value": "建于1999年"}, {"name": "空"}]}}
    read = from_wechat(given)
    assert read.columns[0] == Button(name="简介", fields={"type": "text", "value": "建于1999年"})
    with pytest.raises(MenuInvalid, match=r"简介.*by hand.*ask"):
        parse(read.to_yaml(), "pulled")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "expected 1 to 3 columns, got 0"),
        (yaml.safe_dump([{"name": "一", "ask": "一"}] * 4), "got 4"),
        ("- {name: 招生报考专栏, ask: x}", "18 bytes"),
        ("- {name: '', ask: x}", "0 bytes"),
        (f"- {{name: 一, items: [{{name: {'学' * 21}, ask: x}}]}}", "63 bytes"),
        ("- {name: 一, items: []}", "1 to 5 items, got 0"),
        (yaml.safe_dump([{"name": "一", "items": [{"name": "二", "ask": "三"}] * 6}]), "got 6"),
        (f"- {{name: 一, ask: {'学' * 43}}}", "question has 129 bytes"),
        (f"- {{name: 一, url: 'https://{'a' * 1024}'}}", "address has"),
        ("- {name: 一, url: 'www.example.edu.cn'}", "https://"),
        ("- {name: 一}", "one of ask, url, fields"),
        ("- {name: 一, ask: x, url: 'https://x'}", "one of ask, url, fields"),
        ("- {name: 一, url: 'https://x', app_id: wx1}", "mini program"),
        ("- {name: 一, asks: x}", "expected a list of"),
        ("name: 一", "the file"),
        ("{", "not YAML"),
    ],
)
def test_what_wechat_would_refuse_is_named_before_it_is_sent(text: str, said: str) -> None:
    """The file, the button, what was expected and what came."""
    with pytest.raises(MenuInvalid, match=r"^menu\.yaml") as error:
        parse(text, "menu.yaml")
    assert said in str(error.value)


def test_an_unknown_theme_names_those_there_are() -> None:
    """The three themes stand in the line."""
    with pytest.raises(MenuInvalid, match="admissions, term, graduation"):
        menu.theme("summer")
