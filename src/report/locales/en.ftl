# The report in English. Keys and arguments are the same in every language; numbers come as finished text, and
# $count only chooses between singular and plural.

## Page
skip = Skip to the summary
contents = Contents
table-copy = Copy table
table-copied = Copied
table-sort = Sort by this column
kicker = Budget guarantee of integrated-care pilots
lead = What the patients of each pilot would have cost without it, what they did cost, and how far the difference can be trusted.
fact-period = Years judged
fact-base = Base period
fact-source = Data
fact-reading = Reading
fact-level = Confidence level
fact-version = Engine
version = garantie { $version }
source-sample = permanent sample; a small cell rests on 3 persons or fewer
source-exhaustive = exhaustive data; a small cell rests on fewer than 5 persons
small-cell = small cell
none = none
interval = { $low } to { $high }
weighted-year = { $year } ({ $weight })
total = total

## Readings and verdicts
reading-level = level
reading-evolution = evolution
reading-additive = additive evolution
reading-credible = credible
verdict-gain = gain
verdict-loss = loss
verdict-unclear = not distinguishable

## Summary
summary-title = Summary
summary-scope = { $count ->
    [one] One pilot is judged over { $period }
   *[other] { $number } pilots are judged over { $period }
  }, against a base period of { $base }.
summary-verdicts = Over the whole period, by the { $reading } reading, { $gains ->
    [0] no pilot shows a gain
    [one] one pilot shows a gain
   *[other] { $gains } pilots show a gain
  } and { $losses ->
    [0] none a loss
    [one] one a loss
   *[other] { $losses } a loss
  } that chance alone does not explain; { $unclear ->
    [0] there is no pilot whose difference cannot be told from chance
    [one] for one pilot the difference cannot be told from chance
   *[other] for { $unclear } pilots the difference cannot be told from chance
  }{ $hidden ->
    [0] .
    [one] , and one rests on too few persons to be shown.
   *[other] , and { $hidden } rest on too few persons to be shown.
  }
summary-precision = The typical interval reaches { $margin } of the guarantee to either side, and the typical difference is { $gain }: { $compare ->
    [smaller] what is measured is smaller than its margin of error.
   *[larger] what is measured is larger than its margin of error.
  }
summary-precision-none = No figure rests on enough persons to be shown.
summary-errors = { $count ->
    [one] One finding about the data is serious enough that the figures should not be used as they are.
   *[other] { $number } findings about the data are serious enough that the figures should not be used as they are.
  } See “The data”.

## What was asked
asked-title = What was asked
asked-pilots = Pilots
pilot = Pilot
pilot-name = Name
municipalities = Municipalities
target = Target group
start = Start
map-title = Where the pilots are: one tile for each province
asked-comparison = The comparison
asked-base = Base years and weights
asked-performance = Performance years
asked-reading = Reading of the guarantee
asked-reference = Reference group
asked-adjusters = Risk adjusters
asked-sectors = Sectors in scope
variant-of-several = { $variant }; this report shows it alone, the files gains and gains_by_sector also hold { $others }
asked-variant = Variant
reference-pilots = residents elsewhere who meet the same target rule at the same date, outside the zones of all pilots
reference-pilot = residents elsewhere who meet the same target rule at the same date, outside the zone of the pilot judged
reference-none = all residents who meet the same target rule at the same date, the zones of the pilots included
explain-level = Level: the guarantee is the cost expected from the reference group; every lasting difference of the zone, also one older than the pilot, counts as the pilot’s.
explain-evolution = Evolution: the guarantee is the pilot’s own base cost, carried forward by the risk-adjusted evolution of the reference group; only a change since the base period, in percent, counts as the pilot’s.
explain-additive = Additive evolution: as evolution, but the difference of the base period is kept in euro per person-year instead of in percent.
explain-credible = Credible: between level and evolution; of the difference of the base period as much is carried on as lasts, on average, in zones where nothing happened. It errs least over many zones, but for a zone whose difference really lasts it counts a part of it as the pilot’s: read it beside the evolution, not instead.

## Gains
gains-title = Gains and losses
gains-lead = Gain = guarantee − real cost; below zero it is a loss. The savings rate is the gain as a share of the guarantee. Intervals are at the { $level } confidence level; verdicts also allow for the number of pilots judged at once (Holm’s correction).
forest-title = Savings rate by pilot, { $period }
forest-description = One row for each pilot: savings rate with its interval, against a line at zero. The figures are in the table below the chart.
forest-axis = Savings rate, percent of the guarantee
legend-gain = gain
legend-loss = loss
legend-unclear = not distinguishable from chance
chart-data = Figures of this chart
verdicts-title = In words
gains-table = Guarantee, real cost and gain by pilot and year
table-hint = wide table: scroll sideways
period = Period
persons = Persons
guarantee = Guarantee
real-cost = Real cost
gain = Gain
gain-interval = Gain (interval)
rate = Savings rate
rate-interval = Savings rate (interval)
interval-head = Interval
detectable = Smallest detectable
verdict = Verdict
gains-note = Figures are rounded to what their interval supports: amounts to two significant digits of the standard error, rates to one decimal at most; rounded figures need not add up. “Smallest detectable” is the savings rate that a study of this precision would find four times in five by the test of one pilot, with the quantiles of its interval; Holm’s correction for several pilots asks for more. The files gains.csv and gains_by_sector.csv hold every digit. Real cost and guarantee are those after the outlier rule; raw_cost in gains.csv is what was reimbursed.

