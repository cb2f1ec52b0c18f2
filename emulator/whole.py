"""Files that are there whole, or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from .errors import BadInput


@contextlib.contextmanager
def whole(file: Path, mode: int = 0o644) -> Iterator[Path]:
    """A draft that becomes *file* when the block ends well, and is gone otherwise. Raises BadInput.

    What is no file and no folder, such as ``/dev/stdout`` or a pipe, is written to as it is."""
    if file.exists() and not file.is_file() and not file.is_dir():
        try:
            yield file
        except OSError as error:
            raise BadInput(f"{file}: {error.strerror}") from None
        return
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        yield draft
        os.replace(draft, file)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
