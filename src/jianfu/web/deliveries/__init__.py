"""Files that people bring in by the browser: kept, looked at in the background, imported when somebody says so."""
