#!/bin/sh
# Makes one small synthetic world in four formats: Parquet, CSV as French-speaking offices write it, fixed width, SAS.
# Run in this folder with `garantie`, Python (pandas, pyarrow) and R (haven 2.5.1, whose writer of SAS7BDAT is experimental).
set -e
world=$(mktemp -d)
garantie simulate "$world/world" --persons 1000 --years 2 --first-year 2017 --start 2018 --lines 0.05 --defects corrections,mergers
python3 make.py "$world"
Rscript make.R "$world"
rm -r "$world"
