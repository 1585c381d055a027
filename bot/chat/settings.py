"""What a college may set about its chat page: the section `page` of `gongkai.toml`."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9.\-]+(?::\d{1,5})?", re.IGNORECASE)


def _origin(value: str) -> str:
    if not _ORIGIN.fullmatch(value):
        raise ValueError(
            "expected a site without a path, such as https://www.example.edu.cn or https://*.example.edu.cn"
        )
    return value.lower()


class PageSettings(BaseModel):
    """The page's name, and the sites that may show it within theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(default="公开信息问答", min_length=1, max_length=40)
    embed_in: tuple[Annotated[str, AfterValidator(_origin)], ...] = Field(
        default=(), description="sites that may frame the page; empty: none, and embed.js opens it in a tab of its own"
    )
    feedback_days: int = Field(default=365, ge=1, le=3650, description="how long 有用 and 没用 are kept")
