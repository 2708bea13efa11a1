"""Work taken off the clerk's desk: one list of what is really due."""
