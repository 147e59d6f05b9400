from letgo.house.cli import app

app(prog_name="letgo")
