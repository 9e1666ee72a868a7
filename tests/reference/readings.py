# Makes the reference values of the guarantee by the readings A (level), B (evolution) and C (additive), with their
# standard errors: dense numpy, row by row, written apart from the engine so that the two can be held against each other.
#
#   pip install numpy pandas pyarrow
#   python tests/reference/readings.py PANEL.parquet CONFIG.json OUT.json
#   python tests/reference/readings.py --self-test [PANEL.parquet CONFIG.json]   (checks itself on a small made-up panel and,
#                                                                 with two paths, writes that panel and its configuration)
#
# PANEL: person, year, age, sex (1, 2), municipality, exposure, weight, increased_reimbursement, chronic, one boolean column per
# condition, one cost column (euro) per sector. CONFIG (minimum_age and level may be left out):
#   {"pilots": {"lys": ["33011", "34022"]}, "base": [2016, 2017], "performance": [2018, 2019], "sectors": ["gp", "drugs"],
#    "conditions": ["diabetes"], "age_bands": [0, 5, 18, 25, 35, 45, 55, 65, 75, 85], "minimum_age": 18, "level": 0.95}
# Target: chronic and age >= minimum_age, judged on each year's row. Reference: the same, outside every pilot zone.
# With "outliers": {"rule": "cap" or "drop", "quantile": 0.99} in CONFIG: annualised cost above the quantile (weight w e, reference rows of
# the year; taken as given) is capped, its excess pooled, or the row is left out. Without: no outlier rule.
# Floats are written so that they read back exactly (up to 17 significant digits).

import json
import sys
from statistics import NormalDist

import numpy as np
import pandas as pd


def candidates(rows, cfg):
    """Every column that may enter the design, in order: intercept, age band x sex, increased reimbursement, conditions."""
    band = np.searchsorted(cfg["age_bands"], rows.age, side="right") - 1
    assert (band >= 0).all(), "an age below the first band"
    columns = {"intercept": np.ones(len(rows))}
    for b, low in enumerate(cfg["age_bands"]):
        for sex in (1, 2):
            columns[f"age{low}.sex{sex}"] = (band == b) & (rows.sex.to_numpy() == sex)
    for name in ["increased_reimbursement", *cfg["conditions"]]:
        columns[name] = rows[name].to_numpy()
    return list(columns), np.column_stack([c.astype(float) for c in columns.values()])


def independent(X, names):
    """Indices of the columns kept: no empty cell, no base cell (the first that is present), nothing that earlier columns determine."""
    cells = [j for j, n in enumerate(names) if ".sex" in n]
    base = next(j for j in cells if X[:, j].any())
    keep = [j for j in range(len(names)) if j != base and X[:, j].any()]
    while True:
        A = X[:, keep] / np.sqrt((X[:, keep] ** 2).sum(axis=0))
        dependent = np.flatnonzero(np.abs(np.diag(np.linalg.qr(A, mode="r"))) < 1e-9)
        if not len(dependent):
            return keep
        del keep[dependent[0]]


def cut_offs(panel, cfg):
    """Year -> the quantile of annualised cost among the reference rows: the smallest that so much of the weight w e does not exceed."""
    zones = {m for zone in cfg["pilots"].values() for m in zone}
    out = {}
    for t, rows in panel.groupby("year"):
        rows = rows[rows.chronic & (rows.age >= cfg.get("minimum_age", 18)) & ~rows.municipality.astype(str).isin(zones)]
        annual, we = (rows[cfg["sectors"]].sum(axis=1) / rows.exposure).to_numpy(), (rows.weight * rows.exposure).to_numpy()
        order = np.argsort(annual)
        reached = np.cumsum(we[order]) >= cfg["outliers"]["quantile"] * we.sum()
        out[t] = annual[order][np.argmax(reached)]
    return out