sentence = For { $pilot }, { $period }, real cost was { $rate } { $side ->
    [above] above
   *[below] below
  } the guarantee ({ $range }): { $verdict ->
    [gain] a gain that chance alone does not explain.
    [loss] a loss that chance alone does not explain.
    [corrected] taken alone this would stand out, but among all pilots judged at once it cannot be told from chance.
   *[chance] this cannot be told from chance.
  }
sentence-hidden = For { $pilot }, { $period }, the target group is too small for figures to be shown (small cell).
range-straddle = between { $above } above and { $below } below
range-below = between { $near } and { $far } below
range-above = between { $near } and { $far } above

## Pilots
pilots-title = The pilots one by one
pilots-lead = What is found of each pilot, for those who work in it: printed, each takes about two pages that can be handed on by themselves.
pilots-print = Print these pages alone
pilots-zone = Zone
pilots-municipalities = { $count ->
    [one] one municipality
   *[other] { $number } municipalities
  }
pilots-other-readings = By the other readings
pilots-note = From “{ $title }”. Intervals are at the { $level } confidence level; the verdict also allows for the number of pilots judged at once. Costs are those after the outlier rule. A gain is no proof that the pilot caused it, and a difference that cannot be told from chance is no proof that there was no effect.
years-heading = Guarantee and real cost over the years
years-title = { $pilot }: guarantee and real cost, { $unit ->
    [million] million euro
   *[thousand] thousand euro
  }
years-description = Two lines from the base period over the years judged: real cost, and the guarantee with its interval at each year. The figures are in the table below the chart.
years-axis = The axis of cost does not begin at zero
years-base = base { $period }
years-legend-band = interval of the guarantee
years-table = { $pilot }: guarantee and real cost by year
trial-heading = Beside zones where nothing happened
trial-title = { $pilot } among pseudo-pilots of its size, { $period }
trial-description = Bars count pseudo-pilots by the savings found in them, a line marks the pilot. The figures are in the table below the chart.
trial-axis = Savings rate found
trial-axis-additive = Gain found, euro per person-year
trial-count = Pseudo-pilots
trial-legend-own = { $pilot }: { $found }
trial-legend-pseudo = pseudo-pilots, where nothing happened
trial-sentence = { $tried } pseudo-pilots of about this size, zones where nothing happened, were judged in the same way. { $told ->
    [yes] Of these, { $far } ({ $share }) came out at least as far from their mean as { $pilot }.
   *[no] They are too few to say how rare a difference as large is.
  }
trial-table = { $pilot }: pseudo-pilots by what was found in them

## Decomposition
decomposition-title = From base cost to real cost
decomposition-lead = What moved the cost of each target group from the base period to { $period }. The four parts below lead from one to the other and add up to the cent; over several years each is the sum of the years, and base cost counts once for each of them. The guarantee is by the { $reading } reading.
component-size = Size (person-years)
component-case-mix = Case mix
component-national = National evolution
component-level = Base difference not kept
component-own = The pilot’s own difference
explain-size = More or fewer person-years of the same kind of persons at the same prices.
explain-case-mix = Other persons: older or younger, more or less ill, at the prices of the base period. It is split further by the model’s risk adjusters.
explain-national = Other prices and other care for the same persons: what became dearer or cheaper in the reference group, in the same proportion.
explain-level-lost = The part of the difference in the base period between the zone and the rest of the country that the reading does not carry into the guarantee.
explain-own = What is left: real cost less guarantee. Below zero it is the pilot’s gain, above zero its loss.
decomposition-base = Base cost
decomposition-component = Part
decomposition-adjuster = Risk adjuster
decomposition-sentence = Over { $period } the target group of { $pilot } cost { $real }, { $change } ({ $rate }) { $side ->
    [less] less
   *[more] more
  } than if every year had cost what the base period did. Of this, { $size } goes with the size of the group, { $mix } with its case mix, { $national } with the national evolution of expenditure{ $kept ->
    [part] { "" }, { $level } with the base difference that the reading does not keep
   *[all] { "" }
  }; what is left, { $own }, is the pilot’s own difference: { $verdict ->
    [gain] a gain that chance alone does not explain.
    [loss] a loss that chance alone does not explain.
   *[chance] this cannot be told from chance.
  }
decomposition-chart-title = From base cost to real cost: { $pilot }, { $period }
decomposition-chart-description = A waterfall against a line at the base cost, each step beginning where the one above ends. { $steps }. The figures are in the tables below the chart.
decomposition-axis = Change from base cost, thousand euro
decomposition-legend-sum = sum, as its distance from base cost
decomposition-legend-step = step
decomposition-legend-own = own difference, with its interval: { $verdict }
decomposition-data = All figures: by year, by sector, and the case mix by risk adjuster
decomposition-by-year = { $pilot }: from base cost to real cost, by year, in euro
decomposition-by-sector = { $pilot }: from base cost to real cost, by sector, { $period }, in euro
decomposition-by-adjuster = { $pilot }: the case mix by risk adjuster, in euro
decomposition-overview = The pilots side by side
decomposition-table = From base cost to real cost by pilot, { $period }; below each amount its share of base cost
decomposition-note = In sentences, charts and the table over the pilots amounts are rounded to what the interval of the own difference supports and need not add up; the tables below each chart are to the euro, the files decomposition.csv and case_mix.csv to the cent. Costs are those after the outlier rule. The case mix is shown by adjuster only where each adjuster concerns enough persons.

