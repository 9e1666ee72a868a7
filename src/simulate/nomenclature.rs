//! Sectors and the codes of their benefits.

/// A sector of health insurance expenditure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    /// Physicians: consultations, examinations, imaging, biology, surgery.
    Doctors,
    /// Hospital days.
    Hospitals,
    /// Drugs: it has no nomenclature code, its cost is that of the drugs table.
    Pharmaceuticals,
    /// Nursing at home.
    Nurses,
    /// Dental care.
    Dentists,
    /// Physiotherapy, devices and the rest.
    Other,
}

impl Sector {
    /// All sectors, in the order of their discriminants.
    pub const ALL: [Self; 6] = [Self::Doctors, Self::Hospitals, Self::Pharmaceuticals, Self::Nurses, Self::Dentists, Self::Other];

    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doctors => "doctors",
            Self::Hospitals => "hospitals",
            Self::Pharmaceuticals => "pharmaceuticals",
            Self::Nurses => "nurses",
            Self::Dentists => "dentists",
            Self::Other => "other",
        }
    }
}

/// Codes of one sector, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectorRange {
    /// First code.
    pub from: u32,
    /// Last code.
    pub to: u32,
    /// Their sector.
    pub sector: Sector,
}

/// The sector of every code that the generator uses, in order of code.
pub const SECTOR_RANGES: [SectorRange; 8] = [
    SectorRange { from: 101_000, to: 299_999, sector: Sector::Doctors },
    SectorRange { from: 300_000, to: 379_999, sector: Sector::Dentists },
    SectorRange { from: 420_000, to: 429_999, sector: Sector::Nurses },
    SectorRange { from: 450_000, to: 479_999, sector: Sector::Doctors },
    SectorRange { from: 540_000, to: 559_999, sector: Sector::Doctors },
    SectorRange { from: 560_000, to: 569_999, sector: Sector::Other },
    SectorRange { from: 600_000, to: 699_999, sector: Sector::Other },
    SectorRange { from: 760_000, to: 769_999, sector: Sector::Hospitals },
];

/// A benefit: nomenclature code, share of the sector's lines (in 256ths), relative price.
pub(super) type Benefit = (u32, u16, f64);

// Prices make imaging and biology 32 %, consultations 28 %, specialist examinations 17 % and surgery 16 % of doctors.
#[rustfmt::skip]
const DOCTORS: [Benefit; 26] = [
    // Consultations and visits
    (101_010, 6, 15.0), (101_032, 10, 15.0), (101_076, 46, 17.0), (102_034, 14, 21.0), (102_071, 8, 28.0), (102_115, 6, 17.0),
    (102_572, 4, 31.0), (103_132, 14, 26.0), (109_723, 2, 38.0),
    // Surgery and anaesthesia
    (201_073, 2, 120.0), (220_334, 2, 190.0), (241_150, 2, 230.0), (285_434, 2, 300.0),
    // Imaging
    (450_192, 6, 60.0), (455_630, 4, 75.0), (459_410, 4, 110.0), (460_821, 6, 45.0), (463_691, 4, 55.0),
    // Specialist examinations
    (471_273, 8, 55.0), (475_075, 12, 28.0), (477_131, 6, 112.0),
    // Clinical biology
    (540_330, 30, 9.0), (541_376, 22, 11.0), (543_395, 14, 14.0), (550_255, 12, 12.0), (555_693, 10, 16.0),
];
#[rustfmt::skip]
const HOSPITALS: [Benefit; 6] = [
    (760_105, 60, 260.0), (761_213, 50, 420.0), (763_033, 40, 520.0), (764_512, 46, 140.0), (766_015, 30, 95.0), (768_126, 30, 330.0),
];
#[rustfmt::skip]
const NURSES: [Benefit; 7] = [
    (421_072, 30, 6.0), (423_054, 46, 7.0), (423_076, 40, 10.0), (424_255, 30, 9.0), (425_014, 60, 7.0), (425_272, 20, 20.0), (429_155, 30, 3.0),
];
#[rustfmt::skip]
const DENTISTS: [Benefit; 8] = [
    (301_011, 46, 21.0), (301_593, 50, 30.0), (302_153, 40, 12.0), (303_575, 30, 15.0), (304_312, 40, 45.0), (305_616, 20, 75.0), (307_090, 10, 95.0),
    (371_556, 20, 60.0),
];
#[rustfmt::skip]
const OTHER: [Benefit; 9] = [
    (560_011, 80, 17.0), (560_652, 50, 19.0), (563_091, 30, 12.0), (564_395, 20, 26.0), (601_376, 16, 110.0), (612_135, 14, 160.0), (641_196, 16, 45.0),
    (653_955, 14, 240.0), (695_015, 16, 70.0),
];

const fn lines<const N: usize>(benefits: &[Benefit; N]) -> u16 {
    let (mut sum, mut index) = (0, 0);
    while index < N {
        sum += benefits[index].1;
        index += 1;
    }
    sum
}

// A random byte picks a benefit.
const _: () =
    assert!(lines(&DOCTORS) == 256 && lines(&HOSPITALS) == 256 && lines(&NURSES) == 256 && lines(&DENTISTS) == 256 && lines(&OTHER) == 256);

/// The benefits of a sector by the value of a random byte; pharmaceuticals have none.
pub(super) struct Benefits([Vec<(u32, f64)>; 6]);

impl Benefits {
    pub fn new() -> Self {
        Self(Sector::ALL.map(|sector| {
            let benefits: &[Benefit] = match sector {
                Sector::Doctors => &DOCTORS,
                Sector::Hospitals => &HOSPITALS,
                Sector::Pharmaceuticals => &[],
                Sector::Nurses => &NURSES,
                Sector::Dentists => &DENTISTS,
                Sector::Other => &OTHER,
            };
            benefits.iter().flat_map(|&(code, lines, price)| std::iter::repeat_n((code, price), lines.into())).collect()
        }))
    }

    /// Code and relative price of the benefit that a random byte stands for.
    pub fn pick(&self, sector: Sector, byte: u8) -> (u32, f64) {
        self.0[sector as usize][usize::from(byte)]
    }
}
