"""Claims to person-years: garantie beside DuckDB, on the same Parquet files, in one sitting.

Usage: pip install duckdb && python claims_to_panel.py GARANTIE [PERSONS] [YEARS]

GARANTIE is the program. PERSONS (300000) and YEARS (10) make about 60 million health-care lines and 15 million drugs with
`garantie simulate`, in a temporary folder. Each program then makes the panel of all years once with two threads, in a process
of its own, under GNU time: wall seconds and peak resident memory (MiB). DuckDB sums cents by person, year and sector and
writes Parquet; garantie does that and also checks every value, derives conditions and exposure, and keeps control totals. The
sums of both must be equal to the cent.
"""

import os
import re
import subprocess
import sys
import tempfile

THREADS = 2
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOUBLED_FEES = "(753550, 753572, 753594, 753616)"


def pivot(folder: str) -> None:
    """What DuckDB is asked."""
    import duckdb

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
            FROM read_parquet('{folder}/claims/*/*.parquet', hive_partitioning = false) JOIN codes ON SS00020 = code
            WHERE SS00020 NOT IN {DOUBLED_FEES}
            UNION ALL
            SELECT SS00010, year(SS00015), '{drugs}', round(SS00060 * 100)::BIGINT + round(SS00195 * 100)::BIGINT
            FROM read_parquet('{folder}/drugs/*.parquet')
        )
        SELECT p.PP0010 AS person, p.year, {columns}
        FROM read_parquet('{folder}/population/*.parquet') p LEFT JOIN lines l ON p.PP0010 = l.person AND p.year = l.year
        GROUP BY ALL
    ) TO '{folder}/duckdb.parquet' (FORMAT parquet)""")


def timed(name: str, command: list[str]) -> None:
    """Runs a command under GNU time and prints what it took."""
    done = subprocess.run(["/usr/bin/time", "-f", "%e %M", *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    seconds, kib = done.stderr.strip().splitlines()[-1].split()
    print(f"{name}: {float(seconds):.1f} s, {int(kib) // 1024} MiB, load {os.getloadavg()[0]:.1f}", flush=True)


def compare(folder: str) -> None:
    """The sums of both panels by sector; they must be equal."""
    import duckdb

    ours = f"read_parquet('{folder}/panel.parquet')"
    theirs = f"read_parquet('{folder}/duckdb.parquet')"
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {theirs}").fetchall()][2:]
    sums = ", ".join(f'sum("{name}")::BIGINT' for name in columns)
    cents = ", ".join(f'sum(round("{name}" * 100)::BIGINT)::BIGINT' for name in columns)
    left, right = duckdb.sql(f"SELECT {cents} FROM {ours}").fetchall(), duckdb.sql(f"SELECT {sums} FROM {theirs}").fetchall()
    print("sums by sector are equal to the cent" if left == right else f"SUMS DIFFER: {left} {right}")


def main() -> None:
    if sys.argv[1] == "--pivot":
        return pivot(sys.argv[2])
    garantie, persons, years = sys.argv[1], *(sys.argv[2:] + ["300000", "10"][len(sys.argv[2:]):])
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
            file.write(re.sub(r"^base = .*$", f"base = [{base}]", text, flags=re.M))
        timed("garantie", [garantie, "--threads", str(THREADS), "panel", study, "--out", os.path.join(world, "panel.parquet")])
        timed("DuckDB", [sys.executable, __file__, "--pivot", world])
        compare(world)


if __name__ == "__main__":
    main()
