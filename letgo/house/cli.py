"""The `letgo` command. Counting and checking start without Django; only what serves pages loads it."""

import os
import sys

import click
import typer

from letgo.house import count, doctor, due, fund, let_in, pack, paper_cli, serving, tidy_cli, town_cli, verify_cli

app = typer.Typer(
    name="letgo",
    help="Public services run by the people who use them: fair counts, with a proof that anyone can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(fund.fund)
app.command("count")(count.count_file)
app.command()(verify_cli.verify)
app.command()(serving.serve)
app.command()(serving.work)
app.command()(serving.migrate)
app.command()(doctor.doctor)
app.command()(due.due)
app.command("let-in")(let_in.let_in)
app.command()(paper_cli.paper)
app.command()(tidy_cli.tidy)
app.add_typer(pack.packs, name="pack")
app.add_typer(town_cli.town, name="town")


def main() -> None:
    """What `letgo` runs: a wrong word or option gets one line and exit code 2, ctrl-c 130, and a closed pipe no complaint."""
    try:
        code = app(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        typer.echo(error.format_message(), err=True)
        code = 2
    except click.ClickException as error:
        typer.echo(f"letgo: {_one_line(error.format_message())} See: letgo --help", err=True)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _one_line(message: str) -> str:
    text = " ".join(message.split())
    return text if text.endswith((".", "?", "!")) else f"{text}."


if __name__ == "__main__":
    main()
