"""Pages that draw on several rooms: the county's, an organ's, rows, search, accounts."""
