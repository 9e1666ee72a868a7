# Makes the reference intervals of src/credibility/bootstrap.rs: percentile, basic and BCa of R's boot for the ratio of the data set
# `city` (populations of ten cities, Davison and Hinkley 1997), with the draws that they are made from.
#
#   Rscript tests/reference/bootstrap.R > tests/reference/bootstrap.json

library(boot)
set.seed(20180101)
ratio <- function(d, w) sum(d$x * w) / sum(d$u * w)
drawn <- boot(city, ratio, R = 199, stype = "w")
influence <- empinf(data = city, statistic = ratio, stype = "w")
number <- function(x) paste0("[", paste(format(x, digits = 17), collapse = ", "), "]")
cat("{\n")
cat('  "made_by": "tests/reference/bootstrap.R,', R.version.string, "boot", as.character(packageVersion("boot")), '",\n')
cat('  "estimate":', format(drawn$t0, digits = 17), ",\n")
cat('  "influence":', number(influence), ",\n")
cat('  "draws":', number(drawn$t[, 1]), ",\n")
for (level in c(0.9, 0.95)) {
  ci <- boot.ci(drawn, conf = level, type = c("perc", "basic", "bca"), L = influence)
  cat(sprintf('  "percentile_%g": %s,\n', 100 * level, number(ci$percent[4:5])))
  cat(sprintf('  "basic_%g": %s,\n', 100 * level, number(ci$basic[4:5])))
  cat(sprintf('  "bca_%g": %s%s\n', 100 * level, number(ci$bca[4:5]), if (level == 0.95) "" else ","))
}
cat("}\n")
