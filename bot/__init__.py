"""The webhook, dialogue, answers and their rendering; the only asynchronous room."""
