"""What a site's robots.txt allows (RFC 9309). The only file that knows protego."""

from collections.abc import Callable

from protego import Protego

from knowledge.sites.address import origin
from knowledge.sites.errors import Refusal, Refused, Unreachable

AGENT = "gongkai"
# a longer crawl-delay would make one column take days; the site's wish is then followed as far as this
MAX_DELAY_S = 30.0
_MAX_BYTES = 500 * 1024

# the text of the robots.txt at an address, "" where the site has none; raises Refused or Unreachable
Read = Callable[[str], bytes]


class Robots:
    """The rules of every site that was asked; each robots.txt is read once."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._rules: dict[str, Protego | None] = {}

    def check(self, url: str) -> float:
        """The pause, in seconds, that the site wants between requests.

        Raises Refused (ROBOTS) for an address that gongkai may not ask, and Unreachable when the site does not say
        (its robots.txt fails), because that means no.
        """
        rules = self._of(origin(url))
        if rules is None:
            return 0.0
        if not rules.can_fetch(url, AGENT):
            advice = f"the site's owner can allow it with `User-agent: {AGENT}` and `Allow: /`"
            raise Refused(url, Refusal.ROBOTS, f"robots.txt forbids it; {advice}")
        return min(float(rules.crawl_delay(AGENT) or 0.0), MAX_DELAY_S)

    def _of(self, site: str) -> Protego | None:
        if site not in self._rules:
            try:
                text = self._read(f"{site}/robots.txt")[:_MAX_BYTES].decode("utf-8-sig", errors="replace")
            except Refused:
                text = ""  # there is none, or it is elsewhere: no rules; the page itself is refused where it must be
            except Unreachable as error:
                raise Unreachable(error.url, f"no page is asked before robots.txt answers: {error.detail}") from error
            self._rules[site] = Protego.parse(text) if text.strip() else None
        return self._rules[site]
