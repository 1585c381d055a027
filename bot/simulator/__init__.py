"""WeChat as the service sees it: signs, encrypts, sends, waits, retries, and shows what a person would see."""
