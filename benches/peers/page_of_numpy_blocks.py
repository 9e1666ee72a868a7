"""Replicates from the cross-products of municipalities in a page of NumPy: the same idea as garantie's, without garantie.

    pip install numpy pyarrow
    python panel.py panel.parquet
    python page_of_numpy_blocks.py panel.parquet

Weighted least squares of the cost on 59 columns (agesex, year, flags; `post` last). Once X'WX and X'Wy of every municipality stand, a
replicate adds them up with other counts and solves; rows are not seen again. Prints the time of each stage (median of five, two
threads, draws included) and its numbers; then holds the fit and five replicates against QR decompositions of the rows, every
coefficient, and CR1 against scores summed over rows, and ends with 1 if one is further than 1e-10 away.
"""
import os
import resource
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

THREADS, GATE, SEED = 2, 1e-10, 20180101
# The threads are those of the pool; products of matrices keep to theirs.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from models import FLAGS, busy

PILOTS, ZONES, REPLICATES, WILD = 12, 5, 999, 9_999
FLAGS = [flag for flag in FLAGS if flag != "post"] + ["post"]
AGES, YEARS = 38, 10
# Columns: constant, ages and years but their first, flags; beside them the cost.
AGE, YEAR, FLAG, WIDTH = 1, AGES, AGES + YEARS - 1, AGES + YEARS - 1 + len(FLAGS)
POOL = ThreadPoolExecutor(THREADS)


def read(path):
    pa.set_cpu_count(THREADS)
    table = pq.read_table(path, columns=["municipality", "agesex", "year", "w", "y"] + FLAGS)
    columns = {name: table[name].to_numpy() for name in table.column_names}
    columns["year"] = columns["year"] - columns["year"].min()
    return columns


def blocks(rows):
    """[X y]'W[X y] of every municipality, but y'Wy, which nobody asks for. No column of zeros and ones is ever written out: sums by cell hold all."""
    w, y, home = rows["w"], rows["y"], rows["municipality"].astype(np.int64)
    count = home.max() + 1
    cell = (home * AGES + rows["agesex"]) * YEARS + rows["year"]
    held = [1] + [rows[flag] for flag in FLAGS] + [y]
    sums = np.stack(list(POOL.map(lambda of: np.bincount(cell, w * of, count * AGES * YEARS), held)), 1).reshape(count, AGES, YEARS, -1)
    # Flags with each other: by municipality and pattern of flags.
    pattern = home << len(FLAGS)
    for bit, flag in enumerate(FLAGS):
        pattern += rows[flag].astype(np.int64) << bit
    patterns = (np.arange(1 << len(FLAGS))[:, None] >> np.arange(len(FLAGS)) & 1).astype(float)
    pairs = (patterns[:, :, None] * patterns[:, None, :]).reshape(len(patterns), -1)
    flags, costs = (np.bincount(pattern, value, count * len(patterns)).reshape(count, -1) @ on for value, on in ((w, pairs), (w * y, patterns)))

    of = np.zeros((count, WIDTH + 1, WIDTH + 1))
    by_age, by_year, ages, years = sums.sum(2), sums.sum(1), np.arange(AGE, YEAR), np.arange(YEAR, FLAG)
    of[:, 0, 0] = by_age[:, :, 0].sum(1)
    of[:, 0, ages] = of[:, ages, ages] = by_age[:, 1:, 0]
    of[:, 0, years] = of[:, years, years] = by_year[:, 1:, 0]
    of[:, AGE:YEAR, YEAR:FLAG] = sums[:, 1:, 1:, 0]
    of[:, 0, FLAG:] = by_age.sum(1)[:, 1:]
    of[:, AGE:YEAR, FLAG:] = by_age[:, 1:, 1:]
    of[:, YEAR:FLAG, FLAG:] = by_year[:, 1:, 1:]
    of[:, FLAG:WIDTH, FLAG:WIDTH] = flags.reshape(count, len(FLAGS), -1)
    of[:, FLAG:WIDTH, WIDTH] = costs
    upper = np.triu_indices(WIDTH + 1, 1)
    of[:, upper[1], upper[0]] = of[:, upper[0], upper[1]]
    return of


