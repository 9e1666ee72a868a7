"""Reference values of the chain ladder: Mack (1993), Distribution-free calculation of the standard error of chain ladder
reserve estimates, ASTIN Bulletin 23. Writes chain_ladder.json.

Two triangles. `taylor_ashe`: the example of the paper; reserves and standard errors from the package `chainladder` with Mack's
rule for the last variance. `months`: months of service followed for up to eight months of booking, many of them whole;
standard errors by the recursion of Mack (1999), which shares no formula with the closed form that the engine uses.
"""

import json
import pathlib

import chainladder
import numpy as np


def recursion(rows, width):
    """Factors, variances, completed amounts and the matrix of their mean squared errors, origin by origin."""
    f, s2, weight = np.ones(width - 1), np.zeros(width - 1), np.zeros(width - 1)
    for k in range(width - 1):
        c0 = np.array([row[k] for row in rows if len(row) > k + 1])
        c1 = np.array([row[k + 1] for row in rows if len(row) > k + 1])
        weight[k] = c0.sum()
        f[k] = c1.sum() / weight[k]
        if len(c0) > 1:
            s2[k] = (c0 * (c1 / c0 - f[k]) ** 2).sum() / (len(c0) - 1)
        else:
            s2[k] = min(s2[k - 1] ** 2 / s2[k - 2], s2[k - 1], s2[k - 2])
    n = len(rows)
    completed = np.array([row[-1] for row in rows], float)
    mse = np.zeros((n, n))
    for k in range(width - 1):
        open_ = np.array([len(row) <= k + 1 for row in rows])
        for i in range(n):
            for j in range(n):
                if open_[i] and open_[j]:
                    mse[i, j] = f[k] ** 2 * mse[i, j] + completed[i] * completed[j] * s2[k] / weight[k]
                    if i == j:
                        mse[i, j] += s2[k] * completed[i]
        completed = np.where(open_, completed * f[k], completed)
    return f, s2, completed, mse


here = pathlib.Path(__file__).parent
genins = chainladder.load_sample("genins")
square = genins.to_frame(origin_as_datetime=False).to_numpy()
rows = [[float(c) for c in row if not np.isnan(c)] for row in square]
mack = chainladder.MackChainladder().fit(chainladder.Development(sigma_interpolation="mack").fit_transform(genins))
summary = mack.summary_.to_frame(origin_as_datetime=False)
taylor_ashe = {
    "rows": rows,
    "reserve": [0.0 if np.isnan(x) else float(x) for x in summary["IBNR"]],
    "se": [0.0 if np.isnan(x) else float(x) for x in summary["Mack Std Err"]],
    "total_reserve": float(np.nansum(summary["IBNR"])),
    "total_se": float(np.asarray(mack.total_mack_std_err_).ravel()[0]),
}
f, s2, completed, mse = recursion(rows, 10)
assert np.allclose(np.sqrt(np.diag(mse)), taylor_ashe["se"], rtol=1e-10)
assert np.isclose(np.sqrt(mse.sum()), taylor_ashe["total_se"], rtol=1e-10)

# Months of service from a fixed recurrence, so that the script needs no generator of random numbers.
state, months = 12345, []
pattern = np.array([0.06, 0.35, 0.27, 0.13, 0.08, 0.05, 0.03, 0.02, 0.01])
for month in range(30):
    row, sum_ = [], 0.0
    for lag in range(min(9, 30 - month)):
        state = (1103515245 * state + 12345) % 2**31
        sum_ += round(1e6 * pattern[lag] * (0.7 + 0.6 * state / 2**31))
        row.append(sum_)
    months.append(row)
f, s2, completed, mse = recursion(months, 9)
reference = {
    "taylor_ashe": taylor_ashe,
    "months": {
        "rows": months,
        "factors": f.tolist(),
        "sigma2": s2.tolist(),
        "completed": completed.tolist(),
        "se": np.sqrt(np.diag(mse)).tolist(),
        "se_of_last_twelve": float(np.sqrt(mse[-12:, -12:].sum())),
        "covariance_of_two_parts": float(mse[22:26, 26:].sum()),
    },
}
(here / "chain_ladder.json").write_text(json.dumps(reference, indent=1) + "\n")
print(taylor_ashe["total_reserve"], taylor_ashe["total_se"], f, reference["months"]["se_of_last_twelve"], reference["months"]["covariance_of_two_parts"])
