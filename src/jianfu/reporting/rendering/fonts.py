"""Fonts for the PDF: 仿宋 and the rest from Fandol where the system has it, else the free Noto fonts of a wheel."""

from dataclasses import dataclass
from pathlib import Path

import pylopdf_fonts_zh_cn

_FANDOL_FOLDERS = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
)
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Folders to look in, and the families for each use, first choice first."""

    folders: tuple[Path, ...]
    body: tuple[str, ...]
    heading: tuple[str, ...]
    subheading: tuple[str, ...]
    title: tuple[str, ...]


def find_fonts() -> Fonts:
    """The fonts that this machine has. Rare characters of place names fall back on Noto."""
    noto = pylopdf_fonts_zh_cn.serif_path().parent
    fandol = next((folder for folder in _FANDOL_FOLDERS if folder.is_dir()), None)
    if fandol is None:
        return Fonts((noto,), (SERIF,), (SANS,), (SANS,), (SERIF,))
    families = (("FandolFang R", SERIF), ("FandolHei", SANS), ("FandolKai", SERIF), (SERIF,))
    return Fonts((noto, fandol), *families)
