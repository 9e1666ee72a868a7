# Makes the reference values of the corrections for many tests, in src/credibility/verdict.rs.
#
#   Rscript tests/reference/p_adjust.R

options(digits = 17)
few <- c(0.01, 0.04, 0.03, 0.005, 0.6)
# The fifteen p-values of Benjamini and Hochberg (1995), section 3.2.
trial <- c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1)
for (p in list(few, trial)) for (method in c("holm", "BH")) {
  cat(method, "\n")
  print(p.adjust(p, method))
}
