"""The `gongkai` command: arguments in, one call, a report out, an exit code; a sub-command a file."""
