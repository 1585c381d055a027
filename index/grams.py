"""Character 1- and 2-grams, the words of the lexical index; Chinese needs no dictionary this way."""

import re

# Runs of Han characters are cut in 1- and 2-grams; Latin words and numbers stay whole as well.
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?")


def grams(text: str) -> list[str]:
    """The grams of `text` in order, with repeats: 1- and 2-grams of Han runs, whole Latin words and numbers."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0] < "\u3400":
            found.append(run)
        else:
            found.extend(run)
            found.extend(run[index : index + 2] for index in range(len(run) - 1))
    return found


def pairs(text: str) -> list[str]:
    """Only the telling grams: 2-grams, Latin words and numbers; a single Han character where it stands alone."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[index : index + 2] for index in range(len(run) - 1))
    return found
