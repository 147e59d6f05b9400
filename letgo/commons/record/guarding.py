"""What the database itself refuses, whoever asks: triggers, said once for SQLite and once for PostgreSQL.

Each room lists its own as GUARDS in guards.py; the house installs them after every migration and compares them at every start.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One trigger: its name (also PostgreSQL's function), its table, when it fires, for which rows, and the words of the refusal.

    `event` is INSERT, UPDATE or DELETE; `when` is SQL over OLD and NEW that both databases read ("" for every row). With `when` true
    the statement is refused.
    """

    name: str
    table: str
    event: str
    words: str
    when: str = ""
    moment: str = "BEFORE"

    def sqlite(self) -> str:
        """The CREATE TRIGGER of SQLite."""
        only = f" WHEN {self.when}" if self.when else ""
        return (
            f"CREATE TRIGGER {self.name} {self.moment} {self.event} ON {self.table} FOR EACH ROW{only} "
            f"BEGIN SELECT RAISE(ABORT, '{self.words}'); END"
        )

    def postgres(self) -> tuple[str, str]:
        """The function and the CREATE TRIGGER of PostgreSQL."""
        test = f"IF {self.when} THEN " if self.when else ""
        end = " END IF;" if self.when else ""
        rest = "" if not self.when else (" RETURN OLD;" if self.event == "DELETE" else " RETURN NEW;")
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {test}RAISE EXCEPTION '{self.words}' USING ERRCODE = 'integrity_constraint_violation';{end}{rest} END $$"
        )
        trigger = (
            f"CREATE TRIGGER {self.name} {self.moment} {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        return function, trigger


@dataclass(frozen=True)
class Keeping:
    """One trigger that writes: rows that follow from a new row of `table`, which nobody is to write by hand.

    `does` is SQL over NEW that both databases read. `holds` is SQL of PostgreSQL alone that comes first: SQLite has one writer
    at a time, PostgreSQL must lock what it reads. It acts with the rights of whoever inserts; guards on the other table keep it honest.
    """

    name: str
    table: str
    does: str = ""
    holds: str = ""
    moment: str = "AFTER"
    event: str = "INSERT"

    def sqlite(self) -> str:
        """The CREATE TRIGGER of SQLite."""
        return (
            f"CREATE TRIGGER {self.name} {self.moment} {self.event} ON {self.table} FOR EACH ROW "
            f"BEGIN {self.does or 'SELECT 1'}; END"
        )

    def postgres(self) -> tuple[str, str]:
        """The function and the CREATE TRIGGER of PostgreSQL."""
        body = " ".join(f"{part};" for part in (self.holds, self.does) if part)
        function = f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$"
        trigger = (
            f"CREATE TRIGGER {self.name} {self.moment} {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        return function, trigger


def append_only(table: str) -> list[Guard]:
    """Rows of `table` are written once: no UPDATE, no DELETE."""
    return [
        Guard(f"{table}_no_update", table, "UPDATE", f"{table} is append-only: no row of it is ever changed"),
        Guard(f"{table}_no_delete", table, "DELETE", f"{table} is append-only: no row of it is ever deleted"),
    ]


def explained(table: str, column: str = "line_id") -> list[Guard]:
    """An UPDATE of `table` must come with a new line that explains it, and no row is deleted."""
    return [
        Guard(
            f"{table}_explained",
            table,
            "UPDATE",
            f"{table} changes only with a line of the record that says why",
            when=f"NEW.{column} = OLD.{column}",
        ),
        Guard(f"{table}_no_delete", table, "DELETE", f"no row of {table} is ever deleted"),
    ]