class Year:
    """One year: the model fitted on the reference rows, and what each pilot needs of it."""

    def __init__(self, rows, weight, cfg, all_persons):
        zone_of = {m: p for p, zone in cfg["pilots"].items() for m in zone}
        target = (rows.chronic & (rows.age >= cfg.get("minimum_age", 18))).to_numpy()
        annual = (rows[cfg["sectors"]].sum(axis=1) / rows.exposure).to_numpy()
        cut, rule = cfg.get("cut_offs", {}).get(int(rows.year.iloc[0]), np.inf), cfg.get("outliers", {}).get("rule")
        if rule == "drop":
            target = target & (annual <= cut)
        raw = rows[cfg["sectors"]].to_numpy(dtype=float)
        beyond = raw * (1 - np.where((annual > cut) & (rule == "cap"), cut / np.where(annual > cut, annual, 1.0), 1.0))[:, None]
        zone = rows.municipality.astype(str).map(zone_of).fillna("").to_numpy()
        e, Y = rows.exposure.to_numpy(), raw - beyond
        who = np.searchsorted(all_persons, rows.person.to_numpy())
        names, X = candidates(rows, cfg)
        r = target & (zone == "")
        keep = independent(X[r], names)
        self.terms = [names[j] for j in keep]
        empty = [j for j, n in enumerate(names) if ".sex" in n and not X[r, j].any()]
        unsupported = X[:, empty].any(axis=1)  # rows in a cell without reference persons: predicted as the base cell
        X, self.size = X[:, keep], len(all_persons)
        root = np.sqrt(weight * e)
        q, upper = np.linalg.qr(X[r] * root[r, None])
        self.beta = np.linalg.solve(upper, q.T @ (Y[r] / e[r, None] * root[r, None]))
        residual = Y - e[:, None] * (X @ self.beta)  # y_s - e f_s, one column per sector
        self.ref_who, self.ref_X, self.ref_wres = who[r], X[r], weight[r, None] * residual[r]
        # the pool: what the reference has above the cap per euro below it, and how each reference row moves that rate
        below = (weight[r] @ Y[r]).sum()
        self.kappas = weight[r] @ beyond[r] / below
        self.kappa = self.kappas.sum()
        self.move_kappa = np.bincount(who[r], weight[r] * (beyond[r].sum(axis=1) - self.kappa * Y[r].sum(axis=1)) / below, self.size)
        self.pilot = {}
        for p in cfg["pilots"]:
            g = target & (zone == p)
            assert g.any(), f"nobody in the target group of {p}"
            we = weight[g] * e[g]
            grad = we @ X[g]
            self.pilot[p] = dict(
                who=who[g], w=weight[g], e=e[g], y=Y[g], ef=Y[g] - residual[g], E=we.sum(), Y=weight[g] @ Y[g], above=int((beyond[g].sum(axis=1) > 0).sum()), raw=(weight[g] @ raw[g]).sum(),
                F=weight[g] @ (Y[g] - residual[g]), lever=self.ref_X @ np.linalg.solve(upper, np.linalg.solve(upper.T, grad)),
                unsupported=int((g & unsupported).sum()),
            )  # lever: g' H^-1 x of each reference row

    def by_person(self, pilot_part, ref_part, p):
        """Row contributions summed over each person's rows (one per year)."""
        return np.bincount(self.pilot[p]["who"], pilot_part, self.size) + np.bincount(self.ref_who, ref_part, self.size)

    def log_theta(self, p):
        """log(Y/F) of the total and its influence per person."""
        g = self.pilot[p]
        F, Y, k = g["F"].sum(), g["Y"].sum(), self.kappa
        charged = Y + k * F  # real cost with the pool; expected cost with it is F (1 + k)
        d_Y = self.by_person(g["w"] * g["y"].sum(axis=1), 0 * g["lever"], p)
        d_F = self.by_person(g["w"] * g["ef"].sum(axis=1), g["lever"] * self.ref_wres.sum(axis=1), p)
        return np.log(charged / F / (1 + k)), (d_Y + k * d_F + F * self.move_kappa) / charged - d_F / F - self.move_kappa / (1 + k)

    def rho(self, p, additive):
        """(Y_s - F_s)/Q per sector and its influence per person (persons x sectors); Q is E for reading C, else F."""
        g = self.pilot[p]
        Q = g["E"] if additive else g["F"].sum() * (1 + self.kappa)
        q = g["e"] if additive else g["ef"].sum(axis=1) * (1 + self.kappa)
        rho = (g["Y"] - g["F"]) / Q
        influence = []
        for s in range(len(rho)):
            pilot = g["w"] * (g["y"][:, s] - g["ef"][:, s] - rho[s] * q) / Q
            moved = self.ref_wres[:, s] + (0 if additive else rho[s] * (1 + self.kappa) * self.ref_wres.sum(axis=1))
            pool = 0 if additive else rho[s] * self.move_kappa / (1 + self.kappa)
            influence.append(self.by_person(pilot, -g["lever"] * moved / Q, p) - pool)
        return Q, rho, np.column_stack(influence)

    def present(self, p):
        mask = np.zeros(self.size, dtype=bool)
        mask[self.ref_who] = mask[self.pilot[p]["who"]] = True
        return mask


