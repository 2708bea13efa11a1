"""Pages that show the load: the county, organs, rows down to their files, the search."""
