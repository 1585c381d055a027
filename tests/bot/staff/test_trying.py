"""Trying a question: without a bundle, and how the answer is explained (the browser test asks a real one)."""

from tests.bot.staff.conftest import Open


async def test_without_a_bundle_the_page_says_what_to_do(browse: Open) -> None:
    """Whatever is asked is shown as text."""
    browser = await browse("李财务")
    _, page = await browser.get("/try?question=<script>学费</script>")
    assert "还没有发布过" in page
    assert "&lt;script&gt;" in page
