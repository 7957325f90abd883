"""What the tests share: the sample articles, indexed once, and a desk on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import Archive
from index.record import article_id_of
from rag import Desk

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "examples" / "articles"
ARTICLE = article_id_of(str(SAMPLES / "moscow-says-douma-attack-was-staged.md"))
"""The id of a sample article: ids go by the path, which is another in each checkout."""


@pytest.fixture(autouse=True, scope="session")
def own_settings() -> Iterator[None]:
    """Keep the settings of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CLAIMDESK_ARCHIVE", raising=False)
        patch.delenv("CLAIMDESK_CHROMA", raising=False)
        patch.delenv("CLAIMDESK_MODEL", raising=False)
        patch.delenv("CLAIMDESK_MODEL_URL", raising=False)
        patch.delenv("CLAIMDESK_PRIVATE_URLS", raising=False)
        patch.delenv("CLAIMDESK_REPORTS", raising=False)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of public data that lies beside the repository on some machines; skip without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the shared data folder {folder.name!r} is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory: pytest.TempPathFactory, own_settings: None) -> Path:  # noqa: ARG001 - an order
    """Return the folder of an archive over the sample articles, for tests that only read."""
    folder = tmp_path_factory.mktemp("samples") / "archive"
    with Archive(folder) as archive:
        report = archive.add([SAMPLES])
    assert not report.failed
    return folder


@pytest.fixture(scope="session")
def archive(samples_folder: Path) -> Iterator[Archive]:
    """Return the archive over the sample articles, open."""
    with Archive(samples_folder) as opened:
        yield opened


@pytest.fixture
def own(samples_folder: Path, tmp_path: Path) -> Path:
    """Return the folder of an archive that the test may change."""
    return Path(shutil.copytree(samples_folder, tmp_path / "own"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], AppTest]:
    """Return what opens the page on an archive's folder."""
    from streamlit.testing.v1 import AppTest

    def opened(folder: Path) -> AppTest:
        monkeypatch.setenv("CLAIMDESK_ARCHIVE", str(folder))
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()

    return opened


@pytest.fixture(scope="session")
def desk(archive: Archive) -> Desk:
    """Return a desk on the sample articles."""
    return Desk(archive)
