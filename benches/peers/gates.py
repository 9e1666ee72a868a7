"""Every coefficient of garantie's models beside those of glum and pyfixest on the same table: before any ratio of times is told.

    python panel.py panel.parquet
    GARANTIE_PANEL=panel.parquet GARANTIE_COEFFICIENTS=coefficients.json \\
        cargo test --test garantie -- --ignored --nocapture speed_of_models
    python gates.py panel.parquet coefficients.json

Prints by model the largest relative difference over all coefficients, and ends with 1 if one is above the gate. The Poisson model is
held against pyfixest alone: glum stops before it has arrived there, whatever its tolerance.
"""
import json
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "2")

import numpy as np
import pyarrow.parquet as pq
from models import FLAGS, glum_model

GATE = 1e-9


def glum(table, family):
    from glum import GeneralizedLinearRegressor

    (x, y, weights), asked = glum_model(table, family.split()[0])
    model = GeneralizedLinearRegressor(**asked, solver="irls-ls", gradient_tol=1e-13, max_iter=30)
    model.fit(x, y, sample_weight=weights)
    slopes = dict(zip(model.feature_names_, model.coef_))
    levels = [name for name in model.feature_names_ if name not in FLAGS]
    return np.array([model.intercept_] + [slopes[name] for name in levels + FLAGS])


def pyfixest(table, family):
    import pyfixest as pf

    absorbed = f"y ~ {' + '.join(FLAGS)} | agesex + year"
    fit = {"gaussian": pf.feols, "poisson": pf.fepois}[family]
    closer = {"fixef_tol": 1e-12} | ({} if family == "gaussian" else {"iwls_tol": 1e-13})
    return fit(absorbed, table, weights="w", vcov="iid", **closer).coef()[FLAGS].to_numpy()


if __name__ == "__main__":
    path, coefficients = sys.argv[1:]
    table = pq.read_table(path, columns=["year", "agesex", "w", "y"] + FLAGS).to_pandas()
    ours = {family: np.array(estimates) for family, estimates in json.load(open(coefficients)).items()}
    failed = False
    for library, families in ((glum, ["gaussian", "gamma", "tweedie 1.5"]), (pyfixest, ["gaussian", "poisson"])):
        for family in families:
            theirs = library(table, family)
            mine = ours[family][-len(theirs):]
            apart = np.max(np.abs(mine - theirs) / np.abs(theirs))
            failed |= not apart <= GATE
            print(f"{library.__name__:9} {family:12} {len(theirs)} coefficients, largest relative difference {apart:.1e}")
    sys.exit(int(failed))
