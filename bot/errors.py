"""What can go wrong in the service's channels, classed by what the caller does next.

BotError
├── ForgedRequest       not from WeChat: answer 403 and nothing else
├── UnreadableMessage   from WeChat but not understood: acknowledge with `success`
├── BadQuestion         the API's caller must mend the request: 400 with this line
├── BadJudgement        the same for 有用 and 没用
├── DirectoryInvalid    the directory of offices must be mended
├── VocabularyInvalid   the college's own words, or the file of them, must be mended
├── LedgerUnwritable    what was asked must be kept and written later
├── ServingUnavailable  what worker processes share is out of reach: each goes on alone
├── StaffRefused        what a person typed into the console cannot be taken: show this line beside the form
├── AddressUnavailable  another port or host must be chosen
├── ApiRefused          WeChat's API said no: its `remedy` tells what to do
├── ApiUnreachable      WeChat's API gave no answer: try later
├── MenuInvalid         the file of the menu must be mended
├── KeywordsInvalid     the file of fixed replies must be mended
├── PinsUnavailable     the file of pinned answers cannot be used
├── PinRefused          the pin would never answer: mend what the line names
├── UnknownPin          the number is wrong: list the pins
├── PinUnchanged        the pin is already as it was to become
└── SimulationFailed    the simulated WeChat got something that the real one would not show
"""

from pathlib import Path

from bot.wechat.problems import Problem


class BotError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person, without personal data."""


class ForgedRequest(BotError):
    """A signature, timestamp, key or app id that WeChat would not have sent."""


class UnreadableMessage(BotError):
    """A body that is no message of WeChat's, or not one that can be read."""


class BadQuestion(BotError):
    """A question that the API cannot take, with what it expects."""


class BadJudgement(BotError):
    """有用 or 没用 that cannot be taken, with what was expected."""


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


class VocabularyInvalid(BotError):
    """The file of the college's own words, or a word for it, cannot be used; `chinese` says so for the console."""

    def __init__(self, path: Path, why: str, chinese: str = "") -> None:
        super().__init__(f"the college's own words {path}: {why}")
        self.chinese = chinese or f"本校的词表文件有误：{why}"


class LedgerUnwritable(BotError):
    """The ledger of questions cannot be written now: the disk is full, or the file may not be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} cannot be written ({reason}); free some space, or let the service write there")


class ServingUnavailable(BotError):
    """The file in which worker processes tell each other what they do cannot be used now."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} cannot be used ({reason}); free some space, or let the service write there")


class ApiRefused(BotError):
    """WeChat's API answered with an error code.

    `rid` is the request id that WeChat's support asks for, `address` this machine's own where the code complains of it.
    """

    def __init__(self, path: str, problem: Problem, rid: str = "", address: str = "") -> None:
        named = "".join(f", {part}" for part in (address and f"address {address}", rid and f"rid {rid}") if part)
        super().__init__(f"WeChat refused {path} with {problem.code}{named}: {problem.advice}")
        self.code = problem.code
        self.remedy = problem.remedy
        self.rid = rid
        self.address = address


class ApiUnreachable(BotError):
    """No usable answer of WeChat's API within the time limit.

    `may_have_arrived` is false only where the request was certainly never sent.
    """

    def __init__(self, path: str, reason: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(f"WeChat's API did not answer {path} ({reason}); is the way out to it open?")
        self.may_have_arrived = may_have_arrived


class MenuInvalid(BotError):
    """A menu that WeChat would not take, or a file that holds none."""


class KeywordsInvalid(BotError):
    """The file of fixed replies cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"the fixed replies {path}: {what}; expected {{welcome, rules: [{{words: […], match: whole or contains, reply}}]}}"
        )


class PinsUnavailable(BotError):
    """The file that holds the pinned answers cannot be opened, read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the pinned answers {path} cannot be used: {reason}; put back a copy, or move the file away")
        self.path = path
        self.reason = reason


class PinRefused(BotError):
    """A pin that could never answer, or that another one answers already; `chinese` says so for the console."""

    def __init__(self, why: str, chinese: str) -> None:
        super().__init__(why)
        self.chinese = chinese


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
