"""Where the Chinese YAML lies that comes with Jianfu: register mappings, rule cards."""

from pathlib import Path


def packaged_folder(name: str) -> Path:
    """A folder of shipped YAML: inside an installed package, else at the top of the source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "packaged" / name
    return installed if installed.is_dir() else package.parents[1] / name
