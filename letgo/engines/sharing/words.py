"""Numbers as people read them."""

from fractions import Fraction

BEFORE = {"GBP": "£", "EUR": "€", "USD": "$"}
AFTER = {"PLN": "zł", "HUF": "Ft"}


def decimal(minor: int, scale: int) -> str:
    """`minor` units as an exact decimal string in currency units: "56800", "12.5"."""
    whole, rest = divmod(minor, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}".rstrip("0") if rest else str(whole)


def exact(amount: Fraction, scale: int) -> str:
    """A money amount in minor units as an exact string in currency units: a decimal, or a fraction "a/b"."""
    value = amount / scale
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1 or value.denominator > 10**12:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator > 1:
        places += 1
    return decimal(int(value * 10**places), 10**places)


def cents(amount: Fraction | int, scale: int) -> str:
    """A money amount in minor units, cut to two places, in currency units: "51.31"."""
    hundredths = int(Fraction(amount) * 100 / scale)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def money(amount: Fraction | int, scale: int, currency: str) -> str:
    """A money amount in minor units for a sentence: "£3,100", "£51.31", "1,200 zł". Cut, never rounded up.

    An amount in whole minor units is told in full; a part of one is cut, from 1,000 upward to whole currency units.
    """
    value = Fraction(amount) / scale
    whole, hundredths = divmod(int(value * 100), 100)
    cut = value >= 1000 and Fraction(amount).denominator > 1
    number = f"{whole:,}" if cut or value.denominator == 1 else f"{whole:,}.{hundredths:02d}"
    small = "less than " if 0 < value < Fraction(1, 100) else ""
    number = "0.01" if small else number
    code = currency.upper()
    if code in BEFORE:
        return f"{small}{BEFORE[code]}{number}"
    return f"{small}{number} {AFTER.get(code, currency)}".rstrip()


def people(count: int) -> str:
    """ "1 person", "212 people"."""
    return "1 person" if count == 1 else f"{count:,} people"


def voters(count: int) -> str:
    """ "1 voter", "212 voters"."""
    return "1 voter" if count == 1 else f"{count:,} voters"
