import pytest

from index.confidence import NAMES, Features, Linear, default_model

GOOD = Features(
    cosine=0.9,
    fused=1.0,
    coverage=1.0,
    title=0.5,
    missed=0.0,
    holds=1.0,
    year=0.8,
    currency=1.0,
    genre=1.0,
    key=1.0,
    near=1.0,
    standout=0.05,
    sentence=0.92,
    lacks=0.0,
    exact=0.0,
    wording=0.5,
    listing=0.0,
)


def test_weights_go_by_the_names_of_the_features() -> None:
    """A feature that is not named weighs nothing."""
    linear = Linear.of({"bias": 1.0, "coverage": 2.0})
    assert linear(GOOD._replace(coverage=0.5)) == pytest.approx(2.0)
    assert len(linear.weights) == len(NAMES)


def test_the_shipped_model_prefers_what_answers() -> None:
    """More of what was asked and the wanted thing raise both rank and confidence; a missed province lowers both."""
    model = default_model()
    for worse in (GOOD._replace(coverage=0.2), GOOD._replace(holds=0.0, lacks=1.0), GOOD._replace(missed=1.0)):
        assert model.rank(worse) < model.rank(GOOD)
        assert model.confidence(worse) < model.confidence(GOOD)


def test_confidence_is_a_probability_whatever_comes() -> None:
    """Extreme features do not overflow."""
    model = default_model()
    for sentence in (-1e6, 0.0, 1e6):
        assert 0.0 <= model.confidence(GOOD._replace(sentence=sentence)) <= 1.0
