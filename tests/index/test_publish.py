import fcntl
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import bundle as bundles
from index.bundle import Bundle, Manifest
from index.confidence import Linear, Model
from index.errors import NothingToPublish, PublishRefused, PublishRunning
from index.publish import Published, publish
from index.query import Concept, Query
from index.search import Searcher
from index.shelf import Shelf
from knowledge.store import KnowledgeStore
from tests.fakes.encoder import HashEncoder, UnevenEncoder
from tests.fakes.notices import BY, FEES, LIBRARY, NETWORK, NOW, SCHOLARSHIP, TODAY, Cut, cut, save

DEARER = cut("network", "校园网使用说明", "校园网每学期200元，报修请拨打0000-8801700。")
MODEL = Model(Linear.of({"fused": 1.0, "coverage": 0.5}), Linear.of({}))
QUESTIONS = [
    Query("三等奖学金多少钱", (Concept(("三等奖学金",)),)),
    Query("校园网一学期多少钱", (Concept(("校园网", "网络")),)),
    Query("护理学费", (Concept(("护理",), strict=True), Concept(("学费",)))),
    Query("图书馆几点关门"),
]


def found(data: Path, encoder: HashEncoder) -> list[list[tuple[str, float]]]:
    """What a search over the live bundle gives: texts and scores, question by question."""
    searcher = Searcher(Bundle.open(Shelf(data).live(), encoder.fingerprint), encoder, MODEL)
    passages = searcher.bundle.corpus.passages
    return [[(passages[hit.row].text, hit.score) for hit in searcher.search(query, TODAY)] for query in QUESTIONS]


def test_the_first_publish_goes_live_and_says_what_it_did(tmp_path: Path) -> None:
    """Counts, the bundle's id, and that something changed."""
    heard = list[tuple[int, int]]()
    done = publish([SCHOLARSHIP, FEES], HashEncoder(), tmp_path, NOW, on_progress=lambda *told: heard.append(told))
    assert (done.changed, done.notices, done.passages) == (True, 2, 3)
    assert Shelf(tmp_path).live().name == done.id
    assert heard[-1] == (done.encoded, done.encoded)
    assert 0 <= done.encode_seconds <= done.seconds
    bundles.verify(Shelf(tmp_path).live())


def test_publishing_unchanged_notices_changes_nothing(tmp_path: Path) -> None:
    """The same contents are the same bundle: nothing is encoded, nothing written, and the report says so."""
    encoder = HashEncoder()
    first = publish([SCHOLARSHIP, FEES], encoder, tmp_path, NOW)
    before = {path: path.stat().st_mtime_ns for path in Shelf(tmp_path).folder.rglob("*") if path.name != "lock"}
    encoder.encoded.clear()
    again = publish([SCHOLARSHIP, FEES], encoder, tmp_path, NOW + timedelta(days=1))
    assert (again.id, again.changed, again.encoded, encoder.encoded) == (first.id, False, 0, [])
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_what_a_bundle_is_made_of_names_it(tmp_path: Path) -> None:
    """Other notices, another order or another encoder are another bundle; the day and the folder are not."""
    ids = [
        publish([SCHOLARSHIP, FEES], HashEncoder(), tmp_path / "a", NOW).id,
        publish([FEES, SCHOLARSHIP], HashEncoder(), tmp_path / "b", NOW).id,
        publish([SCHOLARSHIP, FEES], HashEncoder(32), tmp_path / "c", NOW).id,
        publish([SCHOLARSHIP], HashEncoder(), tmp_path / "d", NOW).id,
    ]
    assert len(set(ids)) == 4
    assert publish([SCHOLARSHIP], HashEncoder(), tmp_path / "e", NOW + timedelta(days=9)).id == ids[3]


def test_only_the_changed_notice_is_encoded(tmp_path: Path) -> None:
    """Everything else comes from the memo, to the last bit."""
    encoder = HashEncoder()
    publish([FEES, LIBRARY, NETWORK], encoder, tmp_path, NOW)
    encoder.encoded.clear()
    done = publish([FEES, LIBRARY, DEARER], encoder, tmp_path, NOW)
    assert done.encoded == len(encoder.encoded) > 0
    assert all("200元" in text or "报修" in text for text in encoder.encoded)
    publish([FEES, LIBRARY, DEARER], encoder, tmp_path / "full", NOW)
    assert found(tmp_path, encoder) == found(tmp_path / "full", encoder)


STEPS = st.lists(
    st.sets(st.sampled_from([SCHOLARSHIP, FEES, LIBRARY, NETWORK, DEARER]), min_size=1), min_size=2, max_size=3
)


def ordered(notices: set[Cut]) -> list[Cut]:
    """As a store gives them: by id, one revision each."""
    return [one for _, one in sorted({notice.id: (notice, passages) for notice, passages in notices}.items())]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_publishes_gives_the_results_of_one_full_build(tmp_path: Path, steps: list[set[Cut]]) -> None:
    """Added, changed and removed in whatever order: the last bundle has the id, files and results of a fresh one."""
    encoder = HashEncoder()
    shutil.rmtree(tmp_path / "steps", ignore_errors=True)
    shutil.rmtree(tmp_path / "full", ignore_errors=True)
    for step in steps:
        last = publish(ordered(step), encoder, tmp_path / "steps", NOW)
    full = publish(ordered(steps[-1]), encoder, tmp_path / "full", NOW)
    assert last.id == full.id
    assert found(tmp_path / "steps", encoder) == found(tmp_path / "full", encoder)
    for name in (bundles.CORPUS, bundles.VECTORS, bundles.SENTENCES, bundles.OFFSETS):
        files = [Manifest.read(Shelf(tmp_path / data).live()).files[name] for data in ("steps", "full")]
        assert files[0] == files[1]


