"""Tables of a register: which mapping fits, what a cell says, and the rows that come of it."""
