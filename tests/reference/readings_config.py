# Makes the configuration that readings.py takes, from the sample's study: the pilots' zones and the model's age bands.
#
#   python tests/reference/readings_config.py > CONFIG.json      (from the root of the project; Python 3.11)

import csv
import json
import tomllib

study = tomllib.load(open("data-samples/synthetic/study.toml", "rb"))
model = tomllib.load(open("models/ols-morbidity.toml", "rb"))
conditions = list(dict.fromkeys(row["condition"] for row in csv.DictReader(open("models/morbidity.csv"))))
sectors = list(dict.fromkeys(row["sector"] for row in csv.DictReader(open("models/sectors.csv"))))
print(json.dumps({
    "pilots": {pilot["id"]: pilot["zone"] for pilot in study["pilot"]},
    "base": study["period"]["base"],
    "performance": study["period"]["performance"],
    "sectors": sectors,
    "conditions": conditions,
    "age_bands": next(term["bands"] for term in model["term"] if term["kind"] == "age_sex"),
}))
