"""The console's templates, style sheet and script."""
