"""Uploaded files: kept whole under their own names, in their folder and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Archive
from index.uploads import add_and_tell, own_name, save_uploads
from index.values import Failure


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a report.html", "a report.html"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("/abs/olute.md", "olute.md"),
        ("C:\\news\\día.txt", "día.txt"),
        ("nul\x00in\n.txt", "nulin.txt"),
        ("..", "unnamed"),
        ("folder/", "unnamed"),
        ("", "unnamed"),
        ("\ud800.txt", "?.txt"),
    ],
)
def test_a_name_loses_folders_and_control_characters(given: str, kept: str) -> None:
    assert own_name(given) == kept


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "uploads"
    names = ["../up.txt", "../../upper.txt", "/etc/claimdesk-test", "x/../../y.txt", ".."]
    paths, refused = save_uploads(folder, [(name, b"words") for name in names])
    assert not refused
    assert {p.parent for p in paths} == {folder}
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == set(paths)


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_bytes(b"precious")
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "a.txt").symlink_to(target)
    paths, _ = save_uploads(folder, [("a.txt", b"new")])
    assert target.read_bytes() == b"precious"
    assert paths[0].read_bytes() == b"new"
    assert not paths[0].is_symlink()


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    paths, refused = save_uploads(tmp_path, [("a/x.txt", b"first"), ("b/x.txt", b"second")])
    assert [p.read_bytes() for p in paths] == [b"first"]
    assert [f.path for f in refused] == ["x.txt"]
    assert "rename" in refused[0].reason


def test_a_later_upload_replaces_the_file_of_its_name(tmp_path: Path) -> None:
    save_uploads(tmp_path, [("x.txt", b"first")])
    paths, refused = save_uploads(tmp_path, [("x.txt", b"second")])
    assert not refused
    assert paths[0].read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == paths


def test_a_file_that_cannot_be_kept_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken.txt").mkdir()
    paths, refused = save_uploads(tmp_path, [("taken.txt", b"a"), ("y" * 300, b"b"), ("good.txt", b"c")])
    assert [p.name for p in paths] == ["good.txt"]
    assert [f.path for f in refused] == ["taken.txt", "y" * 300]
    assert {p.name for p in tmp_path.iterdir()} == {"taken.txt", "good.txt"}


def test_what_happened_is_told_in_lines_without_the_folder(tmp_path: Path) -> None:
    story = "The council of Millbrook voted on Monday to repair the old bridge over the Tarn before winter."
    paths, _ = save_uploads(tmp_path / "uploads", [("story.txt", story.encode()), ("empty.txt", b"")])
    steps: list[object] = []
    with Archive(tmp_path / "archive") as archive:
        done, wrong = add_and_tell(archive, paths, [Failure("big.txt", "it cannot be kept")], steps.append)
        again = add_and_tell(archive, paths[:1], [], steps.append)
        nothing = add_and_tell(archive, [], [], steps.append)
    assert done == "1 added, 2 failed:"
    assert wrong[0] == "big.txt: it cannot be kept"
    assert wrong[1].startswith("empty.txt: ")
    assert str(tmp_path) not in wrong[1]
    assert again == ("1 already here", [])
    assert nothing == ("nothing to add", [])
    assert steps
