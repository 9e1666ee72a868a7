# Makes tests/reference/elastic_net.json: screening by an elastic net, with glmnet.
#
#   Rscript tests/reference/elastic_net.R        (from the repository's root; needs R and the package glmnet)
#
# All rows of data-samples/rand-hie/panel.csv; meddol / exposure with weight exposure; regressors xage, female, disea, linc, free,
# site, year (factors), scaled to unit variance, as is the cost. Clusters: site and year together (30, by site, then year), dealt
# out to five folds in turn. Penalties: 50, from the smallest that keeps nothing to a thousandth of it; half lasso.
# The penalty chosen has the least error.

suppressMessages(library(glmnet))

panel <- read.csv("data-samples/rand-hie/panel.csv")
cluster <- 5 * (as.integer(factor(panel$site)) - 1) + panel$year - 1
panel$year <- factor(panel$year)
x <- model.matrix(~ xage + female + disea + linc + free + site + year, panel)[, -1]
y <- panel$meddol / panel$exposure
w <- panel$exposure

variance <- function(v, w) sum(w * v^2) / sum(w) - (sum(w * v) / sum(w))^2
scaled <- apply(x, 2, function(v) (v - sum(w * v) / sum(w)) / sqrt(variance(v, w)))
correlation <- colSums(w * scaled * y) / sum(w) / sqrt(variance(y, w))
largest <- max(abs(correlation)) / 0.5
penalties <- largest * 1e-3^((0:49) / 49)
fit <- function(rows) {
  sd <- sqrt(variance(y[rows], w[rows]))
  m <- glmnet(x[rows, ], y[rows] / sd, weights = w[rows], alpha = 0.5, lambda = penalties, thresh = 1e-15, maxit = 1e7)
  as.matrix(coef(m)) * sd
}
errors <- sapply(0:4, function(fold) {
  own <- cluster %% 5 == fold
  expected <- cbind(1, x[own, ]) %*% fit(!own)
  colSums(w[own] * (y[own] - expected)^2) / sum(w[own]) / variance(y, w)
})
error <- rowMeans(errors)
se <- apply(errors, 1, sd) / sqrt(5)
chosen <- which.min(error)
number <- function(v) paste0("[", paste0(sprintf("%.17g", v), collapse = ", "), "]")
writeLines(paste0('{"penalties": ', number(penalties), ',\n "error": ', number(error), ',\n "se": ', number(se),
  ',\n "chosen": ', chosen - 1, ',\n "coefficients": ', number(fit(rep(TRUE, length(y)))[, chosen]), "}"), "tests/reference/elastic_net.json")