## Readings
readings-title = Readings of the guarantee
readings-lead = The decree’s description can be read in more than one way. The readings differ in which lasting differences between the zone and the rest of the country they attribute to the pilot; the study judges by the { $reading } reading.
readings-chart-title = Savings rate by pilot and reading, { $period }
readings-chart-description = Up to four marks for each pilot, one for each reading, each with its interval, against a line at zero. The figures are in the table below the chart.
readings-table = Savings rate by pilot and reading, { $period }
main-reading = the study’s reading

## Placebos
placebos-title = Tried where nothing happened
placebos-lead = The whole method was also applied to { $count } pseudo-pilots: zones without a pilot and about as large, of which { $independent } fit side by side. Nothing happened there, so whatever is found is error. What spreads them apart beyond chance among persons are shocks that hit a whole zone; these are part of every interval in this report.
placebos-none = No pseudo-pilots were tried, or too few zones without a pilot are as large as one. The intervals in this report then hold chance among persons and the error of the models only; they are too narrow by whatever hits a whole zone.
placebos-reading = Reading
placebos-table = Pseudo-pilots, { $period }
placebos-pilots = As large as
placebos-count = Number (side by side)
placebos-mean = Mean gain found
placebos-sd = Standard deviation
placebos-shock = Shocks of zones
placebos-false-without = False verdicts, persons alone
placebos-false = False verdicts
placebos-note = A good method finds a mean gain near zero and about 5% of false verdicts at a confidence level of 95%. Shocks of zones are given as their standard deviation; the additive reading is in euro per person-year. False verdicts with persons alone show what a test would be worth that does not count these shocks.
placebos-before-title = Tried before it began
placebos-before = Judged on { $year } by { $base }, before the pilots had begun, { $found ->
    [0] none of { $tried } pilots would have been declared a gain or a loss, as it should be
    [one] one of { $tried } pilots would have been declared a gain or a loss, although nothing had happened
   *[other] { $found } of { $tried } pilots would have been declared a gain or a loss, although nothing had happened
  }; the savings rates found run from { $low } to { $high }.

## Parts of the error
parts-title = What more persons would cure
parts-lead = The error of each gain has several sources. Chance among the persons of the target group falls as their number grows; the error of the models falls with the reference group; shocks that hit a whole zone, such as a hospital that opens, do not fall with the number of persons at all, only with more years or more zones.
parts-table = Sources of the variance of the savings rate
parts-own = Persons of the pilot
parts-reference = Models
parts-zones = Shocks of zones
parts-shrunk = Rate drawn to the mean
parts-weight = Own weight
parts-sentence = { $pilot }: the savings rate is known to within a standard error of { $se }; with twice as many persons it would be { $doubled }, and { $shocks ->
    [known] no number of persons brings it below { $endless }.
   *[unknown] with any number of persons not below { $endless }, shocks of the zone not counted.
  }
parts-note = “Rate drawn to the mean” is the best guess when all pilots are looked at together: a figure that is little more than chance is drawn towards the mean of all pilots, a precise one stays where it is; “own weight” says how much of the pilot’s own figure is kept.

## Sectors
sectors-title = By sector
sectors-lead = Where in health care each pilot’s gain or loss arises, { $period }, by the { $reading } reading. The sectors of a pilot add up to its total. Among so many sectors the intervals of some will leave zero out by chance alone.
sectors-chart-title = Gain by sector: { $pilot }
sectors-chart-description = One row for each sector: gain in thousand euro with its interval, against a line at zero. The figures are in the table below the chart.
sectors-axis = Gain, thousand euro
sectors-legend-gain = gain whose interval leaves zero out
sectors-legend-loss = loss whose interval leaves zero out
sectors-legend-unclear = its interval holds zero
sectors-table = { $pilot }: guarantee, real cost and gain by sector, { $period }
sectors-overview = Gain by pilot and sector, { $period }; the intervals are in the section of each pilot
sector = Sector

## Models
models-title = The expenditure models
models-lead = One model a year, fitted on the reference group, gives the cost to expect from a person’s characteristics. R² is the share of the differences between persons that it explains; calibration is the real cost of the reference group divided by its expected cost and should be 1; a condition above 10¹⁰ means that coefficients lose digits.
fits-table = Fit of the models of total expenditure
fits-by-sector = Fit by sector
fits-by-sector-table = Fit of the models by sector
year = Year
person-years = Person-years
r2 = R²
sigma = Residual deviation (€)
calibration = Calibration
condition = Condition
coefficients = Coefficients of the model of total expenditure, { $year }
left-out-all = without the zones of all pilots
left-out-none = with the zones of the pilots
left-out-pilot = without the zone of { $pilot }
term = Term
estimate = Euro per year
se = Standard error
aliased = left out: determined by other terms
coefficients-persons = Persons with the term

