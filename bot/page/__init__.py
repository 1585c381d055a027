"""The chat page's own files; `bot/web.py` serves them. A package so that they are installed with the code."""
