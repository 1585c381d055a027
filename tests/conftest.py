"""A tiny model, exported once for all tests that open a bundle; and the logbook, which looks at every line that is logged."""

from pathlib import Path

import pytest

from index import encoders
from tests.fakes.weights import tiny

pytest_plugins = ["tests.fakes.logbook"]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with E5's prompts and mean pooling."""
    # torch takes seconds to import, which only the tests that build something should pay.
    from index import export  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("model") / "tiny"
    export.build_default(tiny(), folder)
    return folder


@pytest.fixture(scope="session")
def tiny_encoder(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, exported; tests that alter files copy it first."""
    folder = tmp_path_factory.mktemp("exported") / "encoder"
    folder.mkdir()
    encoders.build(str(tiny_model), folder)
    return folder
