"""Brings what was typed to one way of writing: the first step of understanding a question.

`tidy` mends characters and keeps every word (greetings are told by it); `normalise` also replaces net words and drops fillers.
"""

import re

from bot.understanding.spoken import spoken
from bot.understanding.traditional import simplify

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FULL_WIDTH |= {0x3000: 0x20, 0xFF05: 0x25, 0xFF0B: 0x2B, 0xFF0E: 0x2E, 0xFF20: 0x40}
# WeChat writes its faces as /::) or /:rose in old clients, as [玫瑰] in new ones.
_WECHAT_FACE = re.compile(r"/::?(?:[a-z@#]+-?[a-z@]*|[^\s\w])|\[[\u4e00-\u9fff]{1,4}\]|\[[A-Z][A-Za-z]{2,9}\]")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f\ufffd\ud800-\udfff]"
)
_REPEATED = re.compile(r"([!?！？。，、~～…．.,；;:：\-—])\1+")
_MURMUR = re.compile(
    r"(?:哈{2,}|呵{2,}|嘿{2,}|呜{2,}|嘻{2,}|啊{2,}|(?<![a-z])(?:ha){2,}|[~～]|QAQ|orz|qaq|555+(?=[，。！？\s]|$))"
)
_BLANK = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。！？、])\s+(?=[，。！？、])")
_URGENT = re.compile(r"(?<![紧应着焦火危性])急+(?=[，。！？!?,…\s]|$)")
_TAIL_QUACK = re.compile(r"鸭(?=[，。！？!?,…\s]|$)")
# 么, 不 and 嘛 at the end of a sentence ask; 什么, 怎么, 这么, 那么, 多么 are words.
_TAIL_ASK = re.compile(r"(?<=[\u4e00-\u9fff])(?:(?<![什怎这那多要])么|(?<![要是对])不|嘛)(?=[？?！!，\s]*$|[？?])")
_EDGE = " ，,。.、；;:：~！!…—"
_EDGES = re.compile(r"^[\s，,。.、；;:：~！!…—]+|[\s，,、；;:：~…—]+$")
_PASSES = 8


def tidy(text: str) -> str:
    """`text` with half-width letters and digits, simplified characters, lower case, single blanks, no faces; no word lost."""
    text = _WECHAT_FACE.sub(" ", text.translate(_FULL_WIDTH))
    text = _EMOJI.sub(" ", text)
    text = simplify(text).lower()
    text = _REPEATED.sub(r"\1", text)
    return _BLANK.sub(" ", text).strip()


def normalise(text: str) -> str:
    """`text` tidied, net words in plain ones (咋 is 怎么), without greetings, thanks and sighs. Idempotent."""
    for _ in range(_PASSES):
        plain = _plain(tidy(text))
        if plain == text:
            break
        text = plain
    return text


def _plain(text: str) -> str:
    said = spoken()
    text = said.replace.pattern.sub(lambda match: said.replace.words[match.group()], text)
    text = _MURMUR.sub(" ", said.drop.sub(" ", text))
    text = _URGENT.sub(" ", text)
    text = _TAIL_ASK.sub("吗", _TAIL_QUACK.sub("呀", text))
    return _EDGES.sub("", _HAN_GAP.sub("", _BLANK.sub(" ", text))).strip()