def se(influence, n):
    return np.sqrt((influence**2).sum(axis=0) * n / (n - 1))


def evaluate(panel, cfg, weight=None):
    """The results for the output file, and (pilot, reading, year) -> what the self-test differentiates."""
    weight = panel.weight.to_numpy(dtype=float) if weight is None else weight
    if cfg.get("outliers") and "cut_offs" not in cfg:
        cfg = dict(cfg, cut_offs=cut_offs(panel, cfg))
    assert not panel.duplicated(["person", "year"]).any(), "a person twice in one year"
    persons, base, performance, sectors = np.unique(panel.person), cfg["base"], cfg["performance"], cfg["sectors"]
    z = NormalDist().inv_cdf(0.5 + cfg.get("level", 0.95) / 2)
    years = {t: Year(panel[panel.year == t], weight[panel.year == t], cfg, persons) for t in [*base, *performance]}
    rows, inner = [], {}

    def row(p, reading, t, n, n_group, real, gain, D_psi, sector_influence):
        Y, total, s_se = real.sum(), gain.sum(), se(sector_influence, n)
        guarantee = total + Y
        if reading == "additive":
            err = float(se(sector_influence.sum(axis=1), n))
            low, high, se_D = total - z * err, total + z * err, None
            rates = total / guarantee, low / guarantee, high / guarantee
        else:
            D, se_D = np.log(Y / guarantee), float(se(D_psi, n))
            rates = 1 - np.exp(D), 1 - np.exp(D + z * se_D), 1 - np.exp(D - z * se_D)
            err, low, high = Y * se_D, guarantee * rates[1], guarantee * rates[2]
        return dict(
            pilot=p, reading=reading, year=t, persons=n_group, n=n, guarantee=guarantee, real_cost=Y, gain=total, savings_rate=rates[0],
            se_D=se_D, se=err, low=low, high=high, rate_low=rates[1], rate_high=rates[2],
            sectors={
                s: dict(guarantee=gain[k] + real[k], real_cost=real[k], gain=gain[k], se=s_se[k], low=gain[k] - z * s_se[k], high=gain[k] + z * s_se[k])
                for k, s in enumerate(sectors)
            },
        )

    for p in cfg["pilots"]:
        group = {t: years[t].pilot[p] for t in years}
        for reading in ("level", "evolution", "additive"):
            level, additive = reading == "level", reading == "additive"
            # the base: average over the base years (nothing for the level reading)
            log0, psi0, rho0, infl0 = 0.0, 0.0, np.zeros(len(sectors)), 0.0
            if not level:
                thetas = [(np.exp(v), psi) for v, psi in (years[b].log_theta(p) for b in base)]
                theta0 = sum(v for v, _ in thetas) / len(base)
                log0, psi0 = np.log(theta0), sum(v * psi for v, psi in thetas) / len(base) / theta0
                rhos = [years[b].rho(p, additive) for b in base]
                rho0, infl0 = sum(r[1] for r in rhos) / len(base), sum(r[2] for r in rhos) / len(base)
            seen0 = np.zeros(len(persons), dtype=bool) if level else np.any([years[b].present(p) for b in base], axis=0)
            parts = []
            for t in performance:
                log_t, psi_t = years[t].log_theta(p)
                Q, rho, infl = years[t].rho(p, additive)
                D_psi, linear = psi_t - psi0, Q * (infl0 - infl)
                charged = group[t]["Y"] + years[t].kappas * group[t]["F"].sum()
                gain, real, seen = Q * (rho0 - rho), charged, seen0 | years[t].present(p)
                rows.append(row(p, reading, t, int(seen.sum()), len(group[t]["who"]), real, gain, D_psi, linear))
                inner[p, reading, t] = dict(D=log_t - log0, D_psi=D_psi, delta=rho0 - rho, delta_influence=linear / Q, Q=Q, Y=real.sum())
                parts.append((gain, real, real.sum() * D_psi, linear, seen, set(group[t]["who"])))
            gain, real, D_psi, linear = (sum(part[k] for part in parts) for k in range(4))
            n = int(np.any([part[4] for part in parts], axis=0).sum())
            rows.append(row(p, reading, "all", n, len(set().union(*(part[5] for part in parts))), real, gain, D_psi / real.sum(), linear))
            inner[p, reading, "all"] = dict(D_psi=D_psi / real.sum(), influence=linear)
    models = {
        str(t): dict(reference_rows=len(y.ref_who), coefficients={n: dict(zip(sectors, b), total=b.sum()) for n, b in zip(y.terms, y.beta)})
        for t, y in years.items()
    }
    def charged(y, g, cost):
        return g[cost] + y.kappas * g["F"].sum()

    groups = {
        p: {
            str(t): dict(
                rows=len(g["who"]), unsupported_rows=g["unsupported"], person_years=g["E"], expected=charged(years[t], g, "F").sum(), real_cost=charged(years[t], g, "Y").sum(),
                expected_by_sector=dict(zip(sectors, charged(years[t], g, "F"))), real_cost_by_sector=dict(zip(sectors, charged(years[t], g, "Y"))),
                **(dict(raw_cost=g["raw"], above=g["above"]) if cfg.get("outliers") else {}),
            )
            for t, g in ((t, years[t].pilot[p]) for t in years)
        }
        for p in cfg["pilots"]
    }
    return dict(groups=groups, gains=rows) if cfg.get("outliers") else dict(models=models, groups=groups, gains=rows), inner


