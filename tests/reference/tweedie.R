# Makes tests/reference/tweedie.json: the profile likelihood of a Tweedie power, from the sum of gammas that it is.
#
#   Rscript tests/reference/tweedie.R        (from the repository's root; needs R and the package statmod)
#
# Rows: persons 1 to 400 of data-samples/rand-hie/panel.csv; meddol / exposure with weight exposure, log link; regressors
# xage, female, disea, linc, free, year (factor). For each power: the fit, and the dispersion at which the likelihood of the
# rows is largest. A Tweedie variable is a Poisson number N of gammas: the density is summed over N by dpois and dgamma.

suppressMessages(library(statmod))

panel <- read.csv("data-samples/rand-hie/panel.csv")
panel <- panel[panel$person <= 400, ]
panel$year <- factor(panel$year)
panel$annual <- panel$meddol / panel$exposure

log_likelihood <- function(power, dispersion, y, mu, w) {
  phi <- dispersion / w
  rate <- mu^(2 - power) / (phi * (2 - power))
  shape <- (2 - power) / (power - 1)
  scale <- phi * (power - 1) * mu^(power - 1)
  one <- function(i) {
    if (y[i] == 0) return(-rate[i])
    n <- seq_len(2000)
    terms <- dpois(n, rate[i], log = TRUE) + dgamma(y[i], n * shape, scale = scale[i], log = TRUE)
    max(terms) + log(sum(exp(terms - max(terms))))
  }
  sum(vapply(seq_along(y), one, 0))
}

point <- function(power) {
  m <- glm(annual ~ xage + female + disea + linc + free + year, tweedie(var.power = power, link.power = 0), panel, weights = exposure,
    control = glm.control(epsilon = 1e-15, maxit = 200))
  best <- optimize(function(log_phi) log_likelihood(power, exp(log_phi), panel$annual, fitted(m), panel$exposure),
    log(summary(m)$dispersion) + c(-3, 3), maximum = TRUE, tol = 1e-8)
  sprintf('  {"power": %.17g, "dispersion": %.17g, "log_likelihood": %.17g}', power, exp(best$maximum), best$objective)
}
points <- vapply(c(1.4, 1.5, 1.6, 1.7, 1.8), point, "")
writeLines(paste0("[\n", paste0(points, collapse = ",\n"), "\n]"), "tests/reference/tweedie.json")
