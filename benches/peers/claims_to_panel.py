"""Claims to person-years: garantie beside DuckDB, polars and a page of NumPy, on the same files, in one sitting.

Usage: pip install duckdb polars numpy pyarrow && python claims_to_panel.py GARANTIE [PERSONS] [YEARS] [parquet|csv] [numbers|text]

GARANTIE is the program. PERSONS (300000) and YEARS (10) make about 60 million health-care lines and 15 million drugs with
`garantie simulate`, in a temporary folder; with `text`, persons are then written as texts such as P02898721227869 in all tables instead
of 64-bit numbers, and with `csv`, claims and drugs as CSV. Each program then makes the panel of all years once with two threads, in a process
of its own, under GNU time: wall seconds and peak resident memory (MiB). DuckDB, polars and NumPy sum cents by person, year and
sector and write Parquet; garantie does that and also checks every value, derives conditions and exposure, and keeps control totals. The
sums of all by sector, and every row of the three peers, must be equal to the cent.
"""

import csv
import glob
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


def numpy_pivot(folder: str, form: str) -> None:
    """The idea without an engine: no hash table of groups, a line's cell of its year's dense table (person, sector) is its address.

    The sorted persons of the population give each line its row, a lookup array of codes its column; `bincount` adds those of a batch in a
    small table of who is in it, which is then added to the year's. The last row is
    for persons whom the population does not know and the last column for codes without a sector: neither is written. Cents are whole
    numbers below 2^53, so their sums as floats are exact. Each of two threads decodes and adds a file, half a million lines at a time.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.parquet as pq

    # Arrow's own pool keeps what it no longer needs: the same time with more memory.
    pa.set_memory_pool(pa.system_memory_pool())
    with open(os.path.join(ROOT, "models", "sectors.csv"), encoding="utf-8") as file:
        ranges = list(csv.DictReader(file))
    names = sorted({row["sector"] for row in ranges})
    sector_of = np.full(1_000_000, len(names), np.int8)
    for row in ranges:
        if row["code_from"] == "drugs":
            drugs = names.index(row["sector"])
        else:
            sector_of[int(row["code_from"]) : int(row["code_to"]) + 1] = names.index(row["sector"])
    sector_of[[int(code) for code in DOUBLED_FEES.strip("()").split(",")]] = len(names)

    population = pq.read_table(glob.glob(f"{folder}/population/*.parquet"), columns=["PP0010", "year"], use_threads=False)
    text = not pa.types.is_integer(population["PP0010"].type)

    def ids_of(column):
        return column.to_numpy(zero_copy_only=False).astype("S") if text else column.to_numpy()

    everybody = ids_of(population["PP0010"])
    persons = np.unique(everybody)
    shape = len(persons) + 1, len(names) + 1

    def distinct(column):
        """Who has lines in a batch, and which of them has each line; runs of lines of one person are taken together."""
        if text:
            return ids_of(column.dictionary), column.indices.to_numpy().astype(np.int64)
        ids = column.to_numpy()
        runs = np.flatnonzero(np.append(True, ids[1:] != ids[:-1]))
        who, of_run = np.unique(ids[runs], return_inverse=True)
        return who, np.repeat(of_run, np.diff(runs, append=len(ids)))

    def rows_of(who):
        row = np.searchsorted(persons, who)
        row[persons[np.minimum(row, len(persons) - 1)] != who] = len(persons)
        return row

    def batches(path, columns):
        if form == "csv":
            types = {"SS00010": pa.dictionary(pa.int32(), pa.string()) if text else pa.int64(), "SS00060": pa.float64(), "SS00195": pa.float64()}
            convert = pa.csv.ConvertOptions(include_columns=columns, column_types=types)
            return pa.csv.open_csv(path, pa.csv.ReadOptions(use_threads=False, block_size=1 << 25), convert_options=convert)
        file = pq.ParquetFile(path, read_dictionary=["SS00010"] if text else None)
        return file.iter_batches(1 << 19, columns=columns, use_threads=False)

    def add(task):
        """The sums of a file by year."""
        table, path = task
        sums = {}
        for batch in batches(path, ["SS00010", "SS00015", "SS00060", "SS00020" if table == "claims" else "SS00195"]):
            person, date, amount, fourth = (column.to_numpy() if index > 1 else column for index, column in enumerate(batch.columns))
            cents = np.rint(amount * 100)
            if table == "drugs":
                cents += np.rint(fourth * 100)
            who, of_line = distinct(person)
            row, cell = rows_of(who), of_line * shape[1] + (sector_of.take(fourth) if table == "claims" else drugs)
            dates = pc.min_max(date).as_py()
            of_year = {dates["min"].year: slice(None)}
            if dates["min"].year < dates["max"].year:
                years = pc.year(date).to_numpy()
                of_year = {year: years == year for year in np.unique(years)}
            for year, lines in of_year.items():
                part = np.bincount(cell[lines], cents[lines], len(who) * shape[1])
                if year not in sums:
                    sums[year] = np.zeros(shape)
                sums[year][row] += part.reshape(-1, shape[1])
        return sums

    pattern = "{0}/{1}-*.csv" if form == "csv" else "{0}/{1}/**/*.parquet"
    files = [(table, path) for table in ("claims", "drugs") for path in glob.glob(pattern.format(folder, table), recursive=True)]
    totals = {year: np.zeros(shape) for year in pc.unique(population["year"]).to_pylist()}
    with ThreadPoolExecutor(THREADS) as pool:
        for sums in pool.map(add, files):
            for year in sums.keys() & totals.keys():
                totals[year] += sums[year]
    schema = pa.schema([("person", pa.string() if text else pa.int64()), ("year", pa.int64())] + [(name, pa.int64()) for name in names])
    with pq.ParquetWriter(f"{folder}/numpy.parquet", schema) as writer:
        for year, total in totals.items():
            there = everybody[population["year"].to_numpy() == year]
            cents = total[np.searchsorted(persons, there)].astype(np.int64)
            columns = [there.astype("U") if text else there, np.full(len(there), year)] + [cents[:, index] for index in range(len(names))]
            writer.write_table(pa.table(columns, schema))


def as_text(folder: str) -> None:
    """Writes the persons of all tables as texts, with the writer, compression and row groups of the simulator."""
    import polars as pl
    import pyarrow.parquet as pq

    for table, person in (("population", "PP0010"), ("claims", "SS00010"), ("drugs", "SS00010")):
        for path in glob.glob(f"{folder}/{table}/**/*.parquet", recursive=True):
            lines = pl.read_parquet(path, hive_partitioning=False)
            lines = lines.with_columns(pl.concat_str(pl.lit("P"), pl.col(person).cast(str).str.zfill(14)).alias(person))
            lines.write_parquet(path, row_group_size=pq.ParquetFile(path).metadata.row_group(0).num_rows)


def as_csv(folder: str) -> None:
    """Writes claims and drugs as CSV, a file a year, in place of Parquet."""
    import duckdb

    for table in ("claims", "drugs"):
        for index, path in enumerate(sorted(glob.glob(f"{folder}/{table}/**/*.parquet", recursive=True))):
            duckdb.sql(f"COPY (FROM read_parquet('{path}', hive_partitioning = false)) TO '{folder}/{table}-{index}.csv'")
            os.remove(path)


def timed(name: str, command: list[str]) -> None:
    """Runs a command under GNU time and prints what it took."""
    from models import busy

    before = busy()
    done = subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    seconds, user, system, kib = (float(field) for field in done.stderr.strip().splitlines()[-1].split())
    others = max(0.0, busy() - before - user - system) / seconds
    print(f"{name}: {seconds:.1f} s, {user + system:.1f} s of processor, {kib / 1024:.0f} MiB, {others:.1f} cores busy with others", flush=True)


def compare(folder: str) -> None:
    """The sums of all panels by sector, and every row of the peers'; they must be equal."""
    import duckdb

    ours = f"read_parquet('{folder}/panel.parquet')"
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{folder}/duckdb.parquet')").fetchall()][2:]
    sums = ", ".join(f'sum("{name}")::BIGINT' for name in columns)
    cents = ", ".join(f'sum(round("{name}" * 100)::BIGINT)::BIGINT' for name in columns)
    of = [duckdb.sql(f"SELECT {cents} FROM {ours}").fetchall()]
    of += [duckdb.sql(f"SELECT {sums} FROM read_parquet('{folder}/{peer}.parquet')").fetchall() for peer in PEERS]
    print("sums by sector are equal to the cent" if of.count(of[0]) == len(of) else f"SUMS DIFFER: {of}")
    row = ", ".join(["person", "year::BIGINT"] + [f'"{name}"::BIGINT' for name in columns])
    rows = [duckdb.sql(f"SELECT count(*), sum(hash({row})) FROM read_parquet('{folder}/{peer}.parquet')").fetchall() for peer in PEERS]
    print("rows of the peers are equal" if rows.count(rows[0]) == len(rows) else f"ROWS DIFFER: {rows}")


