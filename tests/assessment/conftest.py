"""The demonstration county's assessment year, made and read once."""

import pytest
from plan_text import county_year

from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.scoring.data import YearData


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, YearData]:
    return county_year(tmp_path_factory.mktemp("assessment"))
