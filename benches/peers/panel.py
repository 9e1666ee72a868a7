"""A made-up panel of three million person-years on which garantie and other libraries are timed.

    python panel.py panel.parquet

300,000 persons over ten years. Columns: `agesex` (38 codes: 19 age bands, men then women), `year`, `bim` (increased
reimbursement), `c0` to `c9` (conditions), `post` (lives in a zone after its start), the exposure `w` and annualised cost `y`,
zero for about one row in ten, otherwise gamma around a log-linear mean, and `municipality`: 581 of unequal size, in which persons
stay, the first 60 being the zones of twelve pilots, five each. Costs know nothing of municipalities. The same seed gives the same table.
"""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PERSONS, YEARS, SEED = 300_000, 10, 20180101
MUNICIPALITIES, ZONES = 581, 60


def municipalities(in_zone):
    """Where persons live; of a stream of its own, so that the other columns stay what they were before there was this one."""
    rng = np.random.default_rng([SEED, MUNICIPALITIES])
    size = rng.lognormal(0, 0.9, MUNICIPALITIES)
    inside = np.arange(MUNICIPALITIES) < ZONES
    lives_in = np.empty(PERSONS, np.int16)
    for zone in (True, False):
        chance = np.where(inside == zone, size, 0)
        lives_in[in_zone == zone] = rng.choice(MUNICIPALITIES, (in_zone == zone).sum(), p=chance / chance.sum())
    return lives_in


def main(path):
    rng = np.random.default_rng(SEED)
    age = rng.integers(0, 90, PERSONS)
    sex = rng.integers(0, 2, PERSONS)
    bim = rng.random(PERSONS) < 0.18
    in_zone = rng.random(PERSONS) < 0.10
    frailty = rng.normal(0, 1, PERSONS)
    municipality = municipalities(in_zone)
    tables = []
    for year in range(YEARS):
        band = np.minimum((age + year) // 5, 18)
        # Conditions grow more frequent with age and with a frailty that nobody sees.
        shift = -3.4 - 0.15 * np.arange(10)
        conditions = rng.random((PERSONS, 10)) < 1 / (1 + np.exp(-(shift + 0.10 * band[:, None] + 0.8 * frailty[:, None])))
        post = in_zone & (year >= 5)
        linear = 6.6 + 0.05 * band + 0.05 * sex + 0.15 * bim + conditions @ np.linspace(0.7, 0.25, 10) + 0.02 * year - 0.03 * post
        used = rng.random(PERSONS) < 1 / (1 + np.exp(-(1.2 + 0.08 * band + conditions.sum(1))))
        cost = np.where(used, rng.gamma(0.8, np.exp(linear) / 0.8), 0.0)
        table = {
            "year": np.full(PERSONS, 2010 + year, np.int16),
            "agesex": (band + 19 * sex).astype(np.int16),
            "bim": bim.astype(np.int8),
            "post": post.astype(np.int8),
            "w": np.where(rng.random(PERSONS) < 0.015, rng.integers(1, 12, PERSONS) / 12, 1.0),
            "y": np.round(cost, 2),
        }
        table.update({f"c{index}": conditions[:, index].astype(np.int8) for index in range(10)})
        table["municipality"] = municipality
        tables.append(pa.table(table))
    panel = pa.concat_tables(tables)
    # Rows in no order: nothing is to be gained from one.
    pq.write_table(panel.take(pa.array(rng.permutation(panel.num_rows))), path, compression="zstd")
    print(f"{panel.num_rows} rows, {np.mean(panel['y'].to_numpy() == 0):.3f} without cost")


if __name__ == "__main__":
    main(sys.argv[1])
