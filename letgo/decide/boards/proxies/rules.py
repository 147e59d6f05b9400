"""Who may hold a proxy, and how many."""

from collections.abc import Collection

# Whoever is paid to be there, decides for the landlord, or cares for the giver: their hand is too near.
BARRED = frozenset(
    {"administrator", "safeguarding-lead", "answerer", "officer", "councillor", "manager", "outreach", "carer",
     "returning-officer", "outside-checker"}
)  # fmt: skip
LANDLORDS = frozenset({"council", "landlord"})  # anybody with a role in one of these bodies


def free_slot(taken: Collection[int], cap: int) -> int:
    """The lowest number from 1 to `cap` that is not taken; 0 when the holder has as many as they may."""
    return next((slot for slot in range(1, cap + 1) if slot not in taken), 0)


def barred(roles: Collection[str], bodies: Collection[str]) -> bool:
    """Whether someone with these roles, in organisations of these kinds, may not hold a proxy."""
    return bool(BARRED & set(roles) or LANDLORDS & set(bodies))
