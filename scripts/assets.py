"""Builds letgo/web/ui/static, which git ignores: GOV.UK Frontend's style sheet without what is not ours to use, and our own.

The typeface, crest and crown of GOV.UK belong to that site alone. What is left is under the MIT licence, which stays on top.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
OURS = ROOT / "letgo" / "web" / "ui" / "css"
STATIC = ROOT / "letgo" / "web" / "ui" / "static" / "letgo"
FONT_NOTICE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?,\s*""")
CREST = re.compile(r"(@supports[^{}]*\{)?\.govuk-footer__copyright-logo:before\{[^}]*\}(?(1)\})")
FOREIGN = ("GDS Transport", "Calvert", "@font-face", "url(", "crest")
NOTICE = "Copyright (c) Crown Copyright, Government Digital Service (govuk-frontend)"


def without_marks(css: str) -> str:
    """The style sheet without typeface and crest. Raises ValueError when something that is not ours to use is left."""
    for mark in (FONT_NOTICE, FONT_FACE, FONT_NAME, CREST):
        css = mark.sub("", css)
    left = [mark for mark in FOREIGN if mark in css]
    if left:
        raise ValueError(f"govuk-frontend's style sheet still holds {', '.join(left)}")
    return css


def notice() -> str:
    """govuk-frontend's licence, which is MIT as ours is: the same words under its own copyright line."""
    words = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return re.sub(r"Copyright \(c\).*", NOTICE, words, count=1).strip()


def build() -> None:
    """Writes static/letgo/govuk.css and copies every file of css/ beside it, replacing what stood there."""
    css = (FRONTEND / "govuk-frontend.min.css").read_text(encoding="utf-8")
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir(parents=True)
    (STATIC / "govuk.css").write_text(f"/*!\n{notice()}\n*/\n{without_marks(css)}", encoding="utf-8")
    if OURS.is_dir():
        shutil.copytree(OURS, STATIC, dirs_exist_ok=True)


if __name__ == "__main__":
    try:
        build()
    except (OSError, ValueError) as error:
        sys.exit(f"assets: {error}. Run make setup.")