def test_with_no_published_notice_there_is_nothing_to_publish(tmp_path: Path) -> None:
    """An empty store, or one whose notices are all withdrawn, is told what to run; the live bundle stays."""
    with pytest.raises(NothingToPublish, match="gongkai import"):
        publish([], HashEncoder(), tmp_path, NOW)
    with KnowledgeStore.open(tmp_path / "store.db") as store:
        save(store, SCHOLARSHIP)
        live = publish(store.published(), HashEncoder(), tmp_path, NOW)
        store.withdraw(SCHOLARSHIP[0].id, BY, NOW, "错了")
        with pytest.raises(NothingToPublish):
            publish(store.published(), HashEncoder(), tmp_path, NOW)
    assert Shelf(tmp_path).live().name == live.id


def test_of_two_publishes_at_once_the_second_is_refused(tmp_path: Path) -> None:
    """It says who is in the way and touches nothing; once the first has ended it goes through."""
    publish([FEES], HashEncoder(), tmp_path, NOW)
    with (Shelf(tmp_path).folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PublishRunning, match="wait until it has ended") as refused:
            publish([LIBRARY], HashEncoder(), tmp_path, NOW)
        assert refused.value.data == tmp_path
        assert len(Shelf(tmp_path).history()) == 1
    assert publish([LIBRARY], HashEncoder(), tmp_path, NOW).changed


def test_what_a_killed_publish_left_is_cleared(tmp_path: Path) -> None:
    """Unfinished folders of this and of other bundles go with the next publish."""
    shelf = Shelf(tmp_path)
    identity = publish([FEES], HashEncoder(), tmp_path / "once", NOW).id
    for name in (f"building-{identity}", "building-another"):
        (shelf.folder / name / "lexical").mkdir(parents=True)
        (shelf.folder / name / "corpus.json").write_text("half")
    publish([FEES], HashEncoder(), tmp_path, NOW)
    assert {path.name for path in shelf.folder.iterdir() if path.is_dir()} == {identity}


def test_a_finished_folder_that_never_went_live_is_replaced(tmp_path: Path) -> None:
    """A publish killed between the rename and the swap: the next one builds it again and swaps."""
    done = publish([FEES], HashEncoder(), tmp_path, NOW)
    (Shelf(tmp_path).folder / "live").unlink()
    (Shelf(tmp_path).folder / done.id / bundles.CORPUS).unlink()
    assert publish([FEES], HashEncoder(), tmp_path, NOW).changed
    bundles.verify(Shelf(tmp_path).live())


def test_old_bundles_go_and_as_many_as_asked_for_are_kept(tmp_path: Path) -> None:
    """The newest ones, the live one first."""
    ids = [publish([one], HashEncoder(), tmp_path, NOW, keep=2).id for one in (FEES, LIBRARY, NETWORK)]
    shelf = Shelf(tmp_path)
    assert shelf.history() == (ids[2], ids[1])
    assert {path.name for path in shelf.folder.iterdir() if path.is_dir()} == {ids[2], ids[1]}


def test_after_a_rollback_publishing_goes_forward_again(tmp_path: Path) -> None:
    """The bundle left behind is made live, and the report says that something changed."""
    publish([FEES], HashEncoder(), tmp_path, NOW)
    newer = publish([FEES, LIBRARY], HashEncoder(), tmp_path, NOW)
    Shelf(tmp_path).rollback()
    assert Shelf(tmp_path).live().name != newer.id
    again = publish([FEES, LIBRARY], HashEncoder(), tmp_path, NOW)
    assert (again.id, again.changed, again.encoded) == (newer.id, True, 0)
    assert Shelf(tmp_path).live().name == newer.id


def damaged(data: Path, name: str, content: bytes | None) -> Published:
    path = Shelf(data).live() / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    return publish([FEES, LIBRARY], HashEncoder(), data, NOW)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *[(bundles.MANIFEST, content) for content in (None, b"", b"{}", b'{"format": 1, "files": 3}')],
        (bundles.CORPUS, b"{}"),
        (bundles.VECTORS, None),
    ],
)
def test_a_damaged_live_bundle_is_built_again(tmp_path: Path, name: str, content: bytes | None) -> None:
    """Publishing is the remedy that the errors name, so it must work whatever the damage."""
    first = publish([FEES, LIBRARY], HashEncoder(), tmp_path, NOW)
    again = damaged(tmp_path, name, content)
    assert (again.id, again.changed) == (first.id, True)
    bundles.verify(Shelf(tmp_path).live())


def test_a_live_bundle_of_another_format_is_built_again(tmp_path: Path) -> None:
    """A manifest that somebody restored from another version is no reason to give up."""
    publish([FEES, LIBRARY], HashEncoder(), tmp_path, NOW)
    path = Shelf(tmp_path).live() / bundles.MANIFEST
    other = json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 0})
    assert damaged(tmp_path, bundles.MANIFEST, other.encode()).changed


def test_a_new_bundle_that_fails_its_check_leaves_the_live_one(tmp_path: Path) -> None:
    """What was live answers on, and the next good publish succeeds."""
    first = publish([FEES], HashEncoder(), tmp_path, NOW)
    with pytest.raises(PublishRefused):
        publish([SCHOLARSHIP, FEES, LIBRARY, NETWORK], UnevenEncoder(dimensions=48), tmp_path, NOW)
    assert Shelf(tmp_path).history() == (first.id,)
    bundles.verify(Shelf(tmp_path).live())
    assert publish([LIBRARY], HashEncoder(), tmp_path, NOW).changed
