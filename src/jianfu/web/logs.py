"""Log lines as JSON: when, how grave, which address by its name, what went wrong; never who, and nothing typed."""

import json
import logging
import traceback


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception its kind and places are told, not its message: that may quote people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name}
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if match is not None:
            line["page"] = match.view_name
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.name == "jianfu.security":
            line["event"] = record.msg  # a fixed word, see accounts/adapter.py
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["places"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)
