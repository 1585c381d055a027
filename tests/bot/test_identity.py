from bot.identity import identity_key, pseudonym
from tests.fakes.wechat import settings


def test_one_person_has_one_pseudonym_and_two_have_two() -> None:
    """The pseudonym depends on the person and the key, and does not show the OpenID."""
    assert pseudonym(b"k", "oA") == pseudonym(b"k", "oA")
    assert len({pseudonym(b"k", "oA"), pseudonym(b"k", "oB"), pseudonym(b"l", "oA")}) == 3
    assert "oA" not in pseudonym(b"k", "oA")


def test_the_key_is_the_configured_one_or_comes_from_the_secrets() -> None:
    """A configured key is used as it is; the derived one is stable and differs between accounts."""
    assert identity_key(settings(identity_key="mine")) == b"mine"
    first, again, other = (identity_key(settings(token=token)) for token in ("abc", "abc", "abd"))
    assert first == again != other
