"""Forms that are in use in the county: of the ledger, and of drafts that were cleared."""

from functools import lru_cache

from django.db.models import Count, Max

from jianfu.clearance.models import ClearanceNumber
from jianfu.ledger.models import Demand, ImportedFile, OrganAlias
from jianfu.overlap.forms.comparing import MappedForm, map_forms
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.overlap.forms.ledger_forms import list_ledger_forms


def list_known_forms(dictionary: Dictionary) -> tuple[MappedForm, ...]:
    """All of them, mapped. A ledger form's id is its demand's number, a cleared draft's is `draft-` and its number.

    Made anew only when a form may have come, gone or been renamed.
    """
    return map_all_forms(_mark(), _Held(dictionary))


class _Held:
    """A dictionary as a key: there is one a process."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.dictionary is other.dictionary

    def __hash__(self) -> int:
        return id(self.dictionary)


def _mark() -> str:
    """Changes whenever a form may have changed; writing drafts and cases does not change it."""
    demands = Demand.objects.aggregate(last=Max("pk"), count=Count("pk"))
    cleared = ClearanceNumber.objects.aggregate(last=Max("draft_id"), count=Count("pk"), ended=Count("ended_on"))
    files = ImportedFile.objects.aggregate(last=Max("pk"), count=Count("pk"))  # a file may fill blanks of known rows
    return f"{demands}:{OrganAlias.objects.count()}:{cleared}:{files}"


@lru_cache(maxsize=2)
def map_all_forms(mark: str, held: _Held) -> tuple[MappedForm, ...]:
    """The forms as they are while `mark` is the same."""
    numbers = ClearanceNumber.objects.select_related("draft__organ").filter(ended_on=None)
    forms = [
        Form(
            id=f"draft-{number.draft_id}",
            name=number.draft.title,
            fields=make_fields([heading.split("/") for heading in number.draft.form_fields]),
            organ=number.draft.organ.name,
            matter=number.draft.facts.get("topic") or None,
            source=number.number,
        )
        for number in numbers.exclude(draft__form_fields=[])
    ]
    return tuple(map_forms([*list_ledger_forms(), *forms], held.dictionary))
