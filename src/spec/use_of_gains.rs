//! A pilot's plan to use its gains, or its yearly report of use, as a file: years, posts, agreements on refunds.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use toml::value::Datetime;

use super::annex7::{Amounts, RuleTable};
use super::dated::{Date, day};
use super::parse::{nearest, parse, unread};
use super::use_of_gains_text::{AgreementSection, MeansSection, PlanText, PostSection, YearSection};
use super::{Language, StudyError};
use crate::money::Cents;

/// The years over which an investment can be said to depreciate; a rule allows fewer.
const DEPRECIATION_YEARS: RangeInclusive<u32> = 1..=50;

/// A checked plan, with the rules that it must obey.
#[derive(Clone, Debug)]
pub struct UsePlan {
    /// Title, as its report prints it.
    pub title: String,
    /// The pilot.
    pub project: String,
    /// Language of the report.
    pub language: Language,
    /// The last day of the project, if the plan reaches it.
    pub end: Option<Date>,
    /// What was recovered after it, once that is known.
    pub recovered: Option<Spanned<Cents>>,
    /// The years of use, in order, without gaps.
    pub years: Vec<UseYear>,
    /// Agreements on the refund of invested means.
    pub agreements: Vec<Agreement>,
    /// The posts, in the order of the file.
    pub posts: Vec<Post>,
    /// The rules.
    pub rules: RuleTable,
    /// Where the report goes.
    pub folder: PathBuf,
    path: PathBuf,
    text: Arc<str>,
}

/// A year of use.
#[derive(Clone, Debug, PartialEq)]
pub struct UseYear {
    /// The year.
    pub year: i32,
    /// Budget of integration management received.
    pub integration_budget: Cents,
    /// Gains paid the year before, to be used in this one.
    pub gains: Cents,
    /// The part of them put in reserve.
    pub reserve: Cents,
    /// The amounts in force.
    pub amounts: Amounts,
    /// Its place in the file.
    pub span: Range<usize>,
}

/// An agreement on the refund of invested means.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Identifier.
    pub id: String,
    /// The day on which it was made.
    pub agreed: Date,
    /// The day from which the means are invested.
    pub invested: Date,
    /// The last day of its term.
    pub until: Date,
    /// The smallest refund.
    pub minimum: Cents,
    /// Whether it makes up for a loss through a shift of means.
    pub shift_of_means: bool,
    /// Who invested how much.
    pub means: Vec<(String, Cents)>,
}

/// A post of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Identifier.
    pub id: String,
    /// What it pays.
    pub title: String,
    /// The year of use.
    pub year: i32,
    /// Whom it serves.
    pub level: UseLevel,
    /// What it is for.
    pub purpose: Purpose,
    /// What is spent, or is to be.
    pub amount: Cents,
    /// What was planned, in a report of use.
    pub planned: Option<Cents>,
    /// What it is paid from.
    pub funding: Funding,
    /// Who receives it.
    pub beneficiary: String,
    /// The agreement that a refund or indemnity rests on.
    pub agreement: Option<String>,
    /// The day of the consortium's written approval.
    pub approved: Option<Date>,
    /// The years over which an investment depreciates.
    pub depreciation_years: Option<u32>,
    /// Whose matter it is.
    pub matter: Matter,
    /// Its place in the file.
    pub span: Range<usize>,
}

/// Whom a post serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UseLevel {
    /// The project itself.
    Project,
    /// The population of its zone.
    Population,
}

/// What a post is paid from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Funding {
    /// The budget of integration management.
    IntegrationBudget,
    /// The year's gains.
    Gains,
    /// Reserves of earlier years.
    Reserve,
}

/// What a post is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// General coordination.
    Coordination,
    /// Other support of integration management.
    Support,
    /// An action for patients.
    Action,
    /// An investment that outlasts the year.
    Investment,
    /// The refund of invested means.
    Refund,
    /// An indemnity on top of a refund.
    Indemnity,
    /// Notice pay.
    NoticePay,
    /// Registration of the BelRAI screener.
    BelraiRegistration,
}

/// Whose matter a post is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// The federal state's.
    #[default]
    Federal,
    /// The federated entities'.
    Federated,
    /// Theirs: secondary or tertiary prevention within the pilot.
    FederatedPrevention,
    /// Theirs: de-institutionalisation within the pilot.
    FederatedDeInstitutionalisation,
    /// Theirs: the continuum of care within the pilot.
    FederatedContinuumOfCare,
}

