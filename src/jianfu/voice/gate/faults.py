"""What reaches the log: that something broke and where in the code, never what was asked or typed."""

import logging
import traceback


class FaultsOnly(logging.Formatter):
    """The kind of an exception and its places. No time, no address, no message: those may tell of a reporter."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if not record.exc_info or record.exc_info[0] is None:
            return f"{record.levelname} {record.name}"
        frames = traceback.extract_tb(record.exc_info[2])
        places = " ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        return f"{record.levelname} {record.exc_info[0].__name__} {places}"
