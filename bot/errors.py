"""What can go wrong in the service's channels, classed by what the caller does next.

BotError
├── ForgedRequest       not from WeChat: answer 403 and nothing else
├── UnreadableMessage   from WeChat but not understood: acknowledge with `success`
├── BadQuestion         the API's caller must mend the request: 400 with this line
├── DirectoryInvalid    the directory of offices must be mended
├── AddressUnavailable  another port or host must be chosen
├── PinsUnavailable     the file of pinned answers cannot be used
├── UnknownPin          the number is wrong: list the pins
├── PinUnchanged        the pin is already as it was to become
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


class PinsUnavailable(BotError):
    """The file that holds the pinned answers cannot be opened, read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the pinned answers {path} cannot be used: {reason}; put back a copy, or move the file away")
        self.path = path
        self.reason = reason


class UnknownPin(BotError):
    """No pin has this number."""

    def __init__(self, pin_id: int) -> None:
        super().__init__(f"no pin has the number {pin_id}; `gongkai pins list` shows them all")
        self.pin_id = pin_id


class PinUnchanged(BotError):
    """What was to be done to a pin is already so."""

    def __init__(self, pin_id: int, state: str) -> None:
        super().__init__(f"pin {pin_id} is {state} already; `gongkai pins show {pin_id}` has its history")
        self.pin_id = pin_id
        self.state = state
