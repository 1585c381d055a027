"""Question text in, what is asked out; the rest of the bot calls `understand` alone."""