## Diagnostics
diagnostics-title = For whom the model expects too much or too little
diagnostics-chronic-under = For the { $persons } persons with { $count } conditions in the reference group, the model expects { $expected } € a year where they cost { $real } €: { $residual } € too little (predictive ratio { $ratio }).
diagnostics-chronic-over = For the { $persons } persons with { $count } conditions in the reference group, the model expects { $expected } € a year where they cost { $real } €: { $residual } € too much (predictive ratio { $ratio }).
diagnostics-lead = In the reference group, expected cost is set against real cost. Where the predictive ratio, expected divided by real cost, is below 1, a pilot with many such patients is expected too little and looks dearer than it is; in the evolution reading only a change in their share matters. Ratios off by more than 5% are marked. Table calibration has every year and variant.
diagnostics-illness = Expected and real cost by illness, euro per person-year, { $year }
diagnostics-group = Persons with
diagnostics-conditions = conditions: { $count }
diagnostics-expected = Expected
diagnostics-real = Real
diagnostics-ratio = Predictive ratio
diagnostics-residual = Real less expected
diagnostics-age = By age
diagnostics-sex = By sex
diagnostics-province = By province
diagnostics-decile = By decile of expected cost
diagnostics-increased-reimbursement = By increased reimbursement
diagnostics-male = male
diagnostics-female = female
diagnostics-yes = yes
diagnostics-no = no

## Data
data-title = The data
data-lead = What was read, what was used, and what was noticed on the way.
totals-table = Lines read and their amounts, by year of service and sector
in-scope = In scope
not-in-scope = Not used
lines = { $count ->
    [one] { $number } line
   *[other] { $number } lines
  }
all-years = All years
findings-title = Findings
findings-table = Findings about the data, most serious first
finding = Finding
level-head = Level
level-error = error
level-warning = warning
level-information = information
count-head = Count
share-head = Share
amount-head = Amount
advice = What to do
no-findings = Nothing was found that needs attention.

## Names
sector-doctors = doctors
sector-dentists = dentists
sector-nurses = nurses
sector-hospitals = hospitals
sector-pharmaceuticals = pharmaceuticals
sector-other = other
sector-out-of-scope = { $sector } (out of scope)
sector-still-to-book = { $sector } (still to be booked)
sector-booked-later = booked later
sector-of-a-person-in-the-other-source = of a person in the other source
sector-no-sector = no sector
sector-not-in-the-population = not in the population
sector-fee-booked-twice = fee booked twice
sector-repeated = repeated to the letter
sector-year-not-in-the-study = year not in the study
adjuster-age-sex = age and sex
adjuster-conditions = morbidity (chronic conditions)
adjuster-increased-reimbursement = increased reimbursement (BIM)
adjuster-age = age
adjuster-sex = sex
adjuster-province = province
adjuster-region = region
adjuster-arrondissement = arrondissement
term-intercept = intercept
province-west-vlaanderen = West Flanders
province-oost-vlaanderen = East Flanders
province-antwerpen = Antwerp
province-limburg = Limburg
province-bruxelles-brussel = Brussels
province-vlaams-brabant = Flemish Brabant
province-liege = Liège
province-hainaut = Hainaut
province-brabant-wallon = Walloon Brabant
province-namur = Namur
province-luxembourg = Luxembourg
condition-chronic = any chronic condition
condition-addiction = addiction
condition-cancer = cancer
condition-cardiovascular = cardiovascular disease
condition-copd-asthma = COPD or asthma
condition-cystic-fibrosis = cystic fibrosis
condition-dementia = dementia
condition-depression = depression
condition-diabetes = diabetes
condition-epilepsy = epilepsy
condition-glaucoma = glaucoma
condition-gout = gout
condition-hepatitis-b = hepatitis B
condition-hepatitis-c = hepatitis C
condition-hiv = HIV
condition-hypertension = hypertension
condition-inflammatory-bowel = inflammatory bowel disease
condition-kidney-failure = kidney failure
condition-multiple-sclerosis = multiple sclerosis
condition-osteoporosis = osteoporosis
condition-parkinson = Parkinson’s disease
condition-psoriasis = psoriasis
condition-psychosis = psychosis
condition-rheumatic-inflammation = inflammatory rheumatism
condition-thyroid = thyroid disease
condition-transplant = transplant
asked-age-sex = age ({ $bands } bands) × sex
asked-conditions = conditions: { $names }
asked-curve = { $column } (curved)

## Limits
limits-title = What the figures do not say
limit-interval = The interval holds chance among persons and the error of the model of the reference group. It does not yet hold shocks that hit a whole zone, such as a hospital that opens or a local tariff.
limit-interval-shocks = The interval holds chance among persons, the error of the model of the reference group and, as far as pseudo-pilots show them, shocks that hit a whole zone.
limit-late = { $late ->
    [yes] What is still to be booked is estimated from earlier years; the error of that is in the interval.
   *[no] What is still to be booked is neither in the figures nor in the interval: in the last years costs may be too low.
  }
limit-adjusters = Whatever the risk adjusters do not see stays in the gain: if a pilot’s patients became sicker in a way that the data do not show, that reads as a loss.
limit-cause = A gain is no proof that the pilot caused it, and a difference that cannot be told from chance is no proof that there was no effect.
limit-readings = The readings differ in which lasting differences they attribute to the pilot; a conclusion that holds in one reading alone is a conclusion about that reading.
limit-cells = Figures that rest on too few persons are hidden as small cells, and so is any figure from which they could be derived.
reproduce-title = How to cite and reproduce
reproduce = The file manifest.json beside this report holds the digests of the study and of the data, the seed, the settings and the version of the engine ({ $version }). The same study on the same data gives the same tables to the byte.
reproduce-citation = { $title }: report on { $period }. Computed with garantie { $version }; seed { $seed }; study with SHA-256 { $digest }.
reproduce-command = Command
reproduce-digest = Study (SHA-256)
reproduce-seed = Seed
annex-title = Annex: the figures behind the charts and the models

