import pytest
from pydantic import ValidationError

from bot.loop.settings import Institution, LoopSettings


def test_a_vocational_college_has_no_graduate_items() -> None:
    """The list is not fifty items for everybody; a college adds and takes out its own."""
    assert LoopSettings().inapplicable == {11, 12, 13, 14, 30, 43, 44, 45, 46}
    assert LoopSettings(institution=Institution.UNIVERSITY).inapplicable == frozenset()
    own = LoopSettings(not_applicable=(48,), applicable=(30,))
    assert (48 in own.inapplicable, 30 in own.inapplicable) == (True, False)


@pytest.mark.parametrize("wrong", [{"not_applicable": (51,)}, {"public_url": "example.edu.cn"}, {"school_name": "x"}])
def test_what_cannot_be_used_is_refused(wrong: dict[str, object]) -> None:
    """Items outside the list, an address without a scheme, an unknown setting."""
    with pytest.raises(ValidationError):
        LoopSettings.model_validate(wrong)


def test_the_address_of_the_form_follows_from_the_services_own() -> None:
    """Without one nothing is promised."""
    assert LoopSettings(public_url="https://bot.example.edu.cn").request_url == "https://bot.example.edu.cn/request"
    assert LoopSettings().request_url == ""
