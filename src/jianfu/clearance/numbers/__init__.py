"""Numbers after they were given: whether a paper bears one that holds, versions, ends, additions and removals."""
