"""Claims to person-years: garantie beside DuckDB and polars, on the same files, in one sitting.

Usage: pip install duckdb polars && python claims_to_panel.py GARANTIE [PERSONS] [YEARS] [parquet|csv]

GARANTIE is the program. PERSONS (300000) and YEARS (10) make about 60 million health-care lines and 15 million drugs with
`garantie simulate`, in a temporary folder; with `csv`, claims and drugs are then written as such. Each program then makes the panel of all years once with two threads, in a process
of its own, under GNU time: wall seconds and peak resident memory (MiB). DuckDB and polars sum cents by person, year and
sector and write Parquet; garantie does that and also checks every value, derives conditions and exposure, and keeps control totals. The
sums of all must be equal to the cent.
"""

import os
import re
import subprocess
import sys
import tempfile

THREADS = 2
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOUBLED_FEES = "(753550, 753572, 753594, 753616)"


def duckdb_pivot(folder: str, form: str) -> None:
    """What DuckDB is asked."""
    import duckdb

    claims, drugs_table = (
        (f"read_parquet('{folder}/claims/*/*.parquet', hive_partitioning = false)", f"read_parquet('{folder}/drugs/*.parquet')")
        if form == "parquet"
        else (f"read_csv('{folder}/claims-*.csv')", f"read_csv('{folder}/drugs-*.csv')")
    )
    con = duckdb.connect()
    con.execute(f"SET threads = {THREADS}")
    con.execute("SET preserve_insertion_order = false")
    sectors = os.path.join(ROOT, "models", "sectors.csv")
    con.execute(f"CREATE TABLE ranges AS SELECT * FROM read_csv('{sectors}', all_varchar = true)")
    con.execute("""CREATE TABLE codes AS SELECT unnest(generate_series(code_from::INT, code_to::INT)) AS code, sector
                   FROM ranges WHERE code_from <> 'drugs'""")
    drugs = con.execute("SELECT sector FROM ranges WHERE code_from = 'drugs'").fetchone()[0]
    names = [row[0] for row in con.execute("SELECT DISTINCT sector FROM ranges ORDER BY 1").fetchall()]
    columns = ", ".join(f"coalesce(sum(cents) FILTER (sector = '{name}'), 0)::BIGINT AS \"{name}\"" for name in names)
    con.execute(f"""COPY (
        WITH lines AS (
            SELECT SS00010 AS person, year(SS00015) AS year, sector, round(SS00060 * 100)::BIGINT AS cents
            FROM {claims} JOIN codes ON SS00020 = code
            WHERE SS00020 NOT IN {DOUBLED_FEES}
            UNION ALL
            SELECT SS00010, year(SS00015), '{drugs}', round(SS00060 * 100)::BIGINT + round(SS00195 * 100)::BIGINT
            FROM {drugs_table}
        )
        SELECT p.PP0010 AS person, p.year, {columns}
        FROM read_parquet('{folder}/population/*.parquet') p LEFT JOIN lines l ON p.PP0010 = l.person AND p.year = l.year
        GROUP BY ALL
    ) TO '{folder}/duckdb.parquet' (FORMAT parquet)""")


def polars_pivot(folder: str, form: str) -> None:
    """What polars is asked, in its streaming engine."""
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import polars as pl

    def scan(table: str) -> pl.LazyFrame:
        if form == "csv":
            return pl.scan_csv(f"{folder}/{table}-*.csv", try_parse_dates=True)
        return pl.scan_parquet(f"{folder}/{table}/{'*/' if table == 'claims' else ''}*.parquet", hive_partitioning=False)

    ranges = pl.read_csv(os.path.join(ROOT, "models", "sectors.csv"), infer_schema=False)
    drugs_sector = ranges.filter(pl.col("code_from") == "drugs")["sector"][0]
    codes = (
        ranges.filter(pl.col("code_from") != "drugs")
        .select(pl.int_ranges(pl.col("code_from").cast(int), pl.col("code_to").cast(int) + 1).alias("SS00020"), "sector")
        .explode("SS00020")
        .lazy()
    )
    cents = (pl.col("SS00060") * 100).round().cast(int)
    doubled = [int(code) for code in DOUBLED_FEES.strip("()").split(",")]
    claims = scan("claims").filter(~pl.col("SS00020").is_in(doubled)).with_columns(pl.col("SS00020").cast(int)).join(codes, on="SS00020")
    claims = claims.select(pl.col("SS00010").alias("person"), pl.col("SS00015").dt.year().cast(int).alias("year"), "sector", cents.alias("cents"))
    fees = cents + (pl.col("SS00195") * 100).round().cast(int)
    drugs = scan("drugs").select(
        pl.col("SS00010").alias("person"), pl.col("SS00015").dt.year().cast(int).alias("year"), pl.lit(drugs_sector).alias("sector"), fees.alias("cents")
    )
    names = ranges["sector"].unique().sort().to_list()
    sums = [pl.col("cents").filter(pl.col("sector") == name).sum().alias(name) for name in names]
    lines = pl.concat([claims, drugs]).group_by("person", "year").agg(sums)
    population = pl.scan_parquet(f"{folder}/population/*.parquet").select(pl.col("PP0010").alias("person"), pl.col("year").cast(int))
    panel = population.join(lines, on=["person", "year"], how="left").with_columns(pl.col(names).fill_null(0))
    panel.sink_parquet(f"{folder}/polars.parquet", engine="streaming")


