from xml.etree import ElementTree as ET

from bot.reports import chart


def test_bars_are_as_long_as_their_counts_and_say_them() -> None:
    """The longest fills the width; names are text whatever they hold, and too long ones are cut."""
    root = ET.fromstring(chart.bars("按渠道<&>", [("网站", 20), ("公众号" * 9, 10), ("无", 0)]))  # noqa: S314  # our own text
    widths = [int(element.attrib["width"]) for element in root.iter() if element.tag.endswith("rect")]
    assert widths == [420, 210, 0]
    assert root.attrib["aria-label"] == "按渠道<&>"
    ET.fromstring(chart.bars("空", []))  # noqa: S314  # our own text
