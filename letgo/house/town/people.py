"""The people of the made-up town: about six hundred, none of them real."""

from letgo.commons.people import actions
from letgo.house.town.building import Town

NUMBER = 600
FIRST = (
    "Ada Amara Anil Asha Bela Bram Carys Chidi Ciara Dafydd Dee Dilys Ebo Elin Esme Farah Femi Gethin Gwen Hana Hari Idris Ines Iona "
    "Jamal Jess Joss Kai Kezia Kofi Lena Leon Lowri Mabel Marek Mina Nadia Nell Niamh Obi Olwen Otto Pilar Priya Rafe Rhona Rosa Sami "
    "Seren Sol Tariq Tess Tilda Uma Vera Wanda Wes Yara Yusuf Zofia"
).split()
LAST = (
    "Abbot Akande Alderson Amin Arkwright Ashdown Banerjee Barrow Bexley Birch Blythe Brook Calder Castell Chandra Clough Cole Dacre "
    "Dale Danso Eaves Elder Farrow Fenn Finch Garner Gill Grove Haddad Hale Hart Heath Holt Hurst Ibsen Jarvis Keel Khan Lark Lindley "
    "Lowe Marsh Mbeki Mead Moss Nash Nowak Oakes Okoro Pell Quill Rao Reed Rusk Sands Shaw Slate Thorn Tully Vance Ward Wren Yates Zaman"
).split()
LANGUAGES = ("en", "en", "en", "en", "en", "en", "cy", "pl", "ur", "so", "bn", "ar")
NEEDS = ((), (), (), (), (), (), (), ("large-print",), ("easy-read",), ("interpreter",))


def build(town: Town) -> None:
    """Make them, each with a route or two: some have a phone only, some share one, some have neither phone nor e-mail."""
    with town.days_ago(720):
        for number in range(NUMBER):
            town.made[f"person:{number}"] = actions.add_person(
                name=f"{town.pick(FIRST, 'first', number)} {town.pick(LAST, 'last', number)}",
                by=town.by,
                key=town.key("person", number),
                language=town.pick(LANGUAGES, "language", number),
                needs=town.pick(NEEDS, "needs", number),
                routes=routes(town, number),
            )


def routes(town: Town, number: int) -> tuple[tuple[str, str], ...]:
    """(kind, address): made-up numbers and addresses that belong to nobody."""
    text = ("text", f"+4477009{number // 2 * 2 if town.chance('shared', number) < 0.1 else number:05d}")
    email = ("email", f"person{number}@town.example")
    return town.pick(((text,), (text,), (text, email), (email,), ()), "routes", number)
