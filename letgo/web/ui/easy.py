"""Easy Read: the same in short sentences, one idea a line, each with a picture.

A page that asks for a yes says `{% set easy = [("you", "You can say no."), ...] %}`; the shell shows the link and the lines. For words
that somebody wrote (an agreement's own) the pictures are found here.
"""

import re
from collections.abc import Sequence

Lines = Sequence[tuple[str, str]]
PICTURES = {  # the first word that is found in a sentence decides
    "no": r"\bno\b|\bnot\b|\bnever\b|\bwithout\b",
    "stop": r"\bstop|\bend\b|\btake it back|\btake back",
    "money": r"£|\bmoney|\bpay|\bbudget|\bpot\b",
    "lock": r"\bsecret|\bprivate|\bsafe",
    "home": r"\bhome|\bhouse|\bflat\b|\blive",
    "time": r"\bday|\bweek|\bmonth|\byear|\buntil|\btime",
    "paper": r"\bpaper|\bletter|\bwrite|\bwritten|\bname",
    "people": r"\bpeople|\bschool|\bteam|\bcouncil|\bboard|\bneighbour|\bwe\b|\bus\b",
    "talk": r"\btell|\btold|\bsay|\bask|\btalk|\bring\b",
    "yes": r"\byes\b|\bagree",
}


def pictured(words: str) -> Lines:
    """Each line of `words` with the picture that fits it; "you" where none does."""
    return [(_picture(line), line.strip()) for line in words.splitlines() if line.strip()]


def _picture(line: str) -> str:
    return next((name for name, word in PICTURES.items() if re.search(word, line, re.IGNORECASE)), "you")
