//! The columns of the tables that a block of persons fills.

use super::truth::TruthSums;

/// The rows of one block of persons, year by year, and its share of the truth.
#[derive(Debug, Default, PartialEq)]
pub struct Block {
    /// One element per year of the settings, in order.
    pub years: Vec<YearRows>,
    /// What the pilots changed for these persons.
    pub truth: TruthSums,
}

/// The rows of one year: claims and drugs by date of service, whenever they were booked.
#[derive(Debug, Default, PartialEq)]
pub struct YearRows {
    /// Calendar year.
    pub year: i32,
    /// Persons.
    pub population: PopulationRows,
    /// Health-care lines.
    pub claims: ClaimRows,
    /// Delivered drugs.
    pub drugs: DrugRows,
}

/// One row per person and year: everybody insured for part of it, the born and the deceased included.
#[derive(Debug, Default, PartialEq)]
pub struct PopulationRows {
    /// Pseudonym.
    pub person: Vec<i64>,
    /// Calendar year.
    pub year: Vec<i32>,
    /// Year of birth.
    pub birth_year: Vec<i32>,
    /// 1 male, 2 female.
    pub sex: Vec<i8>,
    /// NIS code of the domicile on 31 December, or the last one.
    pub municipality: Vec<u32>,
    /// Month of death as YYYYMM.
    pub death: Vec<Option<i32>>,
    /// First day insured in days since 1 January 1970, if not 1 January.
    pub from: Vec<Option<i32>>,
    /// Last day insured in days since 1 January 1970, if neither 31 December nor the day of death.
    pub to: Vec<Option<i32>>,
    /// Prior weight by the stratum of drawing.
    pub weight: Vec<f64>,
    /// Ground for increased reimbursement (AIM code PP1010): 0 none, 1 to 5 a ground.
    pub increased_reimbursement: Vec<i32>,
}

impl PopulationRows {
    /// Adds a row once more.
    pub(super) fn repeat(&mut self, row: usize) {
        self.person.push(self.person[row]);
        self.year.push(self.year[row]);
        self.birth_year.push(self.birth_year[row]);
        self.sex.push(self.sex[row]);
        self.municipality.push(self.municipality[row]);
        self.death.push(self.death[row]);
        self.from.push(self.from[row]);
        self.to.push(self.to[row]);
        self.weight.push(self.weight[row]);
        self.increased_reimbursement.push(self.increased_reimbursement[row]);
    }
}

/// One row per benefit line, drugs aside.
#[derive(Debug, Default, PartialEq)]
pub struct ClaimRows {
    /// Pseudonym.
    pub person: Vec<i64>,
    /// Days since 1 January 1970.
    pub service_date: Vec<i32>,
    /// Nomenclature code.
    pub code: Vec<u32>,
    /// Reimbursed, in cents; negative in a correction.
    pub amount: Vec<i64>,
    /// Personal share, in cents.
    pub share: Vec<i64>,
    /// Accounting month as YYYYMM.
    pub booking_month: Vec<i32>,
}

impl ClaimRows {
    /// Adds the rows of another table.
    pub(super) fn append(&mut self, mut other: ClaimRows) {
        self.person.append(&mut other.person);
        self.service_date.append(&mut other.service_date);
        self.code.append(&mut other.code);
        self.amount.append(&mut other.amount);
        self.share.append(&mut other.share);
        self.booking_month.append(&mut other.booking_month);
    }
}

/// One row per delivery of a drug. The cost of the pharmaceutical sector is amount + fee.
#[derive(Debug, Default, PartialEq)]
pub struct DrugRows {
    /// Pseudonym.
    pub person: Vec<i64>,
    /// Days since 1 January 1970.
    pub service_date: Vec<i32>,
    /// Code of the package.
    pub cnk: Vec<u32>,
    /// ATC class.
    pub atc: Vec<&'static str>,
    /// Defined daily doses, a multiple of one half.
    pub ddd: Vec<f64>,
    /// Reimbursed without the pharmacist's fee, in cents.
    pub amount: Vec<i64>,
    /// Pharmacist's fee reimbursed, in cents; not part of `amount`.
    pub fee: Vec<i64>,
    /// Accounting month as YYYYMM.
    pub booking_month: Vec<i32>,
}
