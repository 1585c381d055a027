from benchmarks.fuzz import SETTINGS, fuzz
from benchmarks.fuzz_bodies import fuzzed, samples_of
from bot.simulator.account import Account, Mode


async def test_fuzzed_bodies_never_make_the_webhook_fail() -> None:
    """A short part of the long run: only 200, 403 and 413, replies that WeChat takes, no error in the log."""
    found = await fuzz(2_000, seed=1)
    assert found.problems == []
    assert set(found.statuses) <= {200, 403, 413}
    assert min(found.statuses[200], found.statuses[403]) > 100


def test_the_same_seed_gives_the_same_bodies() -> None:
    """What failed once can be sent again."""
    account = Account(SETTINGS, Mode.PLAIN, nonce=lambda: "n")
    samples = samples_of(account)
    first, again, other = (list(fuzzed(samples, account, 50, seed)) for seed in (3, 3, 4))
    assert first == again
    assert first != other
