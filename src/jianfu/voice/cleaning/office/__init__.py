"""Word, Excel and PowerPoint files: what is seen is read, and written anew."""
