"""How time and memory of `garantie run` grow with persons, lines, zones, pseudo-pilots, terms and variants: a table and a plot.

    pip install matplotlib
    python benches/growth.py target/debug/garantie FOLDER [PERSONS ...]

Simulates eight years for each number of persons (100,000, 300,000 and 1,000,000 unless others are given) into FOLDER, what is there
already being taken as it is, and runs the study of each as it stands, without a kept panel; then the smallest with more or fewer
lines, zones of pilots (six, some of them, or all cut in two), pseudo-pilots, terms and variants. Writes FOLDER/growth.csv and FOLDER/growth.svg.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "none"})
import matplotlib.pyplot as plt

TERMS = {"age-sex": "age-sex", "ols-demographic": "demographic", "ols-morbidity": "morbidity"}


def simulated(program, folder, persons, *more):
    if not folder.exists():
        command = [program, "simulate", str(folder), "--persons", str(persons), "--years", "8", "--quiet", *more]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "study.toml"


def with_zones(text, count):
    """A study with the first so many of its pilots, or with the zone of each cut in two."""
    head, *pilots = text.split("[[pilot]]\n")
    if count <= len(pilots):
        return "[[pilot]]\n".join([head, *pilots[:count]])
    halves = []
    for pilot in pilots:
        zone = re.search(r"zone = \[(.*?)\]", pilot, re.S)
        codes = re.findall(r'"[^"]+"', zone[1])
        for half, part in (("-1", codes[: len(codes) // 2]), ("-2", codes[len(codes) // 2 :])):
            own = pilot.replace(zone[0], f"zone = [{', '.join(part)}]")
            halves.append(re.sub(r'^(id|name) = "(.*)"', rf'\1 = "\2{half}"', own, flags=re.M))
    return "[[pilot]]\n".join([head, *halves])


def run(program, study, changed=""):
    """Wall time in seconds, largest resident memory in MiB, and the seconds of each stage."""
    own = study.with_name("growth.toml")
    # What begins as a study does is one; all else is added to the study.
    text = changed if changed.startswith("#") else study.read_text() + changed
    own.write_text(text + '\n[output]\nfolder = "growth"\n')
    command = ["/usr/bin/time", "-f", "%e %M", program, "run", str(own), "--no-cache", "--quiet"]
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    wall, memory = ran.stderr.split()[-2:]
    stages = json.loads((study.parent / "growth/manifest.json").read_text())["stages"]
    return float(wall), int(memory) / 1024, {stage["name"]: stage["seconds"] for stage in stages}


def main(program, folder, sizes):
    folder.mkdir(parents=True, exist_ok=True)
    smallest = sizes[0]
    plain = simulated(program, folder / str(smallest), smallest)
    cases = [("persons", persons, simulated(program, folder / str(persons), persons), "") for persons in sizes]
    for factor in (0.5, 1, 2):
        study = plain if factor == 1 else simulated(program, folder / f"{smallest}-lines-{factor}", smallest, "--lines", str(factor))
        cases.append(("lines (factor)", factor, study, ""))
    cases += [("zones", count, plain, with_zones(plain.read_text(), count)) for count in (1, 3, 6, 12)]
    cases += [("pseudo-pilots", number, plain, f"\n[credibility]\nplacebos = {number}\n") for number in (60, 120, 240)]
    cases += [("terms", name, plain, f'\n[[variant]]\nname = "{name}"\nmodel = "{model}"\n') for model, name in TERMS.items()]
    variants = ['\n[[variant]]\nname = "v%d"\nmodel = "ols-morbidity"\noutliers = { rule = "cap", quantile = 0.%d }\n' % (at, at) for at in range(90, 99)]
    cases += [("variants", number, plain, "".join(variants[:number])) for number in (1, 3, 9)]
    rows = []
    for what, value, study, changed in cases:
        wall, memory, stages = run(program, study, changed)
        rows.append((what, value, wall, memory, stages))
        print(f"{what:15} {value!s:>12} {wall:8.1f} s {memory:8.0f} MiB  " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items()), flush=True)
    with open(folder / "growth.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["what", "value", "seconds", "mib", "stages"])
        writer.writerows((what, value, wall, round(memory), json.dumps(stages)) for what, value, wall, memory, stages in rows)
    plot(rows, folder / "growth.svg")


def plot(rows, path):
    kinds = list(dict.fromkeys(row[0] for row in rows))
    figure, axes = plt.subplots(2, len(kinds), figsize=(2.6 * len(kinds), 4.6), squeeze=False, layout="constrained")
    for column, kind in enumerate(kinds):
        of_kind = [row for row in rows if row[0] == kind]
        at = [row[1] for row in of_kind]
        for axis, figures, unit in ((axes[0, column], [row[2] for row in of_kind], "seconds"), (axes[1, column], [row[3] for row in of_kind], "MiB")):
            axis.plot(at, figures, marker="o", color="#1b6ca8")
            axis.spines[["top", "right"]].set_visible(False)
            if kind == "persons":
                axis.set_xscale("log")
                axis.set_yscale("log")
                axis.plot(at, [figures[0] * persons / at[0] for persons in at], linestyle=":", color="gray", label="in proportion")
                axis.legend(frameon=False)
            else:
                axis.set_ylim(0)
            axis.set_xlabel(kind)
            axis.set_ylabel(unit)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    program, folder, *sizes = sys.argv[1:]
    main(program, pathlib.Path(folder), [int(size) for size in sizes] or [100_000, 300_000, 1_000_000])
