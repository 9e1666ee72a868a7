//! What would the patients of an integrated-care pilot have cost without the pilot?
//!
//! From anonymised Belgian health-insurance claims, this engine computes the *garantie budgétaire* of each pilot: the
//! expenditure that its target group would have had without it. Guarantee less real cost is the efficiency gain. A gain is
//! worth as much as its uncertainty is known, so every gain comes with an interval: from what each person, of the pilot or of
//! the reference group, moves in it, and from what the same method finds in zones where nothing happened.
//!
//! ```text
//! spec           what was asked              study and model files, checked, errors that point into the text
//!   ↓
//! quality        counts → findings           one rule a file: level, count, share, euro at stake, what to do
//!   ↓
//! ingest         files → checked tables      contracts, readers in batches, findings
//!   ↓
//! panel          claims → person-years       exact cents by person, year and sector; control totals
//!   ↓
//! design         person-years → numbers      profiles, one block of moments per municipality and year, risk cells
//!   ↓
//! fit            numbers → models            least squares, generalised linear and two-part models on the reference group
//!   ↓
//! counterfactual models → guarantee          expected cost, the pool, the readings, the gain
//!   ↓
//! credibility    gain → what it is worth     influence of every person, pseudo-pilots, intervals, verdicts
//!   ↓
//! compare        gains side by side          the specification curve, what each choice moves, whether pilots keep their order
//!   ↓
//! settle         gain → money                settlement rules step by step, the rules on the use of gains
//!   ↓
//! report         results → files             disclosure control, tables, the report in three languages
//! ```
//!
//! [`run`] is that pipeline as straight-line code, [`cli`] the commands. [`simulate`] makes populations whose true effects are
//! known. No module knows those below it, and a test holds that order.
//!
//! # Notation
//!
//! Person i, year t, pilot p with its target group G. Cost y in cents, exposure e (the fraction of the year insured and
//! alive), prior weight w, adjusters x. Expected cost of a person is e·f_t(x), with f_t fitted, by default by least squares, to y/e on x with
//! weight w·e on the reference group R: residents elsewhere who meet the same target rule in the same year. With
//! F = Σ_G w e f(x), Y = Σ_G w y and E = Σ_G w e, the guarantee is, in
//!
//! * **A, level**: F_t;
//! * **B, evolution** (the default): C_0 · F_t/F_0, the pilot's own base cost C_0 carried by the risk-adjusted evolution;
//! * **C, additive evolution**: F_t + E_t (C_0 − F_0)/E_0;
//! * **D, credible**: F_t (C_0/F_0)^λ, with λ the share of a base difference that lasts in zones where nothing happened:
//!   [`credibility::Lasting`].
//!
//! y is the cost after the outlier rule: capped, with what is above the cap pooled over the reference group
//! ([`counterfactual::Pool`]), unless the study asks otherwise.
//!
//! For B the savings rate is 1 − exp D with D = log(Y_t/F_t) − log(C_0/F_0). The standard error of D is the root of Σψ² over
//! persons, ψ being the influence of a person on D: see [`credibility::variances`]. To it comes τ², the variance of shocks that
//! hit a whole zone, learnt from pseudo-pilots: see [`credibility::Shocks`].
//!
//! # What holds everywhere
//!
//! * *Data are read once.* After [`design`] everything is algebra on blocks: leaving a pilot's zone out of the reference
//!   group, a reading, a sector are sums and products of the same small matrices; what the persons of a reference group move in
//!   any pseudo-pilot is one too: [`credibility::ReferenceMeat`].
//! * *Money is integer cents until the design*, and what became of every line read is in the control totals of each run.
//! * *The same rows give the same bits*, whatever the threads, the order of rows and the files they come in.
//! * *Nothing about few persons leaves the engine*: [`report::disclosure`].
//!
//! # Where to start
//!
//! [`run::run`] from top to bottom, then [`design::Moments`], [`fit::FittedModel`], [`counterfactual::Comparison`] and
//! [`credibility::variances`].
//!
//! # References
//!
//! Royal decree of 31 July 2017 (numac 2017030883) on the financing of integrated-care pilots; Schokkaert and Van de Voorde
//! (2000, 2003) on risk adjustment in Belgium; Wong et al. (2021) on regression from compressed data; Paule and Mandel (1982);
//! Holm (1979).

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
pub mod compare;
pub mod counterfactual;
pub mod credibility;
pub mod design;
pub mod error;
pub mod fit;
pub mod ingest;
pub mod money;
pub mod panel;
pub mod progress;
pub mod quality;
pub mod report;
pub mod run;
pub mod settle;
pub mod simulate;
pub mod spec;
