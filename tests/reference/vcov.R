# Makes tests/reference/vcov.json: variances for few clusters, by their definitions on dense matrices and by refitting.
#
#   Rscript tests/reference/vcov.R        (from the repository's root; needs R and the package sandwich)
#
# Rows: persons 1 to 400 of data-samples/rand-hie/panel.csv; clusters of ten persons each, by number: 40.
# Regressors: xage, female, disea, linc, free, year (factor, base 1). Models: "plain": lm of meddol; "weighted": lm of
# meddol / exposure with weight exposure; "poisson": quasipoisson of the same with a log link.
# cr0; cr1s = cr0 G/(G-1) (N-1)/(N-k); cr2 and its degrees of freedom after Bell and McCaffrey (2002), N x N matrices; cr3 of lm:
# the sum of squared changes when a cluster is left out, by refitting; of poisson: by (I - H_gg)^-1.
# wild: replicates of the t statistic (CR0) of "free" under the hypothesis that it is zero, by refitting, weights as listed.

suppressMessages(library(sandwich))

panel <- read.csv("data-samples/rand-hie/panel.csv")
panel <- panel[panel$person <= 400, ]
panel$group <- (panel$person - 1) %/% 10
panel$year <- factor(panel$year)
panel$annual <- panel$meddol / panel$exposure
x <- model.matrix(~ xage + female + disea + linc + free + year, panel)
rows <- split(seq_len(nrow(panel)), panel$group)
clusters <- length(rows)

number <- function(v) sprintf("%.17g", v)
listed <- function(v) paste0("[", paste0(number(v), collapse = ", "), "]")
roots <- function(v) sqrt(diag(v))
power <- function(m, p) {
  e <- eigen(m, symmetric = TRUE)
  v <- ifelse(e$values > 1e-10, pmax(e$values, 1e-10)^p, 0)
  e$vectors %*% (v * t(e$vectors))
}
solution <- function(x, y, w) drop(solve(crossprod(x, w * x), crossprod(x, w * y)))

# y: working outcome, w: working weights; residuals of a generalised linear model are its working residuals.
dense <- function(y, w, refit) {
  beta <- solution(x, y, w)
  bread <- solve(crossprod(x, w * x))
  xs <- sqrt(w) * x
  es <- sqrt(w) * drop(y - x %*% beta)
  hat <- xs %*% bread %*% t(xs)
  sandwich_of <- function(p) {
    u <- sapply(rows, function(g) drop(crossprod(xs[g, ], power(diag(length(g)) - hat[g, g], p) %*% es[g])))
    bread %*% u %*% t(u) %*% bread
  }
  cr0 <- sandwich_of(0)
  k <- ncol(x)
  n <- nrow(x)
  df <- sapply(seq_len(k), function(j) {
    q <- sapply(rows, function(g) {
      full <- numeric(n)
      full[g] <- power(diag(length(g)) - hat[g, g], -0.5) %*% xs[g, ] %*% bread[, j]
      full
    })
    m <- t(q) %*% (diag(n) - hat) %*% q
    sum(diag(m))^2 / sum(m^2)
  })
  cr3 <- if (refit) {
    moved <- sapply(rows, function(g) solution(x[-g, ], y[-g], w[-g]) - beta)
    moved %*% t(moved)
  } else sandwich_of(-1)
  list(beta = beta, cr0 = cr0, cr1s = cr0 * clusters / (clusters - 1) * (n - 1) / (n - k), cr2 = sandwich_of(-0.5), df = df,
    cr3 = cr3)
}

free <- which(colnames(x) == "free")
statistic <- function(y, w) {
  beta <- solution(x, y, w)
  bread <- solve(crossprod(x, w * x))
  u <- sapply(rows, function(g) drop(crossprod(x[g, ], w[g] * (y[g] - x[g, ] %*% beta))))
  beta[free] / sqrt((bread %*% u %*% t(u) %*% bread)[free, free])
}
wild <- function(y, w, type, weights) {
  restricted <- x[, -free]
  beta <- solution(restricted, y, w)
  expected <- drop(restricted %*% beta)
  residual <- y - expected
  if (type == 31) for (g in rows) residual[g] <- y[g] - restricted[g, ] %*% solution(restricted[-g, ], y[-g], w[-g])
  apply(weights, 2, function(v) statistic(expected + v[panel$group + 1] * residual, w))
}
set.seed(4)
signs <- cbind(matrix(sample(c(-1, 1), clusters * 3, TRUE), clusters), matrix(sample(c(-1, 1), clusters * 2, TRUE) * sqrt(sample(1:3, clusters * 2, TRUE) / 2), clusters))
many <- matrix(sample(c(-1, 1), clusters * 1999, TRUE), clusters)

ones <- rep(1, nrow(panel))
plain <- dense(panel$meddol, ones, TRUE)
weighted <- dense(panel$annual, panel$exposure, TRUE)
m <- glm(annual ~ xage + female + disea + linc + free + year, quasipoisson("log"), panel, weights = exposure, control = glm.control(epsilon = 1e-15, maxit = 100))
mu <- fitted(m)
poisson <- dense(m$linear.predictors + (panel$annual - mu) / mu, panel$exposure * mu, FALSE)

# The package's own variances, where it has them: its HC2 and HC3 are those here times (G-1)/G.
l <- lm(meddol ~ xage + female + disea + linc + free + year, panel)
check <- function(ours, type, factor) max(abs(roots(ours) / roots(factor * vcovCL(l, panel$group, type = type, cadjust = FALSE)) - 1))
message("sandwich: HC0 ", check(plain$cr0, "HC0", 1), ", HC2 ", check(plain$cr2, "HC2", clusters / (clusters - 1)), ", HC3 ", check(plain$cr3, "HC3", clusters / (clusters - 1)))

show <- function(v) paste0('{"beta": ', listed(v$beta), ', "cr0": ', listed(roots(v$cr0)), ', "cr1s": ', listed(roots(v$cr1s)), ', "cr2": ', listed(roots(v$cr2)),
  ', "df": ', listed(v$df), ', "cr3": ', listed(roots(v$cr3)), "}")
draws <- function(y, w) {
  t0 <- abs(statistic(y, w))
  p <- sapply(c(11, 31), function(type) mean(abs(wild(y, w, type, many)) >= t0))
  paste0('{"statistic": ', number(statistic(y, w)), ', "t11": ', listed(wild(y, w, 11, signs)), ', "t31": ', listed(wild(y, w, 31, signs)), ', "p11": ', number(p[1]), ', "p31": ', number(p[2]), "}")
}
writeLines(paste0("{\n",
  '  "plain": ', show(plain), ",\n", '  "weighted": ', show(weighted), ",\n", '  "poisson": ', show(poisson), ",\n",
  '  "wild_weights": [', paste0(apply(signs, 2, listed), collapse = ", "), "],\n",
  '  "wild_plain": ', draws(panel$meddol, ones), ",\n", '  "wild_weighted": ', draws(panel$annual, panel$exposure), "\n}"), "tests/reference/vcov.json")
