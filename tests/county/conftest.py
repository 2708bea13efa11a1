"""Where the real documents for tests lie."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def corpora() -> Path:
    folder = Path(os.environ.get("JIANFU_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip("没有真实文件语料（JIANFU_CORPORA），跳过")
    return folder
