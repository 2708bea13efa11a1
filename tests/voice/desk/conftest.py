"""A pretended server for each test of the desk."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pretend_server import PretendServer, make_server


@pytest.fixture
def server() -> PretendServer:
    return make_server()