def solve(moments):
    """The coefficients of each of several matrices of moments."""
    return np.linalg.solve(moments[:, :WIDTH, :WIDTH], moments[:, :WIDTH, WIDTH:])[..., 0]


def side_by_side(part, *arrays, pieces=THREADS):
    """What comes of the pieces of arrays, on all threads, in their order."""
    return np.concatenate(list(POOL.map(part, *(np.array_split(array, pieces) for array in arrays))))


def drawn(count):
    """How often each municipality is drawn in each replicate."""
    homes = np.random.default_rng(SEED).integers(0, count, (REPLICATES, count))
    return np.bincount((homes + count * np.arange(REPLICATES)[:, None]).ravel(), minlength=REPLICATES * count).reshape(REPLICATES, count).astype(float)


def sums_by_draw(of, draws):
    return (draws @ of.reshape(len(of), -1)).reshape(len(draws), WIDTH + 1, WIDTH + 1)


def fit(of, rows):
    """Coefficients and the CR1 standard error of `post`."""
    total = of.sum(0)
    estimate = solve(total[None])[0]
    scores = of[:, :WIDTH, WIDTH] - of[:, :WIDTH, :WIDTH] @ estimate
    return estimate, cr1(scores, total, rows)


def cr1(scores, total, rows):
    last = np.linalg.solve(total[:WIDTH, :WIDTH], np.eye(WIDTH)[-1])
    count = len(scores)
    return np.sqrt(count / (count - 1) * (rows - 1) / (rows - WIDTH) * ((scores @ last) ** 2).sum())


def bootstrap(of):
    return side_by_side(lambda draws: solve(sums_by_draw(of, draws)), drawn(len(of)))


def jackknife(of):
    """CRV3: the spread of the fits without one municipality around the fit."""
    total, count = of.sum(0), len(of)
    apart = side_by_side(lambda some: solve(total - some)[:, -1], of) - solve(total[None])[0, -1]
    return np.sqrt((count - 1) / count * (apart ** 2).sum())


def pilots_left_out(of):
    """`post` in every replicate without each pilot; what all have in common is added up once."""
    def part(draws):
        every = sums_by_draw(of, draws)
        zones = [slice(pilot * ZONES, (pilot + 1) * ZONES) for pilot in range(PILOTS)]
        return np.stack([solve(every - sums_by_draw(of[zone], draws[:, zone]))[:, -1] for zone in zones], 1)
    return side_by_side(part, drawn(len(of)), pieces=8 * THREADS)


