"""How well the fields of real village and township forms are mapped to data elements, and name-only peers beside it.

    python -m bench.overlap_forms        # JIANFU_CORPORA names the folder of the corpora

The labels of forms_truth.yaml say which element each field is; no heading is printed. Leave one out: words that the
dictionary learned from a form (来自) or from one nearly equal to it are switched off while that form is measured.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.overlap.forms.elements.matching import match_form
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.vocabulary.text import squeeze

CORPORA = Path(os.environ.get("JIANFU_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
TRUTH = Path(__file__).parent / "forms_truth.yaml"
NO_FIELD, UNCLEAR, NEW = "非", "疑", "新:"
SAME_FAMILY = 0.7
"""Two forms that share this part of their headings (Jaccard) are one form for leaving out."""

Labels = Sequence[str | None]
"""One element name a field, None where left blank."""
Matcher = Callable[[Form, Dictionary], Labels]


def main() -> None:
    if not CORPORA.is_dir():
        sys.exit(f"没有语料文件夹 {CORPORA}，请用 JIANFU_CORPORA 指定。")
    truth: Mapping[str, list[str]] = yaml.safe_load(TRUTH.read_text(encoding="utf-8"))["标注"]
    forms = {form.id: form for form in read_forms() if form.id in truth}
    families = find_families(forms)
    peers: dict[str, Matcher] = {
        "Jianfu": match_with_all,
        "exact name": match_exactly,
        "character 2-grams, Jaccard ≥ .5": match_by_bigrams,
        "rapidfuzz ratio ≥ 80": match_fuzzily,
    }
    whole = load_dictionary([packaged_folder("elements")])
    print(f"{len(forms)} forms, {sum(map(len, truth.values()))} fields, {len(set(families.values()))} families")
    print(
        "| matcher | dictionary | precision | recall | F1 | strict recall | strict F1 |\n|---|---|--:|--:|--:|--:|--:|"
    )
    for name, matcher in peers.items():
        for words, leave_out in (("leave one family out", True), ("whole", False)):
            count = Count()
            for form in forms.values():
                left = frozenset(other for other in forms if families[other] == families[form.id])
                known = load_dictionary([packaged_folder("elements")], without=left) if leave_out else whole
                count.add(matcher(form, known), truth[form.id])
            print(f"| {name} | {words} | {count.row()} |")


@dataclass(slots=True)
class Count:
    """Fields matched rightly, wrongly, and left out. `new` are fields whose element the first dictionary lacked."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    new_blank: int = 0

    def add(self, found: Labels, truth: Labels) -> None:
        """Count one form's fields."""
        for guess, label in zip(found, truth, strict=True):
            if label is None or label == UNCLEAR:
                continue
            wanted = None if label == NO_FIELD else label.removeprefix(NEW)
            if guess is not None and guess == wanted:
                self.right += 1
                continue
            self.wrong += guess is not None
            if wanted is not None and label.startswith(NEW):
                self.new_blank += guess is None
            else:
                self.missed += wanted is not None

    def row(self) -> str:
        """Precision, recall and F1; strict: a blank for an element that the dictionary lacks counts as missed."""
        precision = self.right / max(self.right + self.wrong, 1)
        recalls = (self.right / max(self.right + missed, 1) for missed in (self.missed, self.missed + self.new_blank))
        return " | ".join(
            [f"{precision:.3f}", *(f"{r:.3f} | {2 * precision * r / max(precision + r, 1e-9):.3f}" for r in recalls)]
        )


def read_forms() -> Iterator[Form]:
    """The forms of the corpus, one path part a field: it keeps no rows of headings apart."""
    for line in (CORPORA / "forms.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Form(row["form_id"], row["title"], make_fields([[heading] for heading in row["fields"]]))


def find_families(forms: Mapping[str, Form]) -> dict[str, str]:
    """For each form the first that is nearly equal to it, directly or through others."""
    family = {name: name for name in forms}
    headings = {name: {field.key for field in form.fields} for name, form in forms.items()}
    for one in forms:
        for other in forms:
            if len(headings[one] & headings[other]) >= SAME_FAMILY * len(headings[one] | headings[other]):
                old, new = family[other], family[one]
                family = {name: new if head == old else head for name, head in family.items()}
    return family


def match_with_all(form: Form, dictionary: Dictionary) -> Labels:
    """What Jianfu says."""
    return [match.element.name if match.element else None for match in match_form(form, dictionary)]


def match_exactly(form: Form, dictionary: Dictionary) -> Labels:
    """The element whose own name is the heading."""
    return [heading if (heading := squeeze(field.path[-1])) in dictionary.elements else None for field in form.fields]


def match_by_bigrams(form: Form, dictionary: Dictionary) -> Labels:
    """The element whose name shares most character pairs."""
    names = {name: _bigrams(name) for name in dictionary.elements}

    def best(heading: str) -> str | None:
        mine = _bigrams(squeeze(heading))
        score, name = max((len(mine & theirs) / len(mine | theirs), name) for name, theirs in names.items())
        return name if score >= 0.5 else None

    return [best(field.path[-1]) for field in form.fields]


def match_fuzzily(form: Form, dictionary: Dictionary) -> Labels:
    """The element whose name is nearest by edit distance."""
    names = list(dictionary.elements)
    found = [process.extractOne(squeeze(f.path[-1]), names, scorer=fuzz.ratio, score_cutoff=80) for f in form.fields]
    return [match[0] if match else None for match in found]


def _bigrams(words: str) -> set[str]:
    return {words[start : start + 2] for start in range(max(len(words) - 1, 1))}


if __name__ == "__main__":
    main()
