"""What a person reads when the service has come up, and what the service offers to ask."""

from dataclasses import dataclass

from scripts.console import OUT, say
from scripts.settings import Settings

EXAMPLES = ("学费是多少？", "国家奖学金怎么申请？", "今年招生计划有多少人？", "毕业生就业率是多少？")
"""What the chat page and the welcome message offer to ask."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Says where the service is."""

    settings: Settings

    def __call__(self, address: str) -> None:
        """Print where the chat page, the console and the webhook are, and what is missing for the latter."""
        OUT.print(f"chat page  {address}/", markup=False, soft_wrap=True)
        OUT.print(f"staff      {address}/staff", markup=False, soft_wrap=True)
        OUT.print(f"webhook    {address}/wechat", markup=False, soft_wrap=True)
        wechat = self.settings.wechat
        if not wechat.configured:
            say("warning: no token, so the webhook is closed; set GONGKAI_WECHAT__TOKEN, as in the developer platform")
        elif not wechat.aes_keys:
            say("warning: no encoding_aes_key, so only plaintext mode works; set GONGKAI_WECHAT__ENCODING_AES_KEY")
