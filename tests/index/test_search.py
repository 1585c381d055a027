from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import bundle as bundles
from index.bundle import Bundle
from index.confidence import Linear, Model
from index.fuse import fuse
from index.publish import publish
from index.query import Concept, Query, Want
from index.search import Searcher
from index.shelf import Shelf
from knowledge.document import Table
from knowledge.notice import Period, PeriodKind
from tests.fakes.encoder import HashEncoder, encode_all
from tests.fakes.notices import FEES, LIBRARY, NETWORK, NOW, SCHOLARSHIP, TODAY, cut

ENCODER = HashEncoder(512)
FUSED = Model(Linear.of({"fused": 1.0}), Linear.of({}))
SCORES = Table(
    rows=(
        ("省份", "最低分"),
        *((f"{name}省", str(470 + 10 * at)) for at, name in enumerate("河湖海江浙安福山广云贵青甘陕吉辽")),
    ),
    caption="2025年录取分数",
    header_rows=1,
)
LAST_YEAR = cut("fees-old", "2025年学费标准", "软件技术专业学费每学年5800元。", published_at=date(2025, 3, 1))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    data = tmp_path_factory.mktemp("data")
    scores = cut("scores", "2025年各省录取分数", *[replace(SCORES, caption=f"表{n}") for n in range(9)])
    publish([SCHOLARSHIP, FEES, LAST_YEAR, LIBRARY, NETWORK, scores], ENCODER, data, NOW)
    return Bundle.open(Shelf(data).live(), ENCODER.fingerprint)


def texts(bundle: Bundle, query: Query, model: Model = FUSED, limit: int = 20) -> list[str]:
    hits = Searcher(bundle, ENCODER, model).search(query, TODAY, limit)
    return [bundle.corpus.passages[hit.row].text for hit in hits]


def test_the_passage_that_says_it_comes_first(opened: Bundle) -> None:
    """By meaning and wording together."""
    assert "三等奖学金400元" in texts(opened, Query("三等奖学金多少元"))[0]
    assert any("护理" in text for text in texts(opened, Query("护理专业学费", (Concept(("护理",)),)))[:2])


def test_hits_come_best_first_within_the_limit(opened: Bundle) -> None:
    """No row twice, scores falling."""
    hits = Searcher(opened, ENCODER, FUSED).search(Query("湖省录取最低分"), TODAY, 7)
    assert len(hits) == 7 == len({hit.row for hit in hits})
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_every_way_of_writing_a_thing_is_searched_for(opened: Bundle) -> None:
    """The notice's word finds its passage although the person said another."""
    hits = texts(opened, Query("上网故障", (Concept(("上网", "校园网")),)), limit=1)
    assert "校园网" in hits[0]


def test_candidates_are_those_of_brute_force(opened: Bundle) -> None:
    """Among few passages all are candidates: cosine and wording fused over all of them, the best forty weighed."""
    query = Query("海省最低分是多少分")
    few = Searcher(opened, ENCODER, FUSED)
    rows, dense, fused = few._candidates(query, ENCODER.encode_query(query.text))
    vectors = encode_all(ENCODER, [opened.corpus.embedded(row) for row in range(len(opened.corpus.passages))])
    cosines = vectors @ ENCODER.encode_query(query.text)
    worded, scores = opened.lexical.search(query.text, 120)
    # Which of equally near rows are the last candidates is left to the index; every nearer one is a candidate.
    bar = np.sort(cosines)[::-1][119] + 1e-6
    assert set(np.flatnonzero(cosines > bar).tolist()) | set(worded.tolist()) <= set(rows.tolist())
    assert dense == pytest.approx(cosines[rows], abs=1e-6)
    lexical = np.array(
        [dict(zip(worded.tolist(), scores.tolist(), strict=True)).get(row, 0.0) for row in rows.tolist()]
    )
    assert fused == pytest.approx(fuse(cosines[rows], lexical.astype(np.float32)), abs=1e-5)
    assert len(few.search(query, TODAY, 1000)) == 24


def test_the_model_orders_the_candidates(opened: Bundle) -> None:
    """A weight on the year brings the notice of the year asked for to the front."""
    query = Query("软件技术学费", periods=(Period(PeriodKind.YEAR, 2025),), is_dated=True)
    by_year = Model(Linear.of({"year": 5.0, "fused": 1.0}), Linear.of({}))
    assert texts(opened, query, by_year)[0] == "软件技术专业学费每学年5800元。"
    assert "6000" in texts(opened, replace(query, periods=(Period(PeriodKind.YEAR, 2026),)), by_year)[0]


def test_features_tell_what_speaks_for_a_passage(opened: Bundle) -> None:
    """Shares, the wanted kind of thing, cosines and currency, each as the model was taught."""
    query = Query("三等奖学金多少钱", (Concept(("三等奖学金",)), Concept(("国防生",), strict=True)), Want.AMOUNT)
    first = Searcher(opened, ENCODER, FUSED).search(query, TODAY)[0].features
    vector = ENCODER.encode_query(query.text)
    own = encode_all(ENCODER, [opened.corpus.embedded(0)])[0]
    assert first.cosine == pytest.approx(float(own @ vector), abs=1e-5)
    assert first.sentence == pytest.approx(opened.sentences.nearest(vector, np.array([0]))[0])
    assert 0 < first.coverage < 1
    assert first.near == first.coverage
    assert (first.holds, first.missed, first.year, first.currency, first.genre) == (1.0, 1.0, 0.0, 1.0, 1.0)
    dated = Searcher(opened, ENCODER, FUSED).search(replace(query, is_dated=True, want=Want.ANY), TODAY)[0].features
    assert (dated.currency, dated.holds) == (0.5, 0.5)


def test_a_lead_is_told_against_other_notices(opened: Bundle) -> None:
    """By the gap to the best passage of another notice, which lags by as much; where there is none, a usual lead is assumed."""
    searcher = Searcher(opened, ENCODER, FUSED)
    hits = searcher.search(Query("三等奖学金多少钱"), TODAY)
    own = opened.corpus.passages[hits[0].row].notice
    other = next(hit for hit in hits if opened.corpus.passages[hit.row].notice != own)
    assert hits[0].features.lead == pytest.approx(min(0.6, hits[0].score - other.score))
    assert other.features.lead == pytest.approx(other.score - hits[0].score)
    assert searcher.with_leads(hits[:1])[0].features.lead == 0.4


def test_any_text_can_be_searched(opened: Bundle) -> None:
    """Nothing, marks, other scripts and a very long message find something or nothing, and never fail."""
    for text in ("", "？！", "\U0001f600", "x" * 5000, "学费" * 2000, "\ud800"):
        assert len(texts(opened, Query(text))) <= 20


def test_a_bundle_of_one_passage_can_be_searched(tmp_path: Path) -> None:
    """The smallest bundle there is."""
    publish([LIBRARY], ENCODER, tmp_path, NOW)
    bundle = Bundle.open(Shelf(tmp_path).live(), ENCODER.fingerprint)
    assert texts(bundle, Query("学费")) == [bundle.corpus.passages[0].text]
    assert bundle.manifest.format == bundles.FORMAT