def as_csv(folder: str) -> None:
    """Writes claims and drugs as CSV, a file a year, in place of Parquet."""
    import glob

    import duckdb

    for table in ("claims", "drugs"):
        for index, path in enumerate(sorted(glob.glob(f"{folder}/{table}/**/*.parquet", recursive=True))):
            duckdb.sql(f"COPY (FROM read_parquet('{path}', hive_partitioning = false)) TO '{folder}/{table}-{index}.csv'")
            os.remove(path)


def timed(name: str, command: list[str]) -> None:
    """Runs a command under GNU time and prints what it took."""
    done = subprocess.run(["/usr/bin/time", "-f", "%e %M", *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    seconds, kib = done.stderr.strip().splitlines()[-1].split()
    print(f"{name}: {float(seconds):.1f} s, {int(kib) // 1024} MiB, load {os.getloadavg()[0]:.1f}", flush=True)


def compare(folder: str) -> None:
    """The sums of all panels by sector; they must be equal."""
    import duckdb

    ours = f"read_parquet('{folder}/panel.parquet')"
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{folder}/duckdb.parquet')").fetchall()][2:]
    sums = ", ".join(f'sum("{name}")::BIGINT' for name in columns)
    cents = ", ".join(f'sum(round("{name}" * 100)::BIGINT)::BIGINT' for name in columns)
    of = [duckdb.sql(f"SELECT {cents} FROM {ours}").fetchall()]
    of += [duckdb.sql(f"SELECT {sums} FROM read_parquet('{folder}/{peer}.parquet')").fetchall() for peer in ("duckdb", "polars")]
    print("sums by sector are equal to the cent" if of[0] == of[1] == of[2] else f"SUMS DIFFER: {of}")


def main() -> None:
    if sys.argv[1] in ("duckdb", "polars"):
        return {"duckdb": duckdb_pivot, "polars": polars_pivot}[sys.argv[1]](*sys.argv[2:])
    garantie, persons, years, form = sys.argv[1], *(sys.argv[2:] + ["300000", "10", "parquet"][len(sys.argv[2:]):])
    with tempfile.TemporaryDirectory() as place:
        world = os.path.join(place, "world")
        subprocess.run([garantie, "simulate", world, "--persons", persons, "--years", years, "--quiet"], check=True)
        study = os.path.join(world, "study.toml")
        with open(study, encoding="utf-8") as file:
            text = file.read()
        # Every year of the data is one of the study, so that both read and keep the same lines.
        first = int(re.search(r"^base = \[(\d+)", text, re.M)[1]) - 2
        base = ", ".join(str(first + index) for index in range(4))
        with open(study, "w", encoding="utf-8") as file:
            text = re.sub(r"^base = .*$", f"base = [{base}]", text, flags=re.M)
            if form == "csv":
                text = re.sub(r'^(claims|drugs) = .*$', r'\1 = "\1-*.csv"', text, flags=re.M)
                as_csv(world)
            file.write(text)
        timed("garantie", [garantie, "--threads", str(THREADS), "panel", study, "--out", os.path.join(world, "panel.parquet")])
        timed("DuckDB", [sys.executable, __file__, "duckdb", world, form])
        timed("polars", [sys.executable, __file__, "polars", world, form])
        compare(world)


if __name__ == "__main__":
    main()
