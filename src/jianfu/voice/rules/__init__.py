"""Who may read a complaint, by when it is to be answered, what of it may be told and counted."""
