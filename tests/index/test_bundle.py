import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import bundle as bundles
from index.bundle import Bundle, Manifest, verify
from index.errors import BundleDamaged, BundleFormat, EncoderMismatch, RetrievalError
from index.publish import publish
from index.shelf import Shelf
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW, SCHOLARSHIP

ENCODER = HashEncoder()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    publish([SCHOLARSHIP, FEES, LIBRARY], ENCODER, data, NOW)
    return Shelf(data).live()


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "bundle"))


def names(folder: Path) -> list[str]:
    return list(Manifest.read(folder).files)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def test_an_open_bundle_holds_what_its_manifest_says(folder: Path) -> None:
    """Notices, passages, one vector a passage, sentences for each, and the wording."""
    opened = Bundle.open(folder, ENCODER.fingerprint)
    manifest = opened.manifest
    assert (manifest.notices, manifest.passages) == (len(opened.corpus.notices), len(opened.corpus.passages)) == (3, 4)
    assert opened.vectors.shape == (4, ENCODER.dimensions)
    assert len(opened.sentences.offsets) == 5
    assert opened.lexical.search("图书馆", 1)[0].tolist() == [3]
    assert manifest.created_at == "2026-09-01T00:00:00+00:00"
    verify(folder)


def test_every_file_stands_in_the_manifest(folder: Path) -> None:
    """Nothing that is opened goes unchecked; only the lexical index's own locks are left out."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}
    assert there - set(names(folder)) == {bundles.MANIFEST}
    assert {bundles.CORPUS, bundles.VECTORS, bundles.SENTENCES, bundles.OFFSETS} < set(names(folder))


@pytest.mark.parametrize("harm", [Path.unlink, truncate, lengthen])
def test_each_file_missing_or_of_another_size_is_refused(folder: Path, harm: Callable[[Path], None]) -> None:
    """The error names the file and says to roll back or to publish."""
    for name in names(folder):
        kept = (folder / name).read_bytes()
        harm(folder / name)
        with pytest.raises(BundleDamaged, match="gongkai rollback") as refused:
            Bundle.open(folder, ENCODER.fingerprint)
        assert refused.value.path == folder / name
        with pytest.raises(BundleDamaged):
            verify(folder)
        (folder / name).write_bytes(kept)
    Bundle.open(folder, ENCODER.fingerprint)


def test_each_changed_byte_is_found_by_its_checksum(folder: Path) -> None:
    """The size is right, the contents are not."""
    for name in names(folder):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(BundleDamaged, match="checksum") as refused:
            verify(folder)
        assert refused.value.path == folder / name
        (folder / name).write_bytes(content)
    verify(folder)


def test_contents_overwritten_in_place_are_refused_or_harmless(folder: Path) -> None:
    """Opening checks sizes alone; whatever stands in a file, nothing but an error of this package comes out."""
    for name in names(folder):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(b"\xa5" * len(content))
        with contextlib.suppress(RetrievalError):
            Bundle.open(folder, ENCODER.fingerprint)
        (folder / name).write_bytes(content)


def test_a_bundle_of_another_encoder_is_refused(folder: Path) -> None:
    """Vectors of two encoders cannot be compared, so the bundle is not opened at all."""
    with pytest.raises(EncoderMismatch, match="run `gongkai publish`") as refused:
        Bundle.open(folder, "other")
    assert (refused.value.expected, refused.value.came) == (ENCODER.fingerprint, "other")


def rewrite(folder: Path, **given: object) -> None:
    path = folder / bundles.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | given), encoding="utf-8")


@pytest.mark.parametrize("came", [0, 1, "2", None])
def test_a_bundle_of_another_format_is_refused(folder: Path, came: object) -> None:
    """The error says which format came, which is read, and what to run."""
    rewrite(folder, format=came)
    with pytest.raises(BundleFormat, match=f"has format {came}, this version reads 3; run `gongkai publish`"):
        Bundle.open(folder, ENCODER.fingerprint)


def test_a_manifest_that_is_another_document_is_refused(folder: Path) -> None:
    """JSON, but no manifest: the format is unknown."""
    (folder / bundles.MANIFEST).write_text("[1]")
    with pytest.raises(BundleFormat, match="unknown"):
        Manifest.read(folder)


@pytest.mark.parametrize("text", ["", "{", "\0"])
def test_a_manifest_that_is_no_json_is_damaged(folder: Path, text: str) -> None:
    """As is one that is missing."""
    (folder / bundles.MANIFEST).write_text(text)
    with pytest.raises(BundleDamaged, match="missing or not JSON"):
        Manifest.read(folder)
    (folder / bundles.MANIFEST).unlink()
    with pytest.raises(BundleDamaged, match="missing or not JSON"):
        verify(folder)


@pytest.mark.parametrize("files", [None, [], "x", {"a": 1}, {"a": ["many", "digits"]}])
def test_a_manifest_with_entries_of_the_wrong_kind_is_damaged(folder: Path, files: object) -> None:
    """A list of files that is none is told like any other damage."""
    rewrite(folder, files=files)
    with pytest.raises(BundleDamaged, match="wrong kind"):
        Manifest.read(folder)


def test_a_manifest_with_missing_or_foreign_entries_is_damaged(folder: Path) -> None:
    """Neither more nor less than this version writes."""
    rewrite(folder, colour="red")
    with pytest.raises(BundleDamaged, match="wrong kind"):
        Manifest.read(folder)


def test_parts_of_two_bundles_do_not_pass_for_one(folder: Path, tmp_path: Path) -> None:
    """One vector and one stretch of sentences a passage, or the bundle is refused, whatever the manifest says."""
    publish([SCHOLARSHIP, LIBRARY], ENCODER, tmp_path / "other", NOW)
    other = Shelf(tmp_path / "other").live()
    for mixed in ((bundles.VECTORS,), (bundles.SENTENCES, bundles.OFFSETS)):
        patched = Path(shutil.copytree(folder, tmp_path / mixed[0]))
        for name in mixed:
            shutil.copyfile(other / name, patched / name)
        measured = {name: list(bundles.measure(patched / name)) for name in names(folder)}
        rewrite(patched, files=measured)
        verify(patched)
        with pytest.raises(BundleDamaged, match="passage"):
            Bundle.open(patched, ENCODER.fingerprint)
