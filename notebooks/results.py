"""The tables of a finished run, and how the notebooks print and draw them. Nothing is estimated here."""

import math
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pyarrow.parquet as pq

# Columns that hold money. Parquet has it in whole cents (64-bit integers); a standard error of another scale is a double.
MONEY = set(
    "amount before after base_cost expected_base expected guarantee real_cost raw_cost gain se se_persons se_completion se_bootstrap low high "
    "booked completed median_gain lowest_gain highest_gain gain_a low_a high_a gain_b low_b high_b change by_expected by_carried by_real_cost".split()
)

# Colour and shape of a verdict: told apart without colour too.
VERDICTS = {"gain": ("#0a5a8c", "o"), "loss": ("#a6460c", "s"), "not distinguishable": ("#566270", "o")}
BLUE, ORANGE, GREY, PALE = "#0a5a8c", "#a6460c", "#566270", "#dce1e6"

plt.rcParams.update(
    {
        "figure.dpi": 100,
        "figure.constrained_layout.use": True,
        "font.size": 9.5,
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "legend.frameon": False,
    }
)


def table(run, name):
    """The table `name` of the folder `run`, money in euro. Missing: a small cell, or what there is none of (see `small`)."""
    path = Path(run) / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"no {name}.parquet in {run}: make the runs with notebooks/run, or name a folder that holds a finished run")
    rows = pq.read_table(path)
    cents = [field.name for field in rows.schema if field.name in MONEY and str(field.type) == "int64"]
    rows = rows.to_pandas()
    rows[cents] = rows[cents] / 100
    return rows


def small(rows):
    """Which rows rest on too few persons to be shown: their figures are missing and their flags say `small-cell`."""
    return rows["flags"].str.contains("small-cell")


def main(rows):
    """The rows of the study's first variant in its reading: what the report shows."""
    return rows[rows["flags"].str.split().map(lambda flags: "main" in flags)]


def places(error):
    """Digits after the decimal point that a standard error supports; negative: before it."""
    return 1 - math.floor(math.log10(error)) if error > 0 else 0


def euro(amount, error=math.nan):
    """An amount in euro, to two significant digits of its standard error."""
    if pd.isna(amount):
        return "small cell"
    return f"{round(amount, 0 if math.isnan(error) else min(places(error), 0)) + 0:,.0f}".replace("-", "−")


def percent(rate, error=0.01):
    """A rate in percent: one decimal, or none from a standard error of 10 % on."""
    if pd.isna(rate):
        return "small cell"
    return f"{round(100 * rate, decimals := 0 if error >= 0.1 else 1) + 0:.{decimals}f} %".replace("-", "−")


def interval(axis, at, middle, low, high, verdict="not distinguishable", **line):
    """A figure with its interval on a horizontal axis; the words `small cell` where there is none."""
    if pd.isna(middle):
        axis.text(0, at, " small cell", va="center", color=GREY, fontsize=8, style="italic")
        return
    colour, shape = VERDICTS[verdict]
    colour = line.pop("color", colour)
    face = "white" if verdict == "not distinguishable" else colour
    axis.plot([low, high], [at, at], color=colour, solid_capstyle="butt", **({"lw": 1.6} | line))
    axis.plot(middle, at, shape, color=colour, markerfacecolor=face, markersize=6)


def rows_of(axis, names, unit):
    """Names the rows of a horizontal chart from the top down, with a line at nothing."""
    axis.axvline(0, color="#1c2530", lw=0.9, zorder=1)
    axis.set_yticks(range(len(names)), names)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.grid(axis="x", color=PALE, lw=0.8, zorder=0)
    axis.set_xlabel(unit)


def panels(names, height, label=None, **shared):
    """One panel for each name, three to a row, as pairs of axes and name; `label` beside the first of each row."""
    across = min(3, len(names))
    down = -(-len(names) // across)
    figure, axes = plt.subplots(down, across, figsize=(9.5, height * down), squeeze=False, **shared)
    for axis in axes[:, 0]:
        axis.set_ylabel(label)
    for axis in axes.flat[len(names) :]:
        axis.axis("off")
    for axis, name in zip(axes.flat, names):
        axis.set_title(name)
    return list(zip(axes.flat, names))
