//! The RAND panel as rows and profiles, for fits without the rest of the engine.

use std::collections::BTreeMap;

use garantie::design::{PersonYears, Profiles};

use crate::worlds::root;

/// Which adjusters a fit has; the columns are those of tests/reference/glm_grid.R, in R's order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Adjusters {
    /// xage, female, disea, linc, free, site and year.
    Numbers,
    /// Age in four bands, female, free, site and year.
    Groups,
    /// xage, female, disea, linc, free and year.
    WithoutSite,
}

/// How rows are weighed: R's "none", "exposure" and "sample".
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    None,
    Exposure,
    Sample,
}

/// All 20,190 person-years as the rows of one year, by person, with one sector: meddol in dollars.
pub struct RandPanel {
    pub rows: PersonYears,
    pub profiles: Profiles,
    pub width: usize,
    /// Site of each row, 0 to 5.
    pub site: Vec<u32>,
}

impl RandPanel {
    pub fn read(adjusters: Adjusters, weighting: Weighting) -> RandPanel {
        let text = std::fs::read_to_string(root().join("data-samples/rand-hie/panel.csv")).expect("the RAND panel");
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
        let lines: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        let column = |name: &str| header.iter().position(|column| *column == name).expect("a column");
        let number = |line: &[&str], name: &str| line[column(name)].parse::<f64>().expect("a number");
        let entries = |line: &Vec<&str>| {
            let number = |name: &str| number(line, name);
            let mut x = vec![1.0];
            match adjusters {
                Adjusters::Numbers | Adjusters::WithoutSite => x.extend(["xage", "female", "disea", "linc", "free"].map(number)),
                Adjusters::Groups => {
                    let band = [18.0, 40.0, 60.0].iter().filter(|lower| number("xage") >= **lower).count();
                    x.extend((1..4).map(|other| f64::from(band == other)));
                    x.extend(["female", "free"].map(number));
                }
            }
            if adjusters != Adjusters::WithoutSite {
                x.extend((2..=6).map(|site| f64::from(line[column("site")] == format!("site-{site}"))));
            }
            x.extend((2..=5).map(|year| f64::from(number("year") == f64::from(year))));
            x
        };
        let xs: Vec<Vec<f64>> = lines.iter().map(entries).collect();
        let bits = |x: &Vec<f64>| x.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        let mut profile_of: BTreeMap<Vec<u64>, u32> = xs.iter().map(|x| (bits(x), 0)).collect();
        profile_of.values_mut().zip(0..).for_each(|(slot, number)| *slot = number);
        let non_zero = |x: &Vec<u64>| {
            let values = x.iter().map(|bits| f64::from_bits(*bits)).enumerate();
            values.filter(|(_, value)| *value != 0.0).collect()
        };
        let of_rows = |value: &dyn Fn(&[&str]) -> f64| lines.iter().map(|line| value(line)).collect::<Vec<f64>>();
        let sampled = |line: &[&str]| if number(line, "person") % 2.0 == 0.0 { 20.0 } else { 40.0 };
        let one = |line: &[&str]| line.len().min(1) as f64;
        let rows = PersonYears {
            year: 1,
            person: lines.iter().map(|line| number(line, "person") as u32).collect(),
            municipality: vec![0; lines.len()],
            profile: xs.iter().map(|x| profile_of[&bits(x)]).collect(),
            weight: if weighting == Weighting::Sample { of_rows(&sampled) } else { of_rows(&one) },
            exposure: if weighting == Weighting::None { of_rows(&one) } else { of_rows(&|line| number(line, "exposure")) },
            cost: of_rows(&|line| number(line, "meddol")),
            blocks: Default::default(),
            treated: Default::default(),
        };
        let site = lines.iter().map(|line| line[column("site")][5..].parse::<u32>().expect("a site") - 1).collect();
        RandPanel { rows, profiles: Profiles { entries: profile_of.keys().map(non_zero).collect() }, width: xs[0].len(), site }
    }
}
