"""Numbers made up by the arithmetic of their standards; none is anybody's. The oracle of the tests beside it."""

from collections.abc import Iterator

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(area: int = 350581, born: int = 20030506, order: int = 123) -> str:
    """An identity number of 18 digits: GB 11643-1999."""
    body = f"{area:06}{born:08}{order:03}"
    return body + "10X98765432"[_sum(body) % 11]


def mistyped(number: str) -> str:
    """The same with a wrong check digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def is_identity(number: str) -> bool:
    """Whether 18 characters satisfy GB 11643-1999."""
    body = number[:17]
    return len(number) == 18 and body.isdecimal() and "10X98765432"[_sum(body) % 11] == number[17].upper()


def card(prefix: str = "622202", length: int = 19, filling: str = "0123456789") -> str:
    """A bank card: `prefix`, `filling` over and over, the check digit of ISO/IEC 7812."""
    body = (prefix + filling * 3)[: length - 1]
    return next(body + str(check) for check in range(10) if is_luhn(body + str(check)))


def is_luhn(number: str) -> bool:
    """Luhn's check, digit by digit."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mobile(prefix: str = "138", rest: int = 12345678) -> str:
    """Eleven digits of a mobile telephone."""
    return f"{prefix}{rest:08}"


def credit_code(body: str = "523505810123456") -> str:
    """A 统一社会信用代码 of digits: 17 characters and the check of GB 32100-2015."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = (body + "78")[:17]
    total = sum(letters.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def wide(text: str) -> str:
    """Digits and letters in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char for char in text)


def cut(number: str, *lengths: int, gap: str = " ") -> str:
    """The number in groups of these lengths, the rest as one more."""
    groups = list(_groups(number, lengths))
    return gap.join(group for group in groups if group)


def _groups(number: str, lengths: tuple[int, ...]) -> Iterator[str]:
    start = 0
    for length in lengths:
        yield number[start : start + length]
        start += length
    yield number[start:]


def _sum(body: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
