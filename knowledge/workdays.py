"""Working days as the State Council sets them each year: weekends, holidays, and the Saturdays worked for them."""

from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether `day` is worked in China; outside the years whose holidays are known (from 2004), Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def nth_workday(start: date, count: int, *, inclusive: bool) -> date:
    """The `count`-th working day from `start` on, `start` itself counted only where `inclusive`; `count` is 1 or more."""
    day = start if inclusive else start + timedelta(days=1)
    left = count
    while True:
        left -= is_workday(day)
        if left <= 0:
            return day
        day += timedelta(days=1)


def workdays_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; 0 where `end` is not after `start`."""
    span = (end - start).days
    return sum(is_workday(start + timedelta(days=day)) for day in range(1, span + 1))
