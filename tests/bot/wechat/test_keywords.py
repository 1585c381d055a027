"""Fixed replies of staff's own."""

from pathlib import Path

import pytest

from bot.errors import KeywordsInvalid
from bot.wechat.keywords import Keywords, Match, Rule, load


def test_the_first_rule_that_fits_replies(tmp_path: Path) -> None:
    """Whole words, or words within; width, blanks and punctuation do not count; signs alone fit nothing."""
    rules = (
        Rule(words=("校歌", "！"), reply="一"),
        Rule(words=("开放日",), match=Match.CONTAINS, reply="二"),
        Rule(words=("？",), match=Match.CONTAINS, reply="三"),
    )
    fixed = Keywords(rules=rules)
    assert [fixed.reply(said) for said in ("校歌！", "校歌呢", "开放日是几号", "？", "")] == ["一", "", "二", "", ""]
    file = tmp_path / "keywords.yaml"
    file.write_text(fixed.to_yaml(), encoding="utf-8")
    assert load(file) == fixed
    assert load(None) == Keywords()


@pytest.mark.parametrize("text", ["rules: [{words: [], reply: x}]", "{", "rules: 1", "welcom: x"])
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str) -> None:
    """With its name and what was expected."""
    file = tmp_path / "keywords.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KeywordsInvalid, match=r"keywords\.yaml.*expected"):
        load(file)
    with pytest.raises(KeywordsInvalid, match="cannot be read"):
        load(tmp_path / "absent.yaml")
