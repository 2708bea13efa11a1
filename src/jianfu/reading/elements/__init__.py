"""The formal elements of a paper's text: lines, number, title, issuers, date, recipients, header."""
