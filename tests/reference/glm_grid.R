# Makes tests/reference/glm_grid.json: generalised linear models on data-samples/rand-hie/panel.csv, by R's glm and sandwich.
#
#   Rscript tests/reference/glm_grid.R        (from the repository's root; needs R and the packages sandwich and statmod)
#
# Outcome: meddol / exposure, dollars per full year; "users": rows with meddol > 0; "any": whether meddol > 0.
# Designs: "numbers": xage, female, disea, linc, free, site and year (factors); "groups": age in bands from 0, 18, 40 and 60,
# female, free, site and year, so that rows share their adjusters. "none" weighs rows alike and takes meddol as it is (the
# literature's fits); "exposure": weight = exposure; "sample": weight = exposure x 20 for persons with an even number, x 40 otherwise.
# se: model-based with Pearson's dispersion; hc0, hc1: White, by row; person, site: clustered, no small-sample factor.
# Iterations end where no linear predictor moves by more than 1e-13 of the largest. Numbers carry 17 significant digits.

suppressMessages({library(sandwich); library(statmod)})

panel <- read.csv("data-samples/rand-hie/panel.csv")
panel$site_of <- panel$site
panel$site <- factor(panel$site)
panel$year <- factor(panel$year)
panel$band <- cut(panel$xage, c(-Inf, 18, 40, 60, Inf), right = FALSE, labels = c("0", "18", "40", "60"))

number <- function(v) ifelse(is.finite(v), sprintf("%.17g", v), "null")
listed <- function(v) paste0("[", paste0(number(v), collapse = ", "), "]")
roots <- function(v) sqrt(diag(v))

designs <- list(
  numbers = ~ xage + female + disea + linc + free + site + year,
  groups = ~ band + female + free + site + year
)
weightings <- list(
  none = function(d) rep(1, nrow(d)),
  exposure = function(d) d$exposure,
  sample = function(d) d$exposure * ifelse(d$person %% 2 == 0, 20, 40)
)
models <- list(
  gaussian_identity = list(gaussian("identity"), "all"),
  gaussian_log = list(gaussian("log"), "all"),
  poisson_log = list(quasipoisson("log"), "all"),
  poisson_identity = list(quasipoisson("identity"), "all"),
  gamma_log = list(Gamma("log"), "users"),
  gamma_identity = list(Gamma("identity"), "users"),
  gamma_log_all = list(NULL, "all"),
  tweedie_log = list(tweedie(var.power = 1.5, link.power = 0), "all"),
  tweedie_17_log = list(tweedie(var.power = 1.7, link.power = 0), "all"),
  binomial_logit = list(quasibinomial("logit"), "any"),
  binomial_log = list(quasibinomial("log"), "any"),
  binomial_identity = list(quasibinomial("identity"), "any"),
  gaussian_logit = list(gaussian("logit"), "any")
)
# Gamma on all rows: quasi-likelihood, whose score knows zeros although the deviance does not.
zeros <- quasi(link = "log", variance = "mu^2")
zeros$dev.resids <- function(y, mu, wt) 2 * wt * (log(mu) + y / mu)
zeros$validmu <- function(mu) all(mu > 0)
models$gamma_log_all[[1]] <- zeros

fit <- function(name, design, weighting) {
  family <- models[[name]][[1]]
  rows <- models[[name]][[2]]
  d <- panel
  d$weight <- weightings[[weighting]](d)
  d$annual <- if (weighting == "none") d$meddol else d$meddol / d$exposure
  if (rows == "users") d <- d[d$meddol > 0, ]
  if (rows == "any") d$annual <- as.numeric(d$meddol > 0)
  formula <- update(designs[[design]], annual ~ .)
  x <- model.matrix(formula, d)
  start <- c(family$linkfun(sum(d$weight * d$annual) / sum(d$weight)), rep(0, ncol(x) - 1))
  environment(formula) <- environment()
  refit <- function(start, steps) suppressWarnings(glm(formula, family, d, weights = weight, start = start,
    control = glm.control(epsilon = 1e-15, maxit = steps)))
  m <- refit(start, 200)
  # R stops where the deviance does not change, which is before the coefficients do: on from there by the same steps.
  beta <- coef(m)
  for (more in 1:200) {
    eta <- drop(x %*% beta)
    mu <- family$linkinv(eta)
    slope <- family$mu.eta(eta)
    w <- d$weight * slope^2 / family$variance(mu)
    step <- drop(solve(crossprod(x, w * x), crossprod(x, w * (d$annual - mu) / slope)))
    beta <- beta + step
    if (max(abs(x %*% step)) < 1e-13 * max(1, abs(eta))) break
  }
  stopifnot(more < 200)
  m <- refit(beta, 1)
  stopifnot(!m$boundary)
  fields <- c(
    model = paste0('"', name, '"'), design = paste0('"', design, '"'), weights = paste0('"', weighting, '"'), rows = paste0('"', rows, '"'),
    n = nrow(d), coefficients = listed(beta), se = listed(roots(vcov(m))),
    hc0 = listed(roots(vcovHC(m, "HC0"))), hc1 = listed(roots(vcovHC(m, "HC1"))),
    person = listed(roots(vcovCL(m, cluster = d$person, type = "HC0", cadjust = FALSE))),
    site = listed(roots(vcovCL(m, cluster = d$site_of, type = "HC0", cadjust = FALSE))),
    deviance = number(m$deviance), null_deviance = number(m$null.deviance), dispersion = number(summary(m)$dispersion)
  )
  paste0("  {", paste0('"', names(fields), '": ', fields, collapse = ", "), "}")
}

fits <- c()
for (name in names(models)) for (design in names(designs)) for (weighting in names(weightings)) {
  row <- tryCatch(fit(name, design, weighting), error = function(e) { message(name, " ", design, " ", weighting, ": ", conditionMessage(e)); NULL })
  fits <- c(fits, row)
}
message(length(fits), " fits")
writeLines(paste0("[\n", paste0(fits, collapse = ",\n"), "\n]"), "tests/reference/glm_grid.json")
