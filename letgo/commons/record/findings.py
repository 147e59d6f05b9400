"""What a check-up says: one line, whether it is well, and what to do when it is not."""

from dataclasses import dataclass
from typing import Literal

State = Literal["well", "note", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One line of `letgo doctor` or `letgo verify`: never a name, a code or a word of a person in it. `cure` is "" when all is well."""

    state: State
    text: str
    cure: str = ""
