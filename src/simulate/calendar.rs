//! Days and months of a year.

/// One year's calendar: months of its days, and accounting months after them.
pub(super) struct Calendar {
    pub year: i32,
    /// 1 January in days since 1 January 1970.
    first_day: i32,
    /// Month, from zero, of every day of the year.
    months: Vec<u8>,
}

impl Calendar {
    pub fn new(year: i32) -> Self {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let before = year - 1;
        // 719,162 days lie between 1 January of the year 1 and 1 January 1970.
        let first_day = 365 * before + before / 4 - before / 100 + before / 400 - 719_162;
        let months = (0_u8..).zip(lengths).flat_map(|(month, days)| std::iter::repeat_n(month, days)).collect();
        Self { year, first_day, months }
    }

    /// Days in the year.
    pub fn days(&self) -> u32 {
        self.months.len() as u32
    }

    /// A day of the year (from zero) in days since 1 January 1970.
    pub fn date(&self, day: u32) -> i32 {
        self.first_day + day as i32
    }

    /// The month of a day of the year (from zero), a number of months later, as YYYYMM.
    pub fn month(&self, day: u32, later: u8) -> i32 {
        let months = i32::from(self.months[day as usize]) + i32::from(later);
        (self.year + months / 12) * 100 + months % 12 + 1
    }
}
