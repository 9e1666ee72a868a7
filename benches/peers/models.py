"""glum and pyfixest on the table of panel.py, the models of tests/garantie/speed.rs: time, memory and one coefficient of each.

    python models.py panel.parquet glum gaussian|poisson|gamma|tweedie|binomial
    python models.py panel.parquet pyfixest gaussian|poisson|compressed

One model a process, so that its peak memory is its own; the table is read before the clock starts. `compressed` is pyfixest's
regression on counted distinct rows, which takes no weights: its coefficient is that of another model. The last figure is how
many cores other processes kept busy meanwhile.
"""
import os
import resource
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")

import pyarrow.parquet as pq

FLAGS = ["bim", "post"] + [f"c{index}" for index in range(10)]


def busy():
    ticks = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def timed(name, fit):
    processor, others, start = time.process_time(), busy(), time.perf_counter()
    coefficient, steps = fit()
    wall = time.perf_counter() - start
    processor = time.process_time() - processor
    others = max(0.0, busy() - others - processor) / wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:22} {wall:8.3f} s, {processor:8.3f} s of processor, {steps}, post {coefficient:.9f}, {memory:.0f} MB, {others:.1f} cores busy")


def glum_model(table, family):
    """Columns, outcome and weights of a model for glum, and its family and link."""
    from glum import TweedieDistribution

    if family == "gamma":
        table = table[table.y > 0].reset_index(drop=True)
    x = table[FLAGS].astype(float)
    for column in ("agesex", "year"):
        x[column] = table[column].astype("category")
    y = (table.y > 0).astype(float) if family == "binomial" else table.y
    kind = {"gaussian": "normal", "tweedie": TweedieDistribution(1.5)}.get(family, family)
    link = {"gaussian": "identity", "binomial": "logit"}.get(family, "log")
    return (x, y, table.w), {"family": kind, "link": link, "alpha": 0, "drop_first": True}


def glum(table, family):
    from glum import GeneralizedLinearRegressor

    (x, y, weights), asked = glum_model(table, family)

    def fit():
        # The default tolerance stops steps before the others' digits agree.
        model = GeneralizedLinearRegressor(**asked, gradient_tol=1e-7)
        model.fit(x, y, sample_weight=weights)
        return model.coef_[FLAGS.index("post")], f"{model.n_iter_} steps"

    timed(f"glum {family}", fit)


def pyfixest(table, family):
    import pyfixest as pf

    terms = " + ".join(FLAGS)
    for column in ("agesex", "year"):
        table[column] = table[column].astype(int)
    absorbed, dummies = f"y ~ {terms} | agesex + year", f"y ~ {terms} + C(agesex) + C(year)"

    def fit():
        if family == "poisson":
            model = pf.fepois(absorbed, table, weights="w", vcov="iid")
        elif family == "compressed":
            model = pf.feols(dummies, table, use_compression=True, vcov="hetero")
        else:
            model = pf.feols(absorbed, table, weights="w", vcov="iid")
        return model.coef()["post"], "age, sex and year absorbed" if family != "compressed" else "no weights"

    timed(f"pyfixest {family}", fit)


if __name__ == "__main__":
    path, library, family = sys.argv[1:]
    table = pq.read_table(path, columns=["year", "agesex", "w", "y"] + FLAGS).to_pandas()
    {"glum": glum, "pyfixest": pyfixest}[library](table, family)