def made_up(persons=400, seed=20180101):
    """A small panel with movers between pilots and reference, entries, exits, part years, two weights and two aliased conditions."""
    rng = np.random.default_rng(seed)
    out = []
    for i in range(1, persons + 1):
        home, age0, sex, w, frailty = int(rng.integers(0, 6)), int(rng.integers(10, 92)), int(rng.integers(1, 3)), float(rng.choice([20, 40])), rng.gamma(2.0)
        ill = [i % 3 == 0, i % 3 == 1, rng.random() < 0.3, i % 3 == 1, False]  # lung repeats copd, gout never occurs
        for t in range(2016, 2020):
            if rng.random() < 0.1:
                continue
            if rng.random() < 0.08:
                home = int(rng.integers(0, 6))
            e = 1.0 if rng.random() < 0.85 else round(int(rng.integers(20, 365)) / 365, 6)
            mean = e * frailty * (300 + 12 * (age0 + t - 2016) + 400 * ill[2] + 90 * (t - 2016))
            money = [round(float(v), 2) for v in (mean * rng.gamma(1.0), 0.5 * mean * rng.gamma(0.5), (rng.random() < 0.2) * mean * 4 * rng.gamma(1.0))]
            out.append([i, t, t - age0 - (t - 2016), age0 + t - 2016, sex, f"1100{home}", e, w, bool(rng.random() < 0.3), *map(bool, ill), any(ill), *money])
    names = "person year birth_year age sex municipality exposure weight increased_reimbursement diabetes copd heart lung gout chronic gp drugs hospital"
    cfg = dict(
        pilots={"north": ["11000"], "south": ["11001", "11002"]}, base=[2016, 2017], performance=[2018, 2019], sectors=["gp", "drugs", "hospital"],
        conditions=["diabetes", "copd", "heart", "lung", "gout"], age_bands=[0, 5, 18, 25, 35, 45, 55, 65, 75, 85], minimum_age=18, level=0.95,
    )
    return pd.DataFrame(out, columns=names.split()), cfg


