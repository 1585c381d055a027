from hypothesis import given
from hypothesis import strategies as st

from knowledge.parsers.dom import Element, is_too_deep, read


def test_scripts_menus_and_forms_are_left_out() -> None:
    """What never holds a notice's text is not in the tree, nor are comments."""
    page = read("<body><nav>首页</nav><script>var a</script><!--[if gte mso 9]>x<![endif]--><p>正<b>文</b></p></body>")
    assert page.body.text() == "正文"


def test_title_and_named_meta_entries_are_read() -> None:
    """The head gives the title and the meta entries, by name or property, in lower case."""
    page = read('<head><title>通知</title><meta name="PubDate" content="2024-01-02"><meta property="og:title"></head>')
    assert page.title == "通知"
    assert page.meta == {"pubdate": "2024-01-02", "og:title": ""}


def test_marks_are_id_and_classes() -> None:
    """Layouts are matched in lower case."""
    [element] = [e for e in read('<div ID="Vsb_Content" class="A b">x</div>').body.walk() if e.tag == "div"]
    assert element.marks() == "vsb_content a b"


def test_spans_are_counts() -> None:
    """A missing or unreadable span is one."""
    assert [Element("td", {"rowspan": value}).span("rowspan") for value in ("3", " 2 ", "0", "x", "２", "")] == [
        3,
        2,
        1,
        1,
        1,
        1,
    ]
    assert Element("td").span("colspan") == 1


def test_text_below_a_thousand_levels_is_kept() -> None:
    """Broken pages nest without end; their text is flattened, not lost."""
    assert "深处" in read("<div>" * 1000 + "深处" + "</div>" * 1000).body.text()


@given(st.text())
def test_any_markup_makes_a_page(markup: str) -> None:
    """Reading never raises, as browsers do not."""
    assert read(markup).body.tag in {"body", "frameset"}


def test_pages_that_nest_thousands_deep_are_told_before_they_are_read() -> None:
    """Depth is counted by tags that do not close by themselves."""
    assert is_too_deep("<div>" * 5_000)
    assert is_too_deep("<b>" * 5_000 + "</b>" * 5_000)
    assert not is_too_deep("<div><p>x</p></div>" * 5_000 + "<p>" * 5_000)
    assert not is_too_deep("")
