"""Weighs what speaks for a passage: one linear model ranks the candidates, another gives a calibrated probability.

The coefficients stand in data/weights.yaml, fitted over several colleges' questions by `gongkai calibrate`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import NamedTuple, Self

from knowledge import yamltext


class Features(NamedTuple):
    """What is known of a candidate passage for one question.

    cosine: raw, by the encoder. fused: 0-1 over this query's candidates. coverage, title: the share of what is asked that
    the passage with its title, or the title alone, speaks of. missed: strict things not spoken of. holds: 1 if the wanted
    kind of thing is there, 0 if not, 0.5 if it has no form. year: -1 to 1. currency, genre: 0-1. key: how well the most
    important thing asked is met. near: the share met by one sentence that holds the wanted kind of thing. standout: how far
    the cosine stands above the mean of this query's candidates. sentence: the cosine of its nearest sentence.
    lacks: 1 where the wanted kind of thing has a form and no sentence that holds it speaks of what is asked. exact: the
    share of what is asked that is exactly a cell of the row; 0 for running text. wording: the share of the question's
    own character pairs that the passage with title and heading holds, by idf. listing: 1 for a list of titles or a menu.
    lead: how far its score stands above that of the best passage of any other notice; told after ranking.
    """

    cosine: float
    fused: float
    coverage: float
    title: float
    missed: float
    holds: float
    year: float
    currency: float
    genre: float
    key: float
    near: float
    standout: float
    sentence: float
    lacks: float
    exact: float
    wording: float
    listing: float
    lead: float = 0.0


NAMES = Features._fields


@dataclass(frozen=True, slots=True)
class Linear:
    """bias + sum of weight x feature, in the order of Features."""

    bias: float
    weights: tuple[float, ...]

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """From a mapping of `bias` and feature names; missing features weigh nothing."""
        return cls(values.get("bias", 0.0), tuple(values.get(name, 0.0) for name in NAMES))

    def __call__(self, features: Features) -> float:
        """The weighted sum of `features`."""
        total: float = sum(map(mul, self.weights, features), self.bias)
        return total


@dataclass(frozen=True, slots=True)
class Model:
    """How candidates are ranked, and how sure the first one is."""

    ranking: Linear
    certainty: Linear

    def rank(self, features: Features) -> float:
        """A score by which candidates of one query are ordered; higher is better."""
        return self.ranking(features)

    def confidence(self, features: Features) -> float:
        """The probability (0-1) that a first hit with these features answers the question."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.certainty(features)))))


@cache
def default_model() -> Model:
    """The model that ships with gongkai."""
    raw = yamltext.parse(resources.files("index").joinpath("data/weights.yaml").read_text(encoding="utf-8"))
    return Model(ranking=Linear.of(raw["ranking"]), certainty=Linear.of(raw["certainty"]))
