//! What would the patients of an integrated-care pilot have cost without the pilot?
//!
//! From anonymised Belgian health-insurance claims, this engine computes the *garantie budgétaire* of each pilot: the
//! expenditure that its target group would have had without it. Guarantee less real cost is the efficiency gain. A gain is
//! worth as much as its uncertainty is known, so every gain comes with an interval: from what each person, of the pilot or of
//! the reference group, moves in it, and from what the same method finds in zones where nothing happened.
//!
//! These pages are a book to learn the method from. Each asks one question and answers it with its formula, an example that runs
//! and can be checked by hand, and where it comes from; most examples follow one small pilot from its guarantee to its verdict.
//!
//! # Contents
//!
//! What is counted
//!
//! 1. [Exact amounts](crate::money): integer cents, one rounding law
//! 2. [Who is counted](crate::panel): target group, reference group, exposure
//! 3. [Late bookings](crate::panel::completion): the chain ladder
//!
//! What is expected
//!
//! 4. [From persons to numbers](crate::design): blocks of moments, outliers and their pool
//! 5. [Risk adjustment](crate::fit): least squares, log-link and two-part models
//! 6. [Errors of coefficients](crate::fit::vcov): sandwiches with few clusters or many
//!
//! The guarantee and the gain
//!
//! 7. [The guarantee](crate::counterfactual): four readings of one description
//! 8. [What moved the cost](crate::counterfactual::decomposition): size, case mix, national evolution, the pilot's own
//!
//! What it is worth
//!
//! 9. [What a gain is worth](crate::credibility): the parts of its variance, its interval
//! 10. [Influence](crate::credibility::influence): what each person moves
//! 11. [Pseudo-pilots](crate::credibility::shocks): what is found where nothing happened
//! 12. [The credible reading](crate::credibility::credible): how much of a base difference lasts
//! 13. [The bootstrap](crate::credibility::bootstrap): a check on the algebra
//! 14. [Verdicts](crate::credibility::verdict): many pilots, several years
//! 15. [Operating characteristics](crate::credibility::characteristics): known effects, found or missed
//! 16. [Planning](crate::credibility::plan): how small a gain can be found
//!
//! What is made of it
//!
//! 17. [Variants side by side](crate::compare): which choice decides
//! 18. [From gain to money](crate::settle): settlement rules, and what they pay for luck
//! 19. [The use of gains](crate::settle::annex7): annex 7 of the conventions
//! 20. [Small cells](crate::report::disclosure): what may be shown
//! 21. [Worlds whose truth is known](crate::simulate): where the method is tried
//!
//! # Notation
//!
//! Person i, year t, pilot p with its target group G. Cost y in cents, exposure e (the fraction of the year insured and
//! alive), prior weight w, adjusters x. Expected cost of a person is e·f_t(x), with f_t fitted on the reference group R: residents
//! elsewhere who meet the same target rule in the same year. Sums over a group, always weighted:
//!
//! | | | page |
//! | --- | --- | --- |
//! | F = Σ_G w e f(x) | expected cost | [`fit`] |
//! | Y = Σ_G w y; C in the base period | real cost, after the outlier rule | [`design`] |
//! | E = Σ_G w e | person-years | [`panel`] |
//! | θ = Y/F | real / expected cost | [`counterfactual`] |
//! | BG, and BG − Y | guarantee, gain | [`counterfactual`] |
//! | D = log(Y/BG) | departure; 1 − exp D is the savings rate | [`credibility`] |
//! | ψ, v = Σψ² · n/(n − 1) | influence of a person, variance from persons | [`credibility::influence`] |
//! | τ² | variance of shocks that hit a zone | [`credibility::shocks`] |
//! | λ | share of a base difference that lasts | [`credibility::credible`] |
//!
//! # The house
//!
//! | room | | |
//! | --- | --- | --- |
//! | [`spec`] | what was asked | study and model files, checked; errors that point into the text |
//! | [`quality`] | counts → findings | one rule a file: level, count, share, euro at stake, what to do |
//! | [`ingest`] | files → checked tables | contracts, readers in batches |
//! | [`panel`] | claims → person-years | exact cents by person, year and sector; control totals |
//! | [`design`] | person-years → numbers | profiles, one block of moments per municipality and year, risk cells |
//! | [`fit`] | numbers → models | least squares, generalised linear and two-part models on the reference group |
//! | [`counterfactual`] | models → guarantee | expected cost, the pool, the readings, the gain |
//! | [`credibility`] | gain → what it is worth | influence of every person, pseudo-pilots, intervals, verdicts |
//! | [`compare`] | gains side by side | the specification curve, what each choice moves, whether pilots keep their order |
//! | [`settle`] | gain → money | settlement rules step by step, the rules on the use of gains |
//! | [`report`] | results → files | disclosure control, tables, the report in three languages |
//!
//! [`run`] is that pipeline as straight-line code, [`cli`] the commands. No room knows those below it, and a test holds that order. To read the code, take
//! [`run::run`] from top to bottom, then [`design::Moments`], [`fit::FittedModel`], [`counterfactual::Comparison`] and [`credibility::variances`].
//!
//! * *Data are read once.* After [`design`] everything is algebra on blocks: leaving a pilot's zone out of the reference
//!   group, a reading, a sector are sums and products of the same small matrices; what the persons of a reference group move in
//!   any pseudo-pilot is one too: [`credibility::ReferenceMeat`].
//! * *Money is integer cents until the design*, and what became of every line read is in the control totals of each run.
//! * *The same rows give the same bits*, whatever the threads, the order of rows and the files they come in.
//! * *Nothing about few persons leaves the engine.*
//!
//! ---
//!
//! [Exact amounts](crate::money) →

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
