"""What can go wrong with an index on disk; every message says in Chinese what happened and what to do."""


class IndexProblem(Exception):
    """The index cannot do what was asked."""


class MustRebuild(IndexProblem):
    """There is no index, it is damaged, or other code made it. Building it anew helps."""


class IndexBusy(IndexProblem):
    """Another writer is at work."""


class NotWritten(IndexProblem):
    """The disk is full or refuses; what was there before is unharmed."""
