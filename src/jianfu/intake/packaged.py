"""Where the register mappings lie that come with Jianfu."""

from pathlib import Path


def registers_folder() -> Path:
    """The folder of the shipped mappings: inside an installed package, else at the top of the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "packaged" / "registers"
    return installed if installed.is_dir() else package.parents[1] / "registers"
