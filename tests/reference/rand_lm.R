# Makes tests/reference/rand_lm.json: weighted least squares on data-samples/rand-hie/panel.csv, by R's lm.
#
#   Rscript tests/reference/rand_lm.R        (from the repository's root; needs R and the package sandwich)
#
# Outcome: (outpatient + drugs + supplies + inpatient) / exposure, dollars per full year.
# Regressors: xage, female, disea, linc, free, site (factor, base site-1); pooled: also year (factor, base 1).
# Weights: exposure. One fit per study year and one pooled. Numbers carry 17 significant digits.
# se: summary.lm. hc0, hc1: White, per row. cr0: clusters are persons, no small-sample factor;
# cr1: cr0 times sqrt(G/(G-1)), G = number of persons.

suppressMessages(library(sandwich))

panel <- read.csv("data-samples/rand-hie/panel.csv")
cents <- with(panel, round(100 * outpatient) + round(100 * drugs) + round(100 * supplies) + round(100 * inpatient))
panel$annual <- cents / 100 / panel$exposure
panel$site <- factor(panel$site)
panel$year <- factor(panel$year)

number <- function(v) sprintf("%.17g", v)
named <- function(v) paste0("{", paste0('"', names(v), '": ', number(v), collapse = ", "), "}")
roots <- function(v) sqrt(diag(v))

fit <- function(data, formula) {
  m <- lm(formula, data, weights = exposure)
  s <- summary(m)
  g <- length(unique(data$person))
  cr0 <- roots(vcovCL(m, cluster = data$person, type = "HC0", cadjust = FALSE))
  fields <- c(
    n = sprintf("%d", nrow(data)), persons = sprintf("%d", g), df = sprintf("%d", m$df.residual),
    sigma = number(s$sigma), r2 = number(s$r.squared), coefficients = named(coef(m)),
    se = named(roots(vcov(m))), hc0 = named(roots(vcovHC(m, "HC0"))), hc1 = named(roots(vcovHC(m, "HC1"))),
    cr0 = named(cr0), cr1 = named(cr0 * sqrt(g / (g - 1)))
  )
  paste0("{\n", paste0('    "', names(fields), '": ', fields, collapse = ",\n"), "\n  }")
}

terms <- annual ~ xage + female + disea + linc + free + site
fits <- sapply(levels(panel$year), function(y) fit(panel[panel$year == y, ], terms))
names(fits) <- paste0("year_", names(fits))
fits <- c(fits, pooled = fit(panel, update(terms, . ~ . + year)))
writeLines(paste0("{\n", paste0('  "', names(fits), '": ', fits, collapse = ",\n"), "\n}"), "tests/reference/rand_lm.json")
