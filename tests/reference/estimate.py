"""Estimates of one group by hand, and the shocks of twenty pseudo-pilots: printed values stand in src/credibility/assessed.rs and shocks.rs.

    pip install numpy scipy
    python tests/reference/estimate.py
"""

import numpy as np
from scipy import stats

# One base year and one performance year, two sectors, 10 person-years in each; euro.
F0, Y0, F1, Y1 = np.array([500.0, 500.0]), np.array([520.0, 470.0]), np.array([600.0, 500.0]), np.array([690.0, 430.0])
THETA0, EXPOSURE = Y0.sum() / F0.sum(), 10.0
# Sums of squared influence of 5 persons, as the test makes them; shocks of 12 zones side by side; the first sector of the
# performance year completed with a relative standard error of 0.02.
PERSONS, TAU2, DF, LATE = 5.0, 0.0009, 11.0, 0.02
SQUARES = {"level": 0.0016, "evolution": 0.0025, "additive": 900.0}


def row(name, values):
    print(name, " ".join(f"{value:.15g}" for value in values))


reach = stats.t.ppf(0.975, DF)
found_from = reach + stats.t.ppf(0.8, DF)
slope = Y1[0] / Y1.sum() - F1[0] / F1.sum()
for reading in ("level", "evolution"):
    guarantee = F1.sum() * (THETA0 if reading == "evolution" else 1.0)
    d = np.log(Y1.sum() / guarantee)
    persons, late = SQUARES[reading] * PERSONS / (PERSONS - 1), (slope * LATE) ** 2
    whole = persons + late + TAU2
    se = np.sqrt(whole)
    rate = (1 - np.exp(d + reach * se), 1 - np.exp(d - reach * se))
    row(f"{reading} d v", (d, persons + late))
    row(f"{reading} gain se low high", (guarantee - Y1.sum(), Y1.sum() * se, guarantee * rate[0], guarantee * rate[1]))
    row(f"{reading} p detectable", (2 * stats.t.sf(abs(d) / se, DF), 1 - np.exp(-found_from * se)))
    row(f"{reading} parts own(0.25) reference completion zones", np.array([0.25 * persons, 0.75 * persons, late, TAU2]) / whole)
    row(f"{reading} se of persons, of completion", (Y1.sum() * np.sqrt(persons), Y1.sum() * np.sqrt(late)))

# The additive reading: in euro per person-year.
guarantee = F1.sum() + EXPOSURE * (Y0 - F0).sum() / EXPOSURE
gain = guarantee - Y1.sum()
persons, late = SQUARES["additive"] * PERSONS / (PERSONS - 1) / EXPOSURE**2, (LATE * (F1[0] - Y1[0]) / EXPOSURE) ** 2
whole = persons + late + TAU2
se = np.sqrt(whole) * EXPOSURE
row("additive d v", (-gain / EXPOSURE, persons + late))
row("additive gain se low high", (gain, se, gain - reach * se, gain + reach * se))
row("additive rates", ((gain - reach * se) / guarantee, (gain + reach * se) / guarantee))
row("additive p detectable", (2 * stats.t.sf(abs(gain) / se, DF), found_from * se / guarantee))

# The credible reading carries on a share 0.4, with standard error 0.1, of the base difference on the log scale.
share, share_se, base = 0.4, 0.1, np.log(THETA0)
carried = (THETA0**share - 1) / (THETA0 - 1)
guarantee = F1.sum() * (1 + carried * (THETA0 - 1))
d = np.log(Y1.sum() / guarantee)
# Influences a on log θ_t and b on log θ̄_0: Σa², Σ(a − b)² and Σb² (0.0004) give Σ(a − λb)².
a2, ab2, b2 = SQUARES["level"], SQUARES["evolution"], 0.0004
persons = (a2 + share**2 * b2 - share * (a2 + b2 - ab2)) * PERSONS / (PERSONS - 1)
late = (slope * LATE) ** 2
row("credible carried guarantee d v", (carried, guarantee, d, persons + late + (base * share_se) ** 2))

# Shocks: twenty departures, all of variance 0.0001, so that τ² is the plain variance less that.
departures = np.array([0.1, -0.025, 0.025] + [0.0] * 17)
tau2 = departures.var(ddof=1) - 0.0001
row("shocks mean sd tau2", (departures.mean(), departures.std(ddof=1), tau2))
row("shocks false", (np.mean(np.abs(departures) > stats.norm.ppf(0.975) * 0.01), np.mean(np.abs(departures) > stats.t.ppf(0.975, 19) * np.sqrt(0.0001 + tau2))))
row("shocks found from", (stats.t.ppf(0.975, 19) * np.sqrt(0.0001 + tau2),))
