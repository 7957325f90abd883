"""What the tests of the index share."""

from __future__ import annotations

import pytest

from index import Archive
from tests.index.press import press


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of twelve articles that no test changes."""
    folder = tmp_path_factory.mktemp("coast")
    archive = Archive(folder / "archive")
    archive.add([press(folder / "press", 12)])
    return archive
