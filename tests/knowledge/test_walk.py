"""Which files an import takes."""

from pathlib import Path

from knowledge.walk import walk


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")


def names(*paths: Path) -> list[str]:
    return [found.relative.as_posix() for found in walk(paths)]


def test_folder_in_order(tmp_path: Path) -> None:
    """Files come in alphabetical order with their path below the folder; hidden and lock files are left out."""
    put(tmp_path, "b.md", "a.md", "sub/c.md", ".hidden", ".git/d.md", "~$b.docx")
    assert names(tmp_path) == ["a.md", "b.md", "sub/c.md"]


def test_side_files(tmp_path: Path) -> None:
    """A side file is left out when the file that it describes is beside it, in either spelling, and kept otherwise."""
    put(tmp_path, "fees.xlsx", "fees.meta.yaml", "fees.xlsx.meta.yaml", "alone.meta.yaml", "sub/fees.meta.yaml")
    assert names(tmp_path) == ["alone.meta.yaml", "fees.xlsx", "sub/fees.meta.yaml"]


def test_single_file_and_twice(tmp_path: Path) -> None:
    """A file that is named itself goes by its name, and a file that is named twice comes once."""
    put(tmp_path, "sub/a.md")
    assert names(tmp_path / "sub" / "a.md", tmp_path, tmp_path) == ["a.md"]


def test_missing_path(tmp_path: Path) -> None:
    """A path that does not exist is passed on, so that it can be reported."""
    assert names(tmp_path / "no.md") == ["no.md"]


def test_what_belongs_to_a_saved_page_is_left_out(tmp_path: Path) -> None:
    """Pictures and scripts that a browser saves beside a page are no notices; the sheets that Excel puts there are."""
    for name in (
        "a.html",
        "a_files/logo.png",
        "b.htm",
        "b.files/sheet001.htm",
        "b.files/tabstrip.htm",
        "c_files/d.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = {found.relative.as_posix() for found in walk([tmp_path])}
    assert names == {"a.html", "b.htm", "b.files/sheet001.htm", "c_files/d.html"}
