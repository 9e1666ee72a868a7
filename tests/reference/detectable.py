"""How many standard errors off zero a departure must lie to be found four times in five at 95 %, by degrees of freedom, and the power that the
noncentral t distribution gives there; beside it the power at the sum of the normal quantiles. Run with SciPy; printed values stand in
src/credibility/shocks.rs and plan.rs."""
from scipy.stats import nct, norm, t

normal = norm.ppf(0.975) + norm.ppf(0.8)
print("normal", repr(float(normal)))
for df in (9, 12, 20):
    reach, cut = t.ppf(0.975, df) + t.ppf(0.8, df), t.ppf(0.975, df)
    power = [float(1 - nct.cdf(cut, df, at) + nct.cdf(-cut, df, at)) for at in (reach, normal)]
    print(df, repr(float(reach)), power, float(reach / normal))
