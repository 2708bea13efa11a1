"""The one list in the browser, as a calendar, and as one text."""
