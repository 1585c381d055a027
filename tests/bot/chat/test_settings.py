import pytest
from pydantic import ValidationError

from bot.chat.settings import PageSettings


def test_sites_are_named_without_a_path() -> None:
    """A site, also one with any name before it, and nothing that could add to the policy."""
    sites = ("https://www.Example.edu.cn", "https://*.example.edu.cn:8443", "http://localhost:8000")
    assert PageSettings(embed_in=sites).embed_in == tuple(site.lower() for site in sites)


@pytest.mark.parametrize(
    "site", ["*", "https:", "https://x.cn/path", "https://x.cn; script-src *", "x.cn", "https://x.cn 'self'"]
)
def test_what_is_no_site_is_refused_with_what_was_expected(site: str) -> None:
    """The line says how a site is written."""
    with pytest.raises(ValidationError, match="such as"):
        PageSettings(embed_in=(site,))