impl UsePlan {
    /// Reads and checks a plan.
    pub fn read(path: &Path) -> Result<UsePlan, StudyError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let (reason, help) = unread(&error, "give the path of a plan, for example data-samples/annex-7/passes.toml");
            StudyError::new(path, &Arc::from(""), None, format!("cannot read the plan {}: {reason}", path.display())).with_help(help)
        })?;
        UsePlan::parse(path, text)
    }

    /// Parses and checks the text of a plan; paths in it are relative to `path`.
    pub fn parse(path: &Path, text: String) -> Result<UsePlan, StudyError> {
        let text: Arc<str> = Arc::from(text);
        let file: PlanText = parse(path, &text)?;
        let check = Check { path, text: &text };
        let above = path.parent().unwrap_or(Path::new(""));
        let rules = check.rules(file.plan.rules, above)?;
        let years = check.years(file.year, &rules)?;
        let agreements = check.agreements(file.agreement)?;
        let posts = check.posts(file.post, &years, &agreements)?;
        let recovered = match file.plan.recovered {
            Some(euro) => Some(Spanned::new(euro.span(), check.euro(&euro)?)),
            None => None,
        };
        let end = file.plan.end.map(|end| day(&end, path, &text)).transpose()?;
        let last = years.last().map_or(0, |year| year.year);
        let reached = end.is_some_and(|end| i32::from(end.year) <= last);
        if let (Some(recovered), false) = (&recovered, reached) {
            let help = match end {
                None => "give the last day of the project as `end`".into(),
                Some(end) => format!("list the years up to the end of the project ({end}), or leave the key out"),
            };
            return Err(check.refuse(recovered.span(), "there is nothing to recover before the end", &help));
        }
        let stem = path.file_stem().unwrap_or(path.as_os_str());
        Ok(UsePlan {
            title: file.plan.title,
            project: file.plan.project,
            language: file.plan.language,
            end,
            recovered,
            years,
            agreements,
            posts,
            rules,
            folder: above.join(file.plan.folder.unwrap_or_else(|| Path::new("out").join(stem))),
            path: path.to_owned(),
            text,
        })
    }

    /// The line of the file that a place is on, counted from 1.
    pub fn line(&self, place: &Range<usize>) -> Option<usize> {
        self.refuse(place.clone(), "", "").line()
    }

    /// A refusal that points at a place in the plan.
    pub fn refuse(&self, place: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> StudyError {
        StudyError::new(&self.path, &self.text, Some(place), message).with_help(help)
    }
}

/// The checks of one plan.
struct Check<'a> {
    path: &'a Path,
    text: &'a Arc<str>,
}

