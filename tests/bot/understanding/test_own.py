"""A college's own words: taken in, looked up as the built-in ones are, changed while running, and never half written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.errors import VocabularyInvalid
from bot.understanding.own import FILE, OwnWords
from bot.understanding.reading import found, read
from bot.understanding.understand import understand
from bot.understanding.vocabulary import adopt, edition, vocabulary

TODAY = date(2026, 9, 1)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnWords]:
    """The words of an empty folder; afterwards the process reads with the built-in ones again."""
    words = OwnWords(tmp_path)
    words.refresh()
    yield words
    adopt(())


def looked_for(question: str) -> set[str]:
    query = understand(question, TODAY).query
    return {word for concept in (query.concepts if query else ()) for word in concept.alternatives}


def test_a_word_that_people_say_is_looked_for_as_notices_write_it(own: OwnWords) -> None:
    """At once, in pinyin and with a slip of the input method too; and no more when it is taken out."""
    assert "师生服务大厅" not in looked_for("蓝房子几点开门")
    before = edition()
    own.add("师生服务大厅", ["蓝房子", "大蓝房"])
    assert edition() > before
    assert "师生服务大厅" in looked_for("蓝房子几点开门")
    assert "师生服务大厅" in looked_for("lanfangzi几点开门")
    (word,) = (one for one in read("蓝房子在哪", TODAY).words if one.word == "蓝房子")
    assert (word.official, word.group) == (("师生服务大厅",), "本校")
    assert [entry.official for entry in found("蓝房")] == [("师生服务大厅",)]
    own.remove("师生服务大厅")
    assert "师生服务大厅" not in looked_for("蓝房子几点开门")
    assert own.entries() == ()


def test_more_ways_of_saying_one_thing_stand_in_one_entry(own: OwnWords) -> None:
    """A built-in word gets more of them too; the file is one line an entry, for people to read."""
    own.add("师生服务大厅", ["蓝房子"])
    entry = own.add("师生服务大厅", ["蓝楼办事处", "蓝房子"])
    assert entry.say == ("蓝房子", "蓝楼办事处")
    own.add("学费", ["入学钱"])
    assert "学费" in looked_for("入学钱多少钱")
    lines = own.path.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        "- {official: [师生服务大厅], say: [蓝房子, 蓝楼办事处]}",
        "- {official: [学费], say: [入学钱]}",
    ]


@pytest.mark.parametrize(
    ("official", "say", "why"),
    [
        ("楼", ["蓝房子"], "2 to 20"),
        ("大厅", ["什么"], "name a thing"),
        ("大厅", ["很" * 21], "2 to 20"),
        ("师生服务大厅", ["寝室"], "already"),
    ],
)
def test_what_cannot_be_a_word_or_means_something_else_is_refused(
    own: OwnWords, official: str, say: list[str], why: str
) -> None:
    """And nothing is written."""
    with pytest.raises(VocabularyInvalid, match=why):
        own.add(official, say)
    assert not own.path.exists()
    with pytest.raises(VocabularyInvalid, match="no entry"):
        own.remove("没有的")


def test_a_file_changed_by_hand_is_taken_in_and_a_broken_one_is_named_once(own: OwnWords) -> None:
    """What was in use stays so; a step never overwrites a file that cannot be read."""
    own.path.write_text("- {official: [NB中心], say: [nb, 牛掰]}\n", encoding="utf-8")
    assert own.refresh()
    assert not own.refresh()
    assert "nb中心" in looked_for("牛掰在哪里")
    own.path.write_text("- {say: [牛掰]}\n- 坏", encoding="utf-8")
    with pytest.raises(VocabularyInvalid, match=r"group 本校, entry 1: expected at least one word under 'official'"):
        own.refresh()
    assert not own.refresh()
    assert "nb中心" in looked_for("牛掰在哪里")
    with pytest.raises(VocabularyInvalid):
        own.add("师生服务大厅", ["蓝房子"])
    assert "坏" in own.path.read_text(encoding="utf-8")
    own.path.write_bytes(b"\xff\xfe")
    with pytest.raises(VocabularyInvalid):
        own.refresh()


def test_an_entry_is_found_by_its_name_however_it_was_typed(own: OwnWords) -> None:
    """Capitals in a file made by hand are no other word."""
    own.path.write_text("- {official: [NB中心]}\n", encoding="utf-8")
    own.add("NB中心", ["牛掰中心"])
    assert len(own.entries()) == 1
    own.remove("NB中心")
    assert own.path.name == FILE
    assert len(vocabulary().entries) > 500
