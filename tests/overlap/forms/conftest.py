import pytest

from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.vocabulary.packaged import packaged_folder


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    return load_dictionary([packaged_folder("elements")])
