"""What WeChat's API takes in a body: messages within their limits, menus of two levels; an error code for anything else."""

from collections.abc import Mapping
from typing import Any

BAD_TYPE, EMPTY, TOO_LONG, TOO_MANY_ARTICLES = 40008, 44004, 45002, 45008
BUTTONS, KIND, NAME, KEY, URL = 40016, 40017, 40018, 40019, 40020
SUB_BUTTONS, SUB_NAME, SUB_KEY, SUB_URL = 40023, 40025, 40027, 40028
TEXT_BYTES = 2048
_KEYED = frozenset(
    {
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)
_OTHER = frozenset({"media_id", "view_limited", "article_id", "article_view_limited"})


def message_code(body: Mapping[str, Any]) -> int:
    """0, or the code for a customer-service message that is not well formed."""
    kind = body.get("msgtype")
    part = body.get(kind) if isinstance(kind, str) else None
    if kind not in {"text", "msgmenu", "news", "image", "voice", "video", "mpnewsarticle", "miniprogrampage"}:
        return BAD_TYPE
    if not isinstance(part, dict):
        return EMPTY
    if kind == "text":
        return _text(part.get("content"))
    if kind == "news":
        return TOO_MANY_ARTICLES if len(part.get("articles") or ()) > 1 else 0
    return _menu_message(part) if kind == "msgmenu" else 0


def _text(content: object) -> int:
    if not isinstance(content, str) or not content.strip():
        return EMPTY
    return TOO_LONG if len(content.encode()) > TEXT_BYTES else 0


def _menu_message(part: Mapping[str, Any]) -> int:
    entries = part.get("list")
    if not isinstance(entries, list) or not entries:
        return EMPTY
    return 0 if all(isinstance(entry, dict) and entry.get("content") for entry in entries) else EMPTY


def menu_code(body: Mapping[str, Any]) -> int:
    """0, or the code for a menu that WeChat would refuse: 3 buttons, 5 below each, lengths in bytes."""
    buttons = body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return BUTTONS
    for button in buttons:
        if not isinstance(button, dict) or not 0 < _size(button.get("name")) <= 16:
            return NAME
        below = button.get("sub_button")
        if code := _below(below) if below else _action(button, (KEY, URL)):
            return code
    return 0


def _below(buttons: object) -> int:
    if not isinstance(buttons, list) or len(buttons) > 5:
        return SUB_BUTTONS
    for button in buttons:
        if not isinstance(button, dict) or not 0 < _size(button.get("name")) <= 60:
            return SUB_NAME
        if code := _action(button, (SUB_KEY, SUB_URL)):
            return code
    return 0


def _action(button: Mapping[str, Any], codes: tuple[int, int]) -> int:
    kind = button.get("type")
    if kind in _KEYED:
        return 0 if 0 < _size(button.get("key")) <= 128 else codes[0]
    if kind in {"view", "miniprogram"}:
        return 0 if 0 < _size(button.get("url")) <= 1024 else codes[1]
    return 0 if kind in _OTHER else KIND


def _size(value: object) -> int:
    return len(value.encode()) if isinstance(value, str) else 0
