"""Report pages: one HTML file each, without script or other file, good on a phone and on paper."""

from jinja2 import Environment, PackageLoader, StrictUndefined

_PAGES = Environment(
    loader=PackageLoader("bot.reports", "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def render(name: str, **values: object) -> str:
    """The page `name`; whatever a title or a question holds is shown, never interpreted."""
    return _PAGES.get_template(name).render(**values)