impl Check<'_> {
    fn refuse(&self, span: Range<usize>, message: impl Into<String>, help: &str) -> StudyError {
        StudyError::new(self.path, self.text, Some(span), message).with_help(help)
    }

    /// An amount that is not negative and has no fraction of a cent.
    fn euro(&self, euro: &Spanned<f64>) -> Result<Cents, StudyError> {
        let amount = Cents::from_euro(*euro.get_ref())
            .filter(|cents| cents.0 >= 0 && (cents.euro() - euro.get_ref()).abs() < 1e-9 * euro.get_ref().max(1.0));
        amount
            .ok_or_else(|| self.refuse(euro.span(), format!("{} is not an amount", euro.get_ref()), "euro and whole cents, not below zero"))
    }

    fn rules(&self, file: Option<Spanned<PathBuf>>, above: &Path) -> Result<RuleTable, StudyError> {
        let Some(file) = file else { return Ok(RuleTable::builtin()) };
        let path = above.join(file.get_ref());
        let text = std::fs::read_to_string(&path)
            .map_err(|error| self.refuse(file.span(), format!("cannot read the rules: {error}"), "the path is relative to the plan"))?;
        RuleTable::parse(&path, &Arc::from(text))
    }

    fn years(&self, years: Vec<Spanned<YearSection>>, rules: &RuleTable) -> Result<Vec<UseYear>, StudyError> {
        let mut checked: Vec<UseYear> = Vec::with_capacity(years.len());
        for written in years {
            let section = written.get_ref();
            let year = *section.year.get_ref();
            if checked.last().is_some_and(|before| year != before.year + 1) {
                return Err(self.refuse(
                    section.year.span(),
                    format!("{year} does not follow the year before it"),
                    "list every year once, in order",
                ));
            }
            let amounts = rules.amounts(year).ok_or_else(|| {
                self.refuse(
                    section.year.span(),
                    format!("no amounts are in force in {year}"),
                    "give a table with earlier amounts as `rules` in [plan]",
                )
            })?;
            let reserve = section.reserve.as_ref().map(|euro| self.euro(euro)).transpose()?.unwrap_or_default();
            let (integration_budget, gains) = (self.euro(&section.integration_budget)?, self.euro(&section.gains)?);
            checked.push(UseYear { year, integration_budget, gains, reserve, amounts, span: written.span() });
        }
        match checked.is_empty() {
            true => Err(StudyError::new(self.path, self.text, None, "a plan needs at least one [[year]]")),
            false => Ok(checked),
        }
    }

    fn agreements(&self, agreements: Vec<AgreementSection>) -> Result<Vec<Agreement>, StudyError> {
        let mut checked: Vec<Agreement> = Vec::with_capacity(agreements.len());
        for written in agreements {
            let id = written.id.get_ref().clone();
            if id.is_empty() || checked.iter().any(|other| other.id == id) {
                return Err(self.refuse(
                    written.id.span(),
                    format!("the agreement `{id}` is empty or stands twice"),
                    "give each an id of its own",
                ));
            }
            let mut means: Vec<(String, Cents)> = Vec::with_capacity(written.means.len());
            for MeansSection { beneficiary, amount } in written.means {
                if means.iter().any(|(other, _)| *other == beneficiary) {
                    return Err(self.refuse(amount.span(), format!("`{beneficiary}` stands twice in the agreement"), "add the amounts up"));
                }
                means.push((beneficiary, self.euro(&amount)?));
            }
            let day = |written: &Spanned<Datetime>| day(written, self.path, self.text);
            checked.push(Agreement {
                id,
                agreed: day(&written.agreed)?,
                invested: day(&written.invested)?,
                until: day(&written.until)?,
                minimum: self.euro(&written.minimum)?,
                shift_of_means: written.shift_of_means,
                means,
            });
        }
        Ok(checked)
    }

    /// Holds that the keys of a post go with its purpose.
    fn fields(&self, post: &PostSection) -> Result<(), StudyError> {
        let refunds = matches!(post.purpose, Purpose::Refund | Purpose::Indemnity);
        let keys = [
            ("agreement", post.agreement.as_ref().map(Spanned::span), refunds, "refunds and indemnities rest on an agreement"),
            ("approved", post.approved.as_ref().map(Spanned::span), post.purpose == Purpose::Indemnity, "indemnities are approved"),
            (
                "depreciation_years",
                post.depreciation_years.as_ref().map(Spanned::span),
                post.purpose == Purpose::Investment,
                "investments depreciate",
            ),
        ];
        match keys.into_iter().find_map(|(key, span, fits, which)| span.filter(|_| !fits).map(|span| (key, span, which))) {
            None => Ok(()),
            Some((key, span, which)) => {
                let help = format!("only {which}: leave the key out, or mend the purpose");
                Err(self.refuse(span, format!("`{key}` does not go with the purpose of the post"), &help))
            }
        }
    }

    /// The years over which an investment depreciates; a bound keeps a slip of the pen from becoming a billion charges.
    fn depreciation(&self, written: &Spanned<i64>) -> Result<u32, StudyError> {
        let years = u32::try_from(*written.get_ref()).ok().filter(|years| DEPRECIATION_YEARS.contains(years));
        let (first, last) = (DEPRECIATION_YEARS.start(), DEPRECIATION_YEARS.end());
        let help = format!("a whole number of years from {first} to {last}");
        years.ok_or_else(|| self.refuse(written.span(), format!("nothing depreciates over {} years", written.get_ref()), &help))
    }

    fn posts(&self, posts: Vec<Spanned<PostSection>>, years: &[UseYear], agreements: &[Agreement]) -> Result<Vec<Post>, StudyError> {
        let mut checked: Vec<Post> = Vec::with_capacity(posts.len());
        for written in posts {
            let span = written.span();
            let post = written.into_inner();
            let id = post.id.get_ref().clone();
            if id.is_empty() || checked.iter().any(|other| other.id == id) {
                return Err(self.refuse(
                    post.id.span(),
                    format!("the post `{id}` is empty or stands twice"),
                    "give each post an id of its own",
                ));
            }
            self.fields(&post)?;
            let year = *post.year.get_ref();
            if years.iter().all(|known| known.year != year) {
                return Err(self.refuse(
                    post.year.span(),
                    format!("the plan has no year {year}"),
                    "add a [[year]] with its budget and gains",
                ));
            }
            if let Some(named) = post.agreement.as_ref().filter(|named| agreements.iter().all(|known| known.id != *named.get_ref())) {
                let help = match nearest(named.get_ref(), agreements.iter().map(|known| known.id.as_str())) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "add it as an [[agreement]], or leave the key out".into(),
                };
                return Err(self.refuse(named.span(), format!("there is no agreement `{}`", named.get_ref()), &help));
            }
            checked.push(Post {
                id,
                title: post.title,
                year,
                level: post.level,
                purpose: post.purpose,
                amount: self.euro(&post.amount)?,
                planned: post.planned.as_ref().map(|euro| self.euro(euro)).transpose()?,
                funding: post.funding,
                beneficiary: post.beneficiary,
                agreement: post.agreement.map(Spanned::into_inner),
                approved: post.approved.as_ref().map(|written| day(written, self.path, self.text)).transpose()?,
                depreciation_years: post.depreciation_years.as_ref().map(|years| self.depreciation(years)).transpose()?,
                matter: post.matter,
                span,
            });
        }
        Ok(checked)
    }
}
