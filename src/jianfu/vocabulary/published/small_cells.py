"""Published counts in which nobody can be counted out: small cells are hidden, and others with them.

A cell below five is hidden, and then so many more that the sums do not give it away: whoever knows all visible cells
and that no count is below nought still finds five or more possible for each hidden small cell, and more than one value
for it. That is checked exactly: the possible values of one cell are a flow through the hidden cells (a table with sums
is a transportation problem, whose bounds are whole numbers). See docs/methods/voice.md.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
_UNBOUNDED = 10**9

Place = tuple[str, str]
TOTAL = "合计"
"""The name of the row and of the column that hold the sums."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts with its sums. `cells[(row, column)]`; None: hidden. Sums stand under `TOTAL`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, int | None]

    def places(self) -> list[Place]:
        """Every place of the table, sums included, row by row."""
        return [(row, column) for row in (*self.rows, TOTAL) for column in (*self.columns, TOTAL)]


def tabulate(rows: Sequence[str], columns: Sequence[str], counted: Mapping[Place, int]) -> Counts:
    """The table with its sums; a place that is not counted is 0. Nothing is hidden yet: not for publication."""
    cells: dict[Place, int | None] = {}
    for row in rows:
        for column in columns:
            cells[row, column] = counted.get((row, column), 0)
        cells[row, TOTAL] = sum(counted.get((row, column), 0) for column in columns)
    for column in (*columns, TOTAL):
        cells[TOTAL, column] = sum(cells[row, column] or 0 for row in rows)
    return Counts(tuple(rows), tuple(columns), cells)


def suppress(table: Counts) -> Counts:
    """The table with None where a count is below five or would give one away. The input holds no None.

    An empty quarter comes back all hidden: that nobody complained is told no more than that few did.
    """
    values = {place: count for place, count in table.cells.items() if count is not None}
    small = [place for place in table.places() if values[place] < SMALLEST_SHOWN]
    hidden = set(small)
    for place in small:
        while not _is_safe(place, values, hidden):
            hidden.add(_choose_companion(place, table, values, hidden))
    return Counts(table.rows, table.columns, {p: None if p in hidden else values[p] for p in table.places()})


def find_bounds(place: Place, values: Mapping[Place, int], hidden: set[Place]) -> tuple[int, int]:
    """The least and the greatest count that a hidden place may have for one who sees the others; inclusive.

    An unlimited greatest comes back as a very large number.
    """
    value = values[place]
    return value - _push(place, values, hidden, raises=False), value + _push(place, values, hidden, raises=True)


def _is_safe(place: Place, values: Mapping[Place, int], hidden: set[Place]) -> bool:
    least, greatest = find_bounds(place, values, hidden)
    return least < greatest and greatest >= SMALLEST_SHOWN


def _choose_companion(place: Place, table: Counts, values: Mapping[Place, int], hidden: set[Place]) -> Place:
    """The smallest visible count in the row or column of a hidden one that hangs together with this place.

    Lines with a single hidden count come first, and where two of them cross before all: that closes a rectangle, and
    fewer counts are lost. Where all near are hidden, the smallest visible anywhere: the last resort is an empty table.
    """
    alone = _find_lonely_lines(hidden)
    rows, columns = _reach(place, hidden)
    visible = [other for other in table.places() if other not in hidden]
    near = [other for other in visible if other[0] in rows or other[1] in columns]
    return min(near or visible, key=lambda p: (-(p[0] in alone[0]) - (p[1] in alone[1]), TOTAL in p, values[p], p))


def _find_lonely_lines(hidden: set[Place]) -> tuple[set[str], set[str]]:
    """Rows and columns with one hidden count only."""
    rows, columns = Counter(row for row, _ in hidden), Counter(column for _, column in hidden)
    return {row for row, count in rows.items() if count == 1}, {c for c, count in columns.items() if count == 1}


def _reach(place: Place, hidden: set[Place]) -> tuple[set[str], set[str]]:
    """The rows and columns that hidden places join to this one's."""
    rows, columns = {place[0]}, {place[1]}
    while True:
        wider_rows = rows | {row for row, column in hidden if column in columns}
        wider_columns = columns | {column for row, column in hidden if row in wider_rows}
        if (wider_rows, wider_columns) == (rows, columns):
            return rows, columns
        rows, columns = wider_rows, wider_columns


_Node = tuple[str, str]


def _push(place: Place, values: Mapping[Place, int], hidden: set[Place], *, raises: bool) -> int:
    """By how much this place may be raised (or lowered) while all visible counts and sums hold: a largest flow.

    With the sums taken as negative counts, each row and each column adds up to nought; a change that keeps that is a
    circulation over the hidden places, and this place's share of it is the flow through the others.
    """
    capacity = _build_capacities(values, hidden - {place})
    row, column = ("row", place[0]), ("column", place[1])
    own_sign = -1 if (place[0] == TOTAL) != (place[1] == TOTAL) else 1
    source, target = (column, row) if raises == (own_sign > 0) else (row, column)
    limit = _UNBOUNDED if raises else values[place]
    return _flow(capacity, source, target, limit)


def _build_capacities(values: Mapping[Place, int], hidden: set[Place]) -> dict[_Node, dict[_Node, int]]:
    """What may run along each hidden place: from row to column its signed count grows, backwards it shrinks."""
    capacity: dict[_Node, dict[_Node, int]] = {}
    for row, column in hidden:
        up, down = _UNBOUNDED, values[row, column]
        if (row == TOTAL) != (column == TOTAL):
            up, down = down, up
        capacity.setdefault(("row", row), {})["column", column] = up
        capacity.setdefault(("column", column), {})["row", row] = down
    return capacity


def _flow(capacity: dict[_Node, dict[_Node, int]], source: _Node, target: _Node, limit: int) -> int:
    """The largest flow up to `limit`, by shortest augmenting paths; `capacity` is used up."""
    total = 0
    while total < limit:
        path = _find_path(capacity, source, target)
        if path is None:
            return total
        width = min(limit - total, *(capacity[start][end] for start, end in path))
        for start, end in path:
            capacity[start][end] -= width
            capacity[end][start] = capacity[end].get(start, 0) + width
        total += width
    return total


def _find_path(
    capacity: dict[_Node, dict[_Node, int]], source: _Node, target: _Node
) -> list[tuple[_Node, _Node]] | None:
    came_from: dict[_Node, _Node] = {source: source}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for neighbour, width in capacity.get(node, {}).items():
            if width > 0 and neighbour not in came_from:
                came_from[neighbour] = node
                waiting.append(neighbour)
    if target not in came_from:
        return None
    path = []
    node = target
    while node != source:
        path.append((came_from[node], node))
        node = came_from[node]
    return path
