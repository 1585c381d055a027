from xml.etree import ElementTree as ET

from knowledge.parsers import wordml
from knowledge.parsers.numbering import Level

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _root(name: str, xml: str) -> ET.Element:
    return ET.fromstring(f"<w:{name} {W}>{xml}</w:{name}>")  # noqa: S314 -- our own text


def test_styles_inherit_what_they_do_not_say() -> None:
    """Outline level and list come from the style a style is based on; its name is its own."""
    styles = wordml.read_styles(
        _root(
            "styles",
            '<w:style w:styleId="a"><w:name w:val="Heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
            '<w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
            '<w:style w:styleId="b"><w:name w:val="我的标题"/><w:basedOn w:val="a"/>'
            '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>',
        )
    )
    assert styles["a"] == wordml.Style("heading 1", 0, 4, 0)
    assert styles["b"] == wordml.Style("我的标题", 0, 4, 1)


def test_styles_based_on_each_other_end() -> None:
    """A circle of styles does not hang."""
    styles = wordml.read_styles(_root("styles", '<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>'))
    assert styles["a"].outline is None


def test_lists_share_counters_until_they_restart() -> None:
    """Lists of one definition share its counter; one that overrides a start or a level counts for itself."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    other = '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
    lists = wordml.read_lists(
        _root(
            "numbering",
            f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
            f'</w:lvlOverride><w:lvlOverride w:ilvl="1">{other}</w:lvlOverride>'
            '<w:lvlOverride w:ilvl="6"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
            '<w:num w:numId="x"><w:abstractNumId w:val="8"/></w:num>',
        )
    )
    assert lists[1] == ("shared 7", {0: Level(2, "decimal", "%1.")})
    assert lists[2] == ("own 2", {0: Level(5, "decimal", "%1."), 1: Level(1, "lowerLetter", "%2)")})
    assert set(lists) == {1, 2}


def test_numbers_are_read_strictly() -> None:
    """Only whole numbers count; anything else is as if not said."""
    assert [wordml.number(text) for text in ("3", "-1", "x", "", None)] == [3, -1, None, None, None]
    commented = ET.fromstring("<a><!-- x --><b/></a>", ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))  # noqa: S314
    assert [wordml.local(node) for node in commented] == ["", "b"]
