# Makes the reference value of the Paule-Mandel estimate: the BCG vaccine trials (Colditz et al. 1994), log risk ratios.
#
#   pip install numpy statsmodels
#   python tests/reference/paule_mandel.py

import numpy as np
from scipy.optimize import brentq
from statsmodels.stats.meta_analysis import combine_effects

trials = np.array([
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
    [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232], [17, 1699, 65, 1600],
    [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
], dtype=float)
a, b, c, d = trials.T
effect = np.log(a / (a + b)) - np.log(c / (c + d))
variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
fitted = combine_effects(effect, variance, method_re="iterated", use_t=False)
print("statsmodels:", repr(fitted.tau2), repr(fitted.mean_effect_re))


def excess(tau2):
    w = 1 / (variance + tau2)
    mean = (w * effect).sum() / w.sum()
    return (w * (effect - mean) ** 2).sum() - (len(effect) - 1)


tau2 = brentq(excess, 0, 10, xtol=1e-16, rtol=1e-15)
w = 1 / (variance + tau2)
print("root:       ", repr(float(tau2)), repr(float((w * effect).sum() / w.sum())))
