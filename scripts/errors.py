"""What can go wrong in a command itself; the errors of the other packages pass through it to scripts/main.py.

CommandError            exit status 1 with this line
└── ConfigurationError  the configuration must be mended
"""


class CommandError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person."""


class ConfigurationError(CommandError):
    """Settings that cannot be used; the line names the setting, what was expected and what came."""
