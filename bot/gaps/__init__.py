"""The gap queue: questions without an answer, by subject, on their way through an office to a notice."""
