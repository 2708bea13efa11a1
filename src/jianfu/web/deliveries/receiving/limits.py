"""How much may come in at once. docs/how-to/deploy.md tells the reverse proxy the same."""

MOST_FILES = 200
LARGEST_FILE_BYTES = 100 * 2**20
LARGEST_UPLOAD_BYTES = 500 * 2**20
KEPT_FREE_BYTES = 500 * 2**20
"""So much of the disk stays free for the ledger itself."""
LONGEST_WORDS = 200_000
MEGABYTE = 2**20
