"""Reference values of src/compare: main effects of a product and concordance of ranks.

    python tests/reference/compare.py
"""

from itertools import combinations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import friedmanchisquare, spearmanr
from statsmodels.formula.api import ols

d = [-0.031, -0.012, -0.044, -0.020, 0.003, 0.011, -0.052, -0.037, -0.061, -0.035, -0.008, 0.004]
table = pd.DataFrame([(i // 6, i // 2 % 3, i % 2, value) for i, value in enumerate(d)], columns=["a", "b", "c", "d"])
fit = ols("d ~ C(a, Sum) + C(b, Sum) + C(c, Sum)", table).fit()
squares = sm.stats.anova_lm(fit, typ=1)["sum_sq"]
for position, name in enumerate("abc"):
    share = squares[f"C({name}, Sum)"] / squares.sum()
    effects = [fit.params[key] for key in fit.params.index if key.startswith(f"C({name}, Sum)")]
    for level, effect in enumerate(effects + [-sum(effects)]):
        print((position, level, float(effect), float(share)))

answers = np.array([
    [0.031, -0.012, 0.044, 0.020, -0.003],
    [0.025, -0.020, 0.050, 0.027, 0.004],
    [0.011, 0.002, 0.038, -0.015, 0.007],
    [0.040, -0.031, 0.029, 0.033, -0.010],
])
tied = np.array([[0.1, 0.1, 0.3, 0.0], [0.2, 0.1, 0.3, 0.0], [0.1, 0.1, 0.1, 0.0]])
for values in (answers, tied):
    m, n = values.shape
    print("concordance", friedmanchisquare(*values.T).statistic / (m * (n - 1)))
    print("mean correlation", np.mean([spearmanr(values[i], values[j]).statistic for i, j in combinations(range(m), 2)]))