## Method
method-title = The method in short
method-who = Who is counted
method-who-text = The residents of a pilot’s zone who meet its target rule; the reference group meets the same rule at the same date. Whoever is insured for a part of the year counts for that part, and nobody is left out for dying.
method-what = What is counted
method-what-text = What was reimbursed in the sectors in scope, by year of service. Outlier rule: { $outliers }, the same for pilots and reference group, base years and years judged. Benefits that are still to be booked { $late ->
    [yes] are added, as earlier years have shown them to come in.
   *[no] are not added.
  }
method-expected = What is expected
method-expected-text = Model { $model }: for every year the reference group’s cost is explained by the risk adjusters, and the model then gives the cost to expect of each pilot’s own persons.
method-guarantee = The guarantee
method-trust = How far it can be trusted
method-trust-text = Intervals at the { $level } level hold chance among persons and the error of the models{ $shocks ->
    [yes] { " " }and the shocks that up to { $count } pseudo-pilots show for zones of a pilot’s size
   *[no] { "" }, but no shocks of zones, as no pseudo-pilots were tried
  }. Verdicts are corrected for { $pilots } pilots judged at once (Holm).
method-hidden = What is hidden

## Settlement
settle-kicker = Settlement of gains
settle-lead = What each settlement rule would pay on the gains of this run, and how each amount comes about.
settle-sentence = By the rule { $rule }, { $paid } of { $pilots } pilots would be paid, { $amount } in all.
settle-sentence-luck = No true gain stands behind { $luck } of it.
settle-not-in-force = The rule { $rule } is not in force in { $years } and pays nothing for it.
settle-before-start = Pilot { $pilot } began in { $start }: nothing is paid for { $years }, nor by a rule that settles it together with later years.
settle-flag-without-zone-shocks = There were too few zones for pseudo-pilots of { $pilots }: the interval leaves out shocks of zones and is too narrow, and so is the gate of a rule that goes by it.
settle-flag-size-not-kept = Among pseudo-pilots of { $pilots } this method calls more a gain or a loss than its level allows: nothing should be paid on it.
settle-flag = The run has flagged the gains of { $pilots }: { $flag }. Read what is paid on them with care.
settle-finding = The run has a finding at error level, and nothing should be paid before it is settled: { $finding }.
settle-payments-title = What the rules would pay
settle-payments-lead = All performance years together. Below zero, the pilot would repay.
settle-payments-truth = All performance years together, beside the gain that each pilot of this simulation truly had. Below zero, the pilot would repay, or has truly cost more.
settle-payments-table = Payments by pilot and rule
settle-payments-note = Amounts in whole euros; the file settlement.csv holds the cents.
settle-chart-title = Payments by pilot and rule
settle-chart-description = One line for each pilot and rule, from zero to the amount. The figures are in the table below.
settle-axis = Thousand euro
settle-truth = True gain
settle-paid = Paid in all
settle-luck = Paid for luck
settle-luck-title = Money paid for luck
settle-luck-share = Share for luck
settle-luck-lead = A payment is for luck as far as it exceeds the true gain of the pilot, all of it where the pilot truly saved nothing. Only a simulation knows the truth.
settle-luck-chart = Paid in all and paid for luck
settle-luck-table = Money paid for luck, by rule
settle-rule = Rule
settle-rules-title = The rules
settle-what = What it does
settle-source = Source
settle-assumed = { $rule }: assumed, { $note }.
settle-steps-title = From gain to amount
settle-steps-lead = Every step in its order, with the amount that it leaves. Amounts are rounded half away from zero.
settle-steps-table = { $rule }: step by step
step-basis = Starts from
step-losses = Losses
step-gate = Gate
step-share = Share
step-cap = Cap
step-cumulation = Due so far
settled-gain = gain
settled-lower-bound = lower bound
settled-lump-sum = lump sum
settled-not-in-force = not in force
settled-before-start = before the start of the pilot
settled-no-loss = no loss
settled-forgiven = loss forgiven
settled-carried = loss carried on
settled-set-off = losses set off
settled-repaid = loss to be repaid
settled-no-gate = no gate
settled-passed = passed
settled-not-passed = not passed
settled-gate = { $outcome }: { $rate }, needed { $required }
settled-no-cap = no cap
settled-within = within limits
settled-capped = capped
settled-too-small = too small to be paid
settled-added = added up

## Use of gains
use-kicker = Use of efficiency gains: { $project }
use-lead = The yearly financial report, held against annex 7 of the conventions.
use-breached = { $count ->
    [one] A rule is breached once.
   *[other] Rules are breached { $number } times.
  }
use-summary = Gains of { $gains } are available, and the posts add up to { $spent }, the integration budget included.
use-kept = Every rule is kept.
use-breaches = Breaches of the rules
use-source-note = Source of the rules: { $source }.
use-assumed-note = assumed: { $note }
use-recover = { $amount } is to be recovered at the end of the project.
use-rule = Rule
use-says = What the rule asks
use-limit = Limit
use-actual = Actual
use-assumed = Assumed
use-source = Source
use-line = Line in the plan
use-at-line = line { $line }
use-whole-year = the year as a whole
use-nothing = none
use-years = { $count ->
    [one] { $number } year
   *[other] { $number } years
  }
