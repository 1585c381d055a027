"""What can go wrong in index, classed by what the caller does next.

RetrievalError
├── EncoderUnavailable  install what is missing or mend the weights, then publish
├── EncoderMismatch     the bundle speaks another encoder's language: publish again
├── BundleDamaged       roll back, or publish again
├── BundleFormat        written by another version of gongkai: publish again
├── NoBundle            nothing has been published yet: publish
├── NoEarlierBundle     there is nothing to roll back to
├── GoldenInvalid       a line of a golden file must be mended
├── PublishRunning      another publish holds the data folder: wait for it
├── PublishRefused      the new bundle failed its check; the live one stays
└── NothingToPublish    no notice is in force: import some, then publish
"""

from pathlib import Path


class RetrievalError(Exception):
    """Root of all errors of this package; `str()` is one clear line for a person."""


class EncoderUnavailable(RetrievalError):
    """An encoder cannot be built or opened; `remedy` is what to run or mend."""

    def __init__(self, source: str, reason: str, remedy: str) -> None:
        super().__init__(f"the encoder {source!r} is unavailable: {reason}; {remedy}")
        self.source = source
        self.reason = reason
        self.remedy = remedy


class EncoderMismatch(RetrievalError):
    """A bundle whose vectors another encoder made; `expected` and `came` are fingerprints."""

    def __init__(self, expected: str, came: str) -> None:
        super().__init__(f"the bundle was built by encoder {expected}, but {came} is loaded; run `gongkai publish`")
        self.expected = expected
        self.came = came


class BundleDamaged(RetrievalError):
    """A file of a bundle is missing or is not what the manifest promises."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"the bundle file {path} is damaged: {what}; run `gongkai rollback` or `gongkai publish`")
        self.path = path
        self.what = what


class BundleFormat(RetrievalError):
    """A bundle in a format that this version does not read."""

    def __init__(self, expected: str | int, came: str | int) -> None:
        super().__init__(f"the bundle has format {came}, this version reads {expected}; run `gongkai publish`")
        self.expected = expected
        self.came = came


class NoBundle(RetrievalError):
    """Nothing has been published in this data folder yet."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"nothing is published in {data} yet; run `gongkai publish`")
        self.data = data


class NothingToPublish(RetrievalError):
    """The knowledge store holds no published notice."""

    def __init__(self) -> None:
        super().__init__("no notice is published, so there is nothing to index; run `gongkai import` first")


class NoEarlierBundle(RetrievalError):
    """No bundle before the live one is kept."""

    def __init__(self, live: str) -> None:
        super().__init__(f"bundle {live} is live and no earlier one is kept, so there is nothing to roll back to")
        self.live = live


class PublishRunning(RetrievalError):
    """Another process is publishing into the same data folder."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"another publish is running in {data}; wait until it has ended")
        self.data = data


class PublishRefused(RetrievalError):
    """A new bundle that failed its check before going live; the live bundle is as it was."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the new bundle was not put live: {reason}; the bundle before it goes on answering")
        self.reason = reason


class GoldenInvalid(RetrievalError):
    """A golden file, or one line of it, that cannot be used; `line` counts from 1, 0 means the whole file."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"the golden questions {path}{f', line {line}' if line else ''}: {what}")
        self.path = path
        self.line = line
