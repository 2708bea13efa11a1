"""What the desk looks for in a draft: repetitions, clauses, costs, what is on the calendar, what could be merged."""