use-sheet-cover = About
use-sheet-breaches = Breaches
use-sheet-integration_budget = Integration budget
use-sheet-gains_by_level = Gains by level
use-sheet-means_invested = Means invested
use-sheet-reserves = Reserves
use-sheet-investments = Investments
use-sheet-deviations = Deviations
use-cover-report = Report
use-cover-project = Project
use-cover-years = Years of use
use-cover-content = Content
use-cover-result = Result
use-cover-rules = Source of the rules
use-cover-amounts = Amounts
use-cover-amounts-note = In euro and cents. Gains of a year are those paid the year before and to be used in it. Rows in bold sum up. The sheets that follow:
use-amount_over = Over or short by (€)
use-integration_budget = Use of the integration budget
use-gains_by_level = Gains at project and at population level
use-means_invested = Means invested, refunds, indemnities
use-reserves = Reserves
use-investments = Investments from reserves
use-deviations = Deviations from the plan
use-year = Year
use-post = Post
use-title = Title
use-purpose = Purpose
use-beneficiary = Beneficiary
use-amount = Amount (€)
use-level = Level
use-share_of_gains = Share of gains
use-agreement = Agreement
use-agreed = Agreed on
use-until = Until
use-invested = Invested (€)
use-refunded = Refunded (€)
use-left = Left
use-indemnity = Indemnity (€)
use-opening = At the start (€)
use-set_aside = Put in (€)
use-largest_set_aside = At most (€)
use-used = Used
use-closing = At the end (€)
use-ceiling = Ceiling (€)
use-to_recover = To be recovered (€)
use-charge = Charge (€)
use-planned = Planned (€)
use-deviation = Deviation (€)
use-received = Received
use-reserved = Put in reserve
use-level-project = project
use-level-population = population
use-purpose-coordination = general coordination
use-purpose-support = other support
use-purpose-action = action
use-purpose-investment = investment
use-purpose-refund = refund
use-purpose-indemnity = indemnity
use-purpose-notice-pay = notice pay
use-purpose-belrai-registration = BelRAI registration

## Findings by rule
finding-base-after-start = pilot `{ $pilot }`: base years after its start ({ $years }): part of its effect is in its own base
advice-base-after-start = take base years before the start of the pilot, or read the level reading
finding-booked-later = lines booked later than the study counts were left out
advice-booked-later = nothing, if [completion] means it
finding-changing-weight = persons have another weight in another year
advice-changing-weight = give each person the weight of the stratum in which it was drawn, not of its current age
finding-code-without-sector = lines whose nomenclature code has no sector were left out; codes: { $codes }, those with the most lines: { $named }
advice-code-without-sector = add the codes to the sector table ([data] sectors)
finding-cross-border = pilot `{ $pilot }`: municipalities of its zone lie where many work across the border and are insured there
advice-cross-border = read its figures with care: who works across the border is insured there, so the data hold another population than the register
finding-duplicate-person-year = rows repeat a person and year in every column; each counts once
advice-duplicate-person-year = check that no extract of the table came twice
finding-exhaustive-with-weights = person-years have a weight other than 1, yet the data are said to be exhaustive: each person then stands for itself alone
advice-exhaustive-with-weights = say source = "sample" in [data] if these persons were drawn, or leave the column `weight` out: the limit of a small cell follows the source
finding-exposure-over-one = person-years have an exposure of more than the whole year; they count as the whole year
advice-exposure-over-one = give the exposure as a fraction of the year, from 0 to 1; 366 days over 365 are harmless, a number of days is not
finding-fee-booked-twice = pharmacists' fees booked under nomenclature codes were left out, because the drugs table holds them
advice-fee-booked-twice = nothing to do
finding-few-persons = pilot `{ $pilot }`: fewer than { $few } target persons in { $years }
advice-few-persons = do not use its interval and verdict: widen the zone or the target rule, or take exhaustive data
finding-screened-adjusters = variant `{ $variant }`: of { $of } columns the elastic net keeps these: { $columns }
advice-screened-adjusters = nothing: the coefficients of the columns kept are fitted without a penalty
finding-target-too-small = pilot `{ $pilot }`: in some year too few persons, or none, of its zone meet its target rule: it is not judged
advice-target-too-small = check its zone and its target rule for a mistake; if they are right, widen them or take exhaustive data
finding-unconverged-fit = variant `{ $variant }`: fits of the expenditure model did not converge
advice-unconverged-fit = do not use these figures: leave out adjusters that few persons have, or take another family
finding-few-placebos = variant `{ $variant }`: too few zones without a pilot are of the size of { $pilots }: shocks that hit a whole zone are not in their intervals
advice-few-placebos = read these intervals as too narrow
finding-fewer-placebos = variant `{ $variant }`: what zones without a pilot show for { $pilots } rests on { $had } pseudo-pilots instead of { $wanted }, of which { $side-by-side } fit side by side
advice-fewer-placebos = nothing: their number is in the width of the intervals
finding-judged-before-start = pilot `{ $pilot }`: performance years before its start ({ $years }): nothing should be found
advice-judged-before-start = nothing, if a placebo year is meant
finding-late-booking = lines were booked more than { $months } months after the service; they are counted
advice-late-booking = check the accounting months; if benefits are booked as late as that, the last years of the study are not complete
finding-most-above-cut-off = variant `{ $variant }`: most person-years that meet `{ $target }` are above the cut-off of its outlier rule, { $outliers }
advice-most-above-cut-off = raise the cut-off in [outliers]: what is above it counts for nobody, and an effect on it is not seen
finding-municipality-merged = person-years under the code of a municipality that merged or changed code count for the municipality of today; codes: { $codes }
advice-municipality-merged = nothing to do; [data] mergers replaces the table of mergers
finding-municipality-unknown = person-years have a code that is no municipality of the geography, now or before; codes: { $codes }
advice-municipality-unknown = correct the codes, or give the places of the study with [data] geography and mergers
finding-negative-person-year = person-years have a negative cost: corrections without the line they correct
advice-negative-person-year = check that corrections and the lines they correct fall in the years of the extract
finding-no-credible-reading = variant `{ $variant }`: too few pseudo-pilots to learn how much of a base difference lasts; judged by the evolution reading
advice-no-credible-reading = take the evolution reading, or pilots of a size that more zones without a pilot have
finding-no-exposure = person-years without a day insured and alive were left out
advice-no-exposure = check the insured dates and the month of death if they are many
finding-one-cluster = pilot `{ $pilot }`: its zone lies within one cluster: its own part of the variance is that of its persons
advice-one-cluster = set [credibility] cluster to a smaller unit, or rely on the shocks that pseudo-pilots show
finding-one-person = pilot `{ $pilot }`: one person has more than { $percent } % of the target group's cost in { $years }
advice-one-person = take an outlier rule, a lower cut-off or a wider zone: what happened to one person moves the gain more than what the pilot did
finding-own-age = table `{ $table }` has a column `age`, which stands in place of year less birth year
advice-own-age = leave the column out, or give it another name, if the age of the year is meant
finding-repeated-line = lines repeat another one in every column; { $choice ->
    [drop] they were left out
   *[keep] they are counted
  }
