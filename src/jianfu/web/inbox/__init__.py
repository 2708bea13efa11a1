"""Folders into which files and e-mails are dropped: taken in when complete, put away when their fate is known."""