PEERS = {"duckdb": duckdb_pivot, "polars": polars_pivot, "numpy": numpy_pivot}


def main() -> None:
    if sys.argv[1] in PEERS:
        return PEERS[sys.argv[1]](*sys.argv[2:])
    garantie, persons, years, form, ids = sys.argv[1], *(sys.argv[2:] + ["300000", "10", "parquet", "numbers"][len(sys.argv[2:]):])
    with tempfile.TemporaryDirectory() as place:
        world = os.path.join(place, "world")
        # Every year of the data is one of the study, before the pilots' start or after, so that all read and keep the same lines.
        first, start = 2014, min(2018, 2014 + int(years) // 2)
        span = ["--years", years, "--first-year", str(first), "--start", str(start)]
        subprocess.run([garantie, "simulate", world, "--persons", persons, *span, "--quiet"], check=True)
        study = os.path.join(world, "study.toml")
        with open(study, encoding="utf-8") as file:
            text = file.read()
        with open(study, "w", encoding="utf-8") as file:
            text = re.sub(r"^base = .*$", f"base = {list(range(first, start))}", text, flags=re.M)
            if form == "csv":
                text = re.sub(r'^(claims|drugs) = .*$', r'\1 = "\1-*.csv"', text, flags=re.M)
            file.write(text)
        if ids == "text":
            as_text(world)
        if form == "csv":
            as_csv(world)
        timed("garantie", [garantie, "--threads", str(THREADS), "panel", study, "--out", os.path.join(world, "panel.parquet")])
        for peer, name in zip(PEERS, ("DuckDB", "polars", "NumPy")):
            timed(name, [sys.executable, __file__, peer, world, form])
        compare(world)


if __name__ == "__main__":
    main()