advice-repeated-line = two benefits can be alike; if the extract was made twice, take it once or say [quality] repeated_lines = "drop"
finding-rule-looks-into-its-year = the rule `{ $target }` looks at { $conditions } of the very year that it is judged for, which a pilot can influence
advice-rule-looks-into-its-year = compare with known = "previous-year" or cohort = "closed" in [population]
finding-sample-without-weights = the data are a sample, but every person has weight 1: those drawn more often count more
advice-sample-without-weights = give a column `weight`, or a column `stratum` and the weights of [population] strata
finding-undecided-target = whether person-years meet `{ $target }` cannot be told, because a value is missing; they count as not meeting it
advice-undecided-target = complete the column, or say in the rule what a missing value means
finding-unknown-booking = lines do not say when they were booked; they are counted as booked in time
advice-unknown-booking = fill in the accounting months, above all of the last years: late bookings are learnt from the lines that have one
finding-unknown-person = lines of persons who are not in the population of the year of service were left out
advice-unknown-person = check that population and claims come from one extract and that the population holds the born and deceased of the year
finding-unsupported-profile = pilot `{ $pilot }`: the reference group cannot tell the cost of person-years with a characteristic that it does not have
advice-unsupported-profile = merge age bands or categories of the model, or widen the reference group
finding-year-not-in-study = lines of years that the study does not need were left out
advice-year-not-in-study = nothing, if the extract holds more years than the study; otherwise check the dates of service
finding-zone-without-residents = pilot `{ $pilot }`: nobody in the data lives in these municipalities: { $places }
advice-zone-without-residents = if its code changed, add that to the table of mergers ([data] mergers); if it is very small, nothing

## Planning
plan-stated-title = Stated moments
plan-stated = stated moments
plan-kicker = Planning an evaluation
plan-lead = The smallest savings rate that the test of one pilot would find with a probability of { $power }, at the { $level } confidence level, by the number of persons and of years judged together.
plan-effect = To be found: a savings rate of { $effect }.
plan-chart = Smallest detectable savings rate: { $variant }, { $reading }
plan-chart-description = One curve for each number of years: the smallest detectable savings rate falls with the number of persons. The figures are in the table below the chart.
plan-years = { $count ->
    [one] { $number } year
   *[other] { $number } years
  }
plan-across = Persons of the target group
plan-judged = Years judged
plan-se = Standard error
plan-zones = Of it: shocks of zones
plan-euro = The same in euro
plan-persons-needed = Persons needed
plan-years-needed = Years needed
plan-never = none suffices
plan-note = A smaller gain may well be there, but such an evaluation would more often than not fail to tell it from chance. Where several pilots are judged, Holm’s correction asks for more than is shown here. Shocks that hit a whole zone do not fall with the number of persons, only with years or zones.

## Calibration
calibration-kicker = What a way of judging is worth
calibration-lead = Known effects were put into pseudo-pilots: zones of a pilot’s size where nothing happened. What each variant makes of them shows what it would make of a pilot, at the { $level } confidence level, over all performance years together.
calibration-broken = A variant marked ⚠ finds gains or losses where there are none more often than its level allows: do not judge by it.
calibration-none = Too few zones without a pilot are of a pilot’s size to try any variant on.
calibration-chart = Effects found: { $variant }
calibration-chart-description = Share of pseudo-pilots in which an effect is found, by the size of the effect, beside the share that the standard error promises. The figures are in the table below.
calibration-size = False gains and losses, beside the { $nominal } that are allowed
calibration-false = Share of false gains and losses
calibration-variant = Variant
calibration-effect = Effect on cost
calibration-bias = Bias
calibration-rmse = Root mean squared error
calibration-coverage = Intervals that hold the truth
calibration-found = Found
calibration-promised = Promised
calibration-wrong = Wrong sign
calibration-note = Without an effect, “found” is the share of false gains and losses. Under a cap, an effect on what lies above the cut-off is pooled and not credited: the bias shows how much. The line of each variant in the picture of false gains is what chance allows with as many zones as fit side by side.

