"""Takes uploaded bytes off the line, and leaves those out that nobody may send or nothing has room for.

What is left out is drained and never stored; the page that gets the request tells it: `left_out(request)`.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from jianfu.web.deliveries.receiving.limits import LARGEST_FILE_BYTES, LARGEST_UPLOAD_BYTES, MEGABYTE, MOST_FILES

_LONGEST_SHOWN_NAME = 60


def left_out(request: HttpRequest) -> list[str]:
    """One Chinese sentence for each file, or all files, that were not stored."""
    return list(getattr(request, "uploads_left_out", []))


class LimitedUploads(TemporaryFileUploadHandler):
    """Files go to the temporary folder, so far as limits allow; a file of somebody unknown never does."""

    def handle_raw_input(  # the names are Django's
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Decide by the announced length before anything is stored."""
        assert self.request is not None
        self.request.uploads_left_out = []  # type: ignore[attr-defined]
        self._files = self._bytes = 0
        self._is_known = bool(getattr(self.request, "user", None) and self.request.user.is_authenticated)
        self._is_too_much = content_length > LARGEST_UPLOAD_BYTES + MEGABYTE
        if self._is_too_much:
            self._leave_out(
                f"一次最多交 {LARGEST_UPLOAD_BYTES // MEGABYTE} 兆字节，这次超过了，文件都没有收下。请分几次交。"
            )

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file, or skip it."""
        self._file_bytes = 0
        self._files += 1
        if not self._is_known or self._is_too_much:
            raise SkipFile
        if self._files > MOST_FILES:
            if self._files == MOST_FILES + 1:
                self._leave_out(f"一次最多 {MOST_FILES} 个文件，其余的没有收下。请分几次，或打成压缩包。")
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Store a piece, as long as the file is not too large."""
        self._file_bytes += len(raw_data)
        if self._file_bytes > LARGEST_FILE_BYTES:
            self.file.close()
            name = str(self.file_name)[:_LONGEST_SHOWN_NAME]
            self._leave_out(f"“{name}”超过 {LARGEST_FILE_BYTES // MEGABYTE} 兆字节，没有收下。请拆分后再交。")
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The stored file."""
        done = super().file_complete(file_size)
        # Where the next one is skipped, Django closes the handler's file: that must not be this one.
        del self.file
        return done

    def _leave_out(self, words: str) -> None:
        self.request.uploads_left_out.append(words)  # type: ignore[union-attr]