def self_test(paths, outliers=None):
    panel, cfg = made_up()
    if outliers:
        cfg["outliers"] = outliers
        cfg["cut_offs"] = cut_offs(panel, cfg)  # taken as given: the same for every weight
    print("outlier rule:", outliers or "none")
    if paths:
        panel.to_parquet(paths[0], compression="zstd", index=False)
        with open(paths[1], "w") as f:
            f.write(json.dumps(cfg, indent=1) + "\n")
    result, inner = evaluate(panel, cfg)
    perf, persons, weight = cfg["performance"], np.unique(panel.person), panel.weight.to_numpy(dtype=float)

    # 1. totals against the closed forms, and expected cost against a least-squares fit on the full, unpruned design
    worst = 0.0
    for r in result["gains"]:
        if r["year"] == "all":
            continue
        g = result["groups"][r["pilot"]]
        now, base = g[str(r["year"])], [g[str(b)] for b in cfg["base"]]
        form = dict(
            level=now["expected"],
            evolution=now["expected"] * np.mean([b["real_cost"] / b["expected"] for b in base]),
            additive=now["expected"] + now["person_years"] * np.mean([(b["real_cost"] - b["expected"]) / b["person_years"] for b in base]),
        )[r["reading"]]
        worst = max(worst, abs(r["guarantee"] / form - 1), abs(sum(s["guarantee"] for s in r["sectors"].values()) / form - 1))
    zones = [m for zone in cfg["pilots"].values() for m in zone]
    assert not any({"lung", "gout"} & set(m["coefficients"]) for m in result.get("models", {}).values()), "an aliased condition was kept"
    for p, zone in [] if outliers else cfg["pilots"].items():  # this fit knows no rule
        for t, g in result["groups"][p].items():
            rows = panel[(panel.year == int(t)) & panel.chronic & (panel.age >= 18)]
            ref, mine = rows[~rows.municipality.isin(zones)], rows[rows.municipality.isin(zone)]
            root = np.sqrt((ref.weight * ref.exposure).to_numpy())
            beta = np.linalg.lstsq(candidates(ref, cfg)[1] * root[:, None], (ref[cfg["sectors"]].sum(axis=1) / ref.exposure).to_numpy() * root, rcond=1e-10)[0]
            if g["unsupported_rows"] == 0:
                worst = max(worst, abs((mine.weight * mine.exposure).to_numpy() @ candidates(mine, cfg)[1] @ beta / g["expected"] - 1))
    print(f"closed forms, sums of sectors, unpruned fit: largest relative difference {worst:.1e}")
    assert worst < 1e-11

    # 2. influence against central differences: person i's weight (all its years) times 1 +- eps, everything computed again
    eps, worst = 1e-4, {"D": 0.0, "sector": 0.0, "all": 0.0}
    scale = {k: (np.abs(v["D_psi"]).max(), None if k[2] == "all" else np.abs(v["delta_influence"]).max(axis=0)) for k, v in inner.items()}
    for i, person in enumerate(persons):
        mine = (panel.person == person).to_numpy()
        up, down = (evaluate(panel, cfg, weight * np.where(mine, 1 + s * eps, 1.0))[1] for s in (1, -1))
        for (p, reading, t), v in inner.items():
            if t == "all":
                diff = sum(inner[p, reading, u]["Y"] * (up[p, reading, u]["D"] - down[p, reading, u]["D"]) for u in perf) / 2 / eps
                diff /= sum(inner[p, reading, u]["Y"] for u in perf)
                worst["all"] = max(worst["all"], abs(diff - v["D_psi"][i]) / scale[p, reading, t][0])
                gain = sum(inner[p, reading, u]["Q"] * (up[p, reading, u]["delta"] - down[p, reading, u]["delta"]) for u in perf) / 2 / eps
                worst["all"] = max(worst["all"], (np.abs(gain - v["influence"][i]) / np.abs(v["influence"]).max(axis=0)).max())
                continue
            a, b = up[p, reading, t], down[p, reading, t]
            worst["D"] = max(worst["D"], abs((a["D"] - b["D"]) / 2 / eps - v["D_psi"][i]) / scale[p, reading, t][0])
            step = (a["delta"] - b["delta"]) / 2 / eps
            worst["sector"] = max(worst["sector"], (np.abs(step - v["delta_influence"][i]) / scale[p, reading, t][1]).max())
    print(f"influence of {len(persons)} persons against central differences, largest difference over largest influence:", {k: f"{v:.1e}" for k, v in worst.items()})
    assert max(worst.values()) < 1e-6

    # 3. weights times a constant change nothing but money; the influences of all persons sum to zero
    twice = evaluate(panel.assign(weight=2 * panel.weight), cfg)[0]
    for a, b in zip(result["gains"], twice["gains"]):
        assert np.isclose(a["savings_rate"], b["savings_rate"], rtol=0, atol=1e-12) and np.isclose(2 * a["se"], b["se"], rtol=1e-10)
    drift = max(abs(v["D_psi"].sum()) / np.abs(v["D_psi"]).max() for v in inner.values())
    print(f"sum of a statistic's influences over the largest one: {drift:.1e}")
    assert drift < 1e-9
    print("self-test passed")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--self-test"]:
        self_test(sys.argv[2:4])
        for rule in ("cap", "drop"):
            self_test([], {"rule": rule, "quantile": 0.95})
    elif len(sys.argv) == 4:
        with open(sys.argv[2]) as f:
            config = json.load(f)
        answer, _ = evaluate(pd.read_parquet(sys.argv[1]), config)
        with open(sys.argv[3], "w") as f:
            f.write(json.dumps(answer, indent=1, default=float) + "\n")
    else:
        sys.exit("usage: readings.py PANEL.parquet CONFIG.json OUT.json | --self-test [PANEL.parquet CONFIG.json]")
