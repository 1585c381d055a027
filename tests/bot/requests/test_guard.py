from bot.requests.guard import Guard


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_address_is_let_in_again_after_its_time_and_few_are_remembered() -> None:
    """Ten forms in ten minutes, then none, then again; other addresses are not held back by it."""
    clock = Clock()
    guard = Guard(b"key", clock)
    assert [guard.is_flooding("a") for _ in range(11)] == [False] * 10 + [True]
    assert not guard.is_flooding("b")
    clock.now += 601
    assert not guard.is_flooding("a")
    for number in range(10_050):
        guard.is_flooding(str(number))
    assert len(guard._seen) == 10_000


def test_a_token_fits_its_cookie_for_some_hours() -> None:
    """Not at once, not for another cookie, not for ever, and not under another key."""
    clock = Clock()
    guard = Guard(b"key", clock)
    cookie = guard.new_cookie()
    token = guard.token(cookie)
    assert not guard.takes(token, cookie)
    clock.now += 3
    assert guard.takes(token, cookie)
    assert not guard.takes(token, "other")
    assert not guard.takes(token, "")
    assert not Guard(b"other", clock).takes(token, cookie)
    clock.now += 5 * 3600
    assert not guard.takes(token, cookie)
