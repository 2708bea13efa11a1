"""Counts of right and wrong answers, shown as one line of a table."""

from dataclasses import dataclass


@dataclass(slots=True)
class Score:
    """Counts of one field; precision and recall are None without cases."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: object, wanted: object) -> None:
        """One case; None means that nothing was found, or that there is nothing to find."""
        if found == wanted:
            self.right += found is not None
        elif found is None:
            self.missed += 1
        else:
            self.wrong += 1
            self.missed += wanted is not None

    def show(self, field: str, what: str) -> str:
        """A line of a Markdown table: field, what it was measured on, cases, precision, recall."""
        found, there = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / found:.3f}" if found else "—"
        recall = f"{self.right / there:.3f}" if there else "—"
        return f"| {field} | {what} | {there:,} | {precision} | {recall} |"
