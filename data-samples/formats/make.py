"""Writes the tables of a simulated world as Parquet, CSV and fixed width, and as plain CSV for make.R."""

import glob
import gzip
import pathlib
import sys

import pandas as pd

world = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent

# A column of the user's own, with letters beyond ASCII.
SITUATIONS = ["salarié", "indépendant", "pensionné", "à charge"]

# Columns of amounts, which fixed width writes in cents.
CENTS = ["SS00060", "SS00160", "SS00195"]


def read(pattern):
    return pd.concat([pd.read_parquet(file) for file in sorted(glob.glob(str(world / "world" / pattern)))], ignore_index=True)


tables = {name: read(pattern) for name, pattern in
          [("population", "population/*.parquet"), ("claims", "claims/*/*.parquet"), ("drugs", "drugs/*.parquet")]}
population = tables["population"]
population["situation"] = [SITUATIONS[person % 4] for person in population["PP0010"]]
population["PP0040"] = population["PP0040"].astype("Int64")


def cell(value, date, point):
    if value is None or value is pd.NA or value != value:
        return ""
    if hasattr(value, "year"):
        return value.strftime(date)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", point)
    return str(value)


def cells(table, date, point):
    return {name: [cell(value, date, point) for value in table[name]] for name in table}


for name, table in tables.items():
    for folder in ["parquet", "csv", "fixed-width", "sas"]:
        (here / folder).mkdir(exist_ok=True)
    table.to_parquet(here / "parquet" / f"{name}.parquet", index=False, compression="zstd")

    french = cells(table, "%d/%m/%Y", ",")
    rows = [";".join(french)] + [";".join(row) for row in zip(*french.values())]
    packed = gzip.compress(("\r\n".join(rows) + "\r\n").encode("latin-1"), mtime=0)
    (here / "csv" / f"{name}.csv.gz").write_bytes(packed)

    wide = cells(table, "%Y%m%d", ".")
    for amount in set(CENTS) & set(wide):
        wide[amount] = [str(round(value * 100)) for value in table[amount]]
    layout, first, lines = [f'name = "{name}"\n'], 1, [""] * len(table)
    for column, values in wide.items():
        width = max(map(len, values))
        decimals = "decimals = 2\n" if column in CENTS else ""
        layout.append(f'[[column]]\nname = "{column}"\nfirst = {first}\nlast = {first + width - 1}\n{decimals}')
        lines = [line + value.rjust(width) for line, value in zip(lines, values)]
        first += width
    layout[0] += f"length = {first - 1}\n"
    (here / "fixed-width" / f"{name}.toml").write_text("\n".join(layout))
    (here / "fixed-width" / f"{name}.dat.gz").write_bytes(gzip.compress(("\n".join(lines) + "\n").encode("latin-1"), mtime=0))

    plain = cells(table, "%Y-%m-%d", ".")
    rows = [",".join(plain)] + [",".join(row) for row in zip(*plain.values())]
    (world / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