def wild(of):
    """t of `post`, without CR1's factor for few clusters, p of 0 and the 95 % point of |t|: Rademacher signs by municipality, null imposed."""
    total, count = of.sum(0), len(of)
    x, xy = of[:, :WIDTH, :WIDTH], of[:, :WIDTH, WIDTH]
    inverse = np.linalg.inv(total[:WIDTH, :WIDTH])
    estimate = inverse @ total[:WIDTH, WIDTH]
    t = estimate[-1] / np.linalg.norm((xy - x @ estimate) @ inverse[-1])
    null = np.append(np.linalg.solve(total[: WIDTH - 1, : WIDTH - 1], total[: WIDTH - 1, WIDTH]), 0)
    scores = xy - x @ null
    steps, own, answers = scores @ inverse, scores @ inverse[-1], x @ inverse[-1]
    bits = np.random.default_rng(SEED).integers(0, 256, (WILD, count // 8 + 1), np.uint8)

    def part(some):
        signs = np.unpackbits(some, axis=1, count=count) * 2.0 - 1.0
        moved = signs @ steps
        rest = signs * own - moved @ answers.T
        return moved[:, -1] / np.sqrt(np.einsum("ij,ij->i", rest, rest))

    drawn_t = np.abs(side_by_side(part, bits, pieces=32 * THREADS))
    return t, np.mean(drawn_t >= abs(t)), np.quantile(drawn_t, 0.95)


def pieces(rows, size=5_000):
    """Rows as they are written in a textbook, so many at a time: municipalities, weights, [X y]."""
    for start in range(0, len(rows["w"]), size):
        some = {name: column[start : start + size] for name, column in rows.items()}
        x, every = np.zeros((len(some["w"]), WIDTH + 1)), np.arange(len(some["w"]))
        x[every, some["agesex"]] = 1
        x[every, np.where(some["year"] > 0, YEAR - 1 + some["year"], 0)] = 1
        x[:, 0] = 1
        x[:, FLAG:WIDTH] = np.stack([some[flag] for flag in FLAGS], 1)
        x[:, WIDTH] = some["y"]
        yield some["municipality"], some["w"], x


def refit(rows, draw):
    """Coefficients by the QR decomposition of all rows, piece by piece: cross-products are nowhere formed."""
    r = np.empty((0, WIDTH + 1))
    for home, w, x in pieces(rows):
        r = np.linalg.qr(np.vstack([r, np.sqrt(w * draw[home])[:, None] * x]), mode="r")
    return np.linalg.solve(r[:WIDTH, :WIDTH], r[:WIDTH, WIDTH])


def scores_of_rows(rows, estimate, count):
    scores = np.zeros((count, WIDTH))
    for home, w, x in pieces(rows):
        rest = w * (x[:, WIDTH] - x[:, :WIDTH] @ estimate)
        scores += np.stack([np.bincount(home, rest * x[:, column], count) for column in range(WIDTH)], 1)
    return scores


def timed(name, stage, *of):
    """The result of a stage and, printed, the median time of five."""
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        result = stage(*of)
        seconds.append(time.perf_counter() - start)
    print(f"{name:34} {statistics.median(seconds) * 1000:9.1f} ms", end="   ")
    return result


def main(path):
    before, own, start = busy(), time.process_time(), time.perf_counter()
    rows = timed("read", read, path)
    print(f"{len(rows['w'])} rows")
    of = timed("blocks", blocks, rows)
    print(f"{len(of)} municipalities, {of.nbytes / 2**20:.0f} MiB")
    estimate, error = timed("fit and CR1", fit, of, len(rows["w"]))
    print(f"post {estimate[-1]:.11f}, standard error {error:.11f}")
    replicates = timed(f"{REPLICATES} replicates", bootstrap, of)
    print(f"standard error {replicates[:, -1].std(ddof=1):.11f}")
    print(f"standard error {timed(f'{len(of)} fits without one (CRV3)', jackknife, of):.11f}")
    without = timed(f"{PILOTS} pilots left out x {REPLICATES}", pilots_left_out, of).std(0, ddof=1)
    print(f"standard errors {without.min():.9f} to {without.max():.9f}")
    t, p, critical = timed(f"wild bootstrap, {WILD} draws", wild, of)
    print(f"t {t:.9f}, p {p:.4f}, 95 % of |t| under {critical:.4f}")
    others = max(0.0, busy() - before - time.process_time() + own) / (time.perf_counter() - start)
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, {others:.1f} cores busy with others")

    draws = drawn(len(of))[:5]
    apart = [np.max(np.abs(replicate / refit(rows, draw) - 1)) for replicate, draw in zip(replicates, draws)]
    exact = refit(rows, np.ones(len(of)))
    gates = {
        "fit, rows by QR": np.max(np.abs(estimate / exact - 1)),
        "CR1, scores of rows": abs(error / cr1(scores_of_rows(rows, exact, len(of)), of.sum(0), len(rows["w"])) - 1),
        "five replicates, rows by QR": max(apart),
    }
    for name, difference in gates.items():
        print(f"{name:34} largest relative difference {difference:.1e}")
    sys.exit(int(not max(gates.values()) <= GATE))


if __name__ == "__main__":
    main(sys.argv[1])
