"""One parser a format: bytes in, a Document out; `registry.py` chooses."""
