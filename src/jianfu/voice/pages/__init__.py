"""What reporters see: one address, no script, no cookie, nothing fetched from anywhere."""
