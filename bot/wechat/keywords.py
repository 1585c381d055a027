"""The keyword replies and the welcome that staff had set in the platform, which ends them once a server is connected.

A YAML file `{welcome: TEXT, rules: [{words: […], match: whole | contains, reply: TEXT}]}`; `gongkai menu keywords` writes it from
what the account has now (/cgi-bin/get_current_autoreply_info).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import KeywordsInvalid
from bot.wechat.kept import fold
from knowledge import yamltext


class Match(StrEnum):
    """How a word is looked for."""

    WHOLE = "whole"
    CONTAINS = "contains"


class Rule(BaseModel):
    """One reply, and the words that it answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...] = Field(min_length=1)
    match: Match = Match.WHOLE
    reply: str = Field(min_length=1)

    def fits(self, folded: str) -> bool:
        """Whether it answers a message (folded); what folds to nothing answers none."""
        words = [word for word in map(fold, self.words) if word]
        return folded in words if self.match is Match.WHOLE else any(word in folded for word in words)


class Keywords(BaseModel):
    """The welcome ("" for the program's own) and the rules, the first that fits deciding."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    welcome: str = ""
    rules: tuple[Rule, ...] = ()

    def reply(self, message: str) -> str:
        """The fixed reply to a message, "" where there is none."""
        folded = fold(message) if self.rules else ""
        return next((rule.reply for rule in self.rules if rule.fits(folded)), "") if folded else ""

    def to_yaml(self) -> str:
        """The file that `load` reads."""
        return yaml.safe_dump(self.model_dump(mode="json"), allow_unicode=True, sort_keys=False)


def load(path: Path | None) -> Keywords:
    """Reads the file; no path gives none. Raises KeywordsInvalid naming what is wrong."""
    if path is None:
        return Keywords()
    try:
        return Keywords.model_validate(yamltext.parse(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError) as error:
        raise KeywordsInvalid(path, "cannot be read as UTF-8 text") from error
    except yamltext.NotYaml as error:
        raise KeywordsInvalid(path, "is not YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise KeywordsInvalid(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def from_wechat(fields: Mapping[str, Any]) -> Keywords:
    """The texts that the account replies by itself now; pictures and articles cannot be taken over."""
    added = fields.get("add_friend_autoreply_info") or {}
    rules = (fields.get("keyword_autoreply_info") or {}).get("list") or ()
    return Keywords(
        welcome=added.get("content", "") if added.get("type") == "text" else "",
        rules=tuple(rule for entry in rules for rule in _rules(entry)),
    )


def _rules(entry: Mapping[str, Any]) -> Iterator[Rule]:
    texts = [one["content"] for one in entry.get("reply_list_info") or () if one.get("type") == "text"]
    asked = [one for one in entry.get("keyword_list_info") or () if one.get("type") == "text"]
    for match, mode in ((Match.WHOLE, "equal"), (Match.CONTAINS, "contain")):
        words = tuple(one["content"] for one in asked if one.get("match_mode") == mode)
        if words and texts:
            yield Rule(words=words, match=match, reply="\n".join(texts))
