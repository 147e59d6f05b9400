"""The `letgo` command. Counting and checking start without Django; only what serves pages loads it."""

import typer

from letgo.house import serving
from letgo.house.fund import fund

app = typer.Typer(
    name="letgo",
    help="Public services run by the people who use them: fair counts, with a proof that anyone can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(fund)
app.command()(serving.serve)
app.command()(serving.work)
app.command()(serving.migrate)
