"""YAML of the college's own files."""

import pytest

from knowledge import yamltext


def test_parses_plain_values() -> None:
    assert yamltext.parse("学费: [4800, 5500]\n单位: 元") == {"学费": [4800, 5500], "单位": "元"}


def test_says_where_it_is_not_yaml() -> None:
    with pytest.raises(yamltext.NotYaml) as caught:
        yamltext.parse("a: 1\nb: [2\n")
    assert "line 3" in str(caught.value)


def test_makes_no_objects() -> None:
    with pytest.raises(yamltext.NotYaml):
        yamltext.parse("!!python/object/apply:os.getcwd []")
