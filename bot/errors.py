"""What can go wrong in the service's channels, classed by what the caller does next.

BotError
├── ForgedRequest       not from WeChat: answer 403 and nothing else
├── UnreadableMessage   from WeChat but not understood: acknowledge with `success`
├── BadQuestion         the API's caller must mend the request: 400 with this line
├── DirectoryInvalid    the directory of offices must be mended
├── StaffRefused        what a person typed into the console cannot be taken: show this line beside the form
├── AddressUnavailable  another port or host must be chosen
└── SimulationFailed    the simulated WeChat got something that the real one would not show
"""

from pathlib import Path


class BotError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person, without personal data."""


class ForgedRequest(BotError):
    """A signature, timestamp, key or app id that WeChat would not have sent."""


class UnreadableMessage(BotError):
    """A body that is no message of WeChat's, or not one that can be read."""


class BadQuestion(BotError):
    """A question that the API cannot take, with what it expects."""


class StaffRefused(BotError):
    """Something that a person of the staff asked for, with what was expected; `str()` is Chinese, for the page."""


class AddressUnavailable(BotError):
    """The service cannot listen where it was told to."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port} ({reason}); choose another with --host and --port")


class SimulationFailed(BotError):
    """What the service sent is not what WeChat would show to a person."""


class DirectoryInvalid(BotError):
    """The file that holds the directory of offices cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"the directory of offices {path} {what}; expected a list of {{name, phone, hours, place, topics, default}}"
        )
        self.path = path
        self.what = what