## Precision
precision-title = What precision can be bought
precision-lead = Where nothing happened, every savings rate that is found is error. How large it typically is (root mean square over the pseudo-pilots and years) shows what each choice of method does to the error, on this study’s own data.
precision-method = On { $count } pseudo-pilots as large as { $pilots }, the yearly savings rate is off by { $first } when the decree’s description is followed plainly: { $reading } reading, last base year alone, no outlier rule. { $better ->
    [some] Choice of method alone brings that to { $best }: { $other } reading, base years: { $years }, outlier rule: { $rule }.
   *[none] No other choice of method that was tried does better.
  }
precision-persons = The rest is bought with persons only, not with method: judged as this study does, the error is { $own }; twice as many persons, in pilot and reference group alike, would make it about { $doubled }{ $shocks ->
    [some] , and no number of persons would bring it below { $endless }, because shocks hit whole zones.
   *[none] , and still more persons would bring it down further, as no shocks of zones show among these pseudo-pilots.
  }
precision-table = Error of the yearly savings rate where nothing happened, pseudo-pilots as large as { $pilots }
precision-aside = typical error { $first }, at best { $best }
precision-error = Typical error
precision-change = Against the first line
precision-note = The level and credible readings count less, or nothing, of the zone’s own past, and so count a lasting difference of a zone as the pilot’s: a smaller error over many zones is no promise for one of them. An outlier rule also takes away what a pilot does for its costliest patients.
asked-base-count = Base years

## Outliers
outliers-title = What the costliest cases do to the gain
outliers-lead = The gain of each pilot over { $period }, by the { $reading } reading, at several cut-offs of the outlier rule. A gain that comes and goes with the cut-off hangs on a few very expensive cases; one that stays does not.
outliers-chart-title = Gain over the cut-off: { $pilot }
outliers-chart-description = One row for each cut-off: gain in thousand euro with its interval, against a line at zero; the filled mark is the study’s own cut-off. The figures are in the table below the chart.
outliers-table = { $pilot }: gain by cut-off of the outlier rule, { $period }
outliers-overview = Savings rate and gain by pilot and cut-off, { $period }
outliers-cut = Cut-off
outliers-rule = Outlier rule
outliers-own = as this study does
outliers-other = at another cut-off
outliers-cap = capped: { $cut }
outliers-drop = left out: { $cut }
outliers-note = The costliest are taken by annualised cost among the persons of the country who meet the target rule, year by year. The intervals take the cut-off and the shocks of zones as given.
cut-off-none = no cut-off
cut-off-share = costliest { $share }
cut-off-euro = above { $amount }

## Size
size-not-kept = size not kept
size-warning = Among pseudo-pilots this reading finds gains or losses where there are none more often than its level allows: do not judge by it.
size-rule = “Size not kept” means: with α the share of false verdicts that the level allows and J the number of pseudo-pilots side by side, more than α + 1.645 √(α(1 − α)/J) of them are called a gain or a loss, each judged by the zones that share no municipality with it.

# The page of a comparison.
compare-kicker = Variants side by side
compare-lead = { $count } variants of the method, which differ in { $choices }, judge every pilot over { $years } together. What does not depend on such choices can be relied on; what does is a choice. Intervals are at the { $level } confidence level.
compare-broken = Variants that find gains or losses more often than their level allows where there are none: { $count }. They are marked ◆ and stand outside the agreed figures.
compare-order = Do the pilots keep their order from variant to variant? Kendall’s concordance is { $concordance } (1: always the same order; 0: none in common), the mean rank correlation { $correlation }.
compare-note = Savings rates. “Agreed” is the median over the variants that keep their size: those that call a gain or a loss in no more pseudo-pilots, where nothing happened, than their level allows. Tables specification_curve, compare_summary, choice_effects and rank_stability have every year.
compare-failed = Variants without an answer:
compare-pilot = Pilot
compare-median = Median
compare-range = Lowest … highest
compare-same = Same sign
compare-gains = Find a gain
compare-losses = Find a loss
compare-size = Keep their size
compare-agreed = Agreed
compare-all = { $count } variants put the savings rate between { $low } and { $high }, with { $median } in the middle. { $same } of them agree with the middle on the sign; { $gains } find a gain and { $losses } a loss.
compare-hidden = Not shown: { $count } more, which beside these would tell what few persons cost.
compare-kept = The variants that keep their size ({ $count }) put it between { $low } and { $high }, with { $median } in the middle.
compare-most = What moves the answer most is the choice of { $choice }: it explains { $share } of the differences between variants.
compare-small = The target group is too small for its figures to be shown, or no variant has an answer.
compare-caption = Savings rate of { $pilot } in every variant, in order, and below it what each variant chose
compare-description = From left to right the variants with their savings rate and interval, from the lowest to the highest; below each a dot in the row of every level that it takes. Table specification_curve has the figures.
compare-thinned = Of so many variants { $count } at equal distances are drawn.
compare-found = a gain or a loss
compare-not-found = not to be told from chance
compare-wolf = does not keep its size
compare-choice = Choice
compare-share = Of the differences
compare-level = Level
compare-effect = Moves the savings rate by
compare-model = model
compare-family = family
compare-reading = reading
compare-outliers = outlier rule
compare-base = base period
compare-reference = reference group
compare-cohort = cohort
compare-completion = late bookings
compare-reference-pilots = without any pilot
compare-reference-pilot = without the pilot judged
compare-reference-none = the whole country
compare-cohort-open = open
compare-cohort-closed = closed
