//! Clusters larger than a person (method, sections 6 and 7): what moves the people of a municipality together.

/// Which cluster each municipality belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// Number of the cluster, by municipality.
    pub of: Vec<usize>,
    /// How many there are.
    pub count: usize,
}

/// Variances with clusters instead of persons, in the slots of [`super::Variances`], corrections for their number included.
#[derive(Clone, Debug)]
pub(super) struct Clustered {
    pub squares: Vec<f64>,
    /// The part of clusters that touch the zone.
    pub own: Vec<f64>,
    /// Clusters of the zone less one; `None` for a zone within one cluster.
    pub df: Option<f64>,
}

/// What the persons of each cluster move together.
pub(super) struct ClusterSums<'a> {
    clusters: &'a Clusters,
    slots: usize,
    /// `cluster × slots + slot`.
    sums: Vec<f64>,
    present: Vec<bool>,
}

impl<'a> ClusterSums<'a> {
    pub fn zero(clusters: &'a Clusters, slots: usize) -> ClusterSums<'a> {
        ClusterSums { clusters, slots, sums: vec![0.0; clusters.count * slots], present: vec![false; clusters.count] }
    }

    /// Adds what a person of a municipality moves.
    pub fn add(&mut self, municipality: usize, moved: &[f64]) {
        let cluster = self.clusters.of[municipality];
        self.present[cluster] = true;
        self.sums[cluster * self.slots..][..self.slots].iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved);
    }

    /// Adds parts in their order.
    pub fn fold<'b>(zero: ClusterSums<'a>, parts: impl IntoIterator<Item = &'b ClusterSums<'a>>) -> ClusterSums<'a>
    where
        'a: 'b,
    {
        parts.into_iter().fold(zero, |mut all, part| {
            all.sums.iter_mut().zip(&part.sums).for_each(|(sum, more)| *sum += more);
            all.present.iter_mut().zip(&part.present).for_each(|(all, part)| *all |= part);
            all
        })
    }

    /// What each cluster moves in some slots, each times its sign, with its number.
    pub fn by_cluster(&self, slots: &[(usize, f64)]) -> Vec<(usize, Vec<f64>)> {
        let present = (0..self.clusters.count).filter(|cluster| self.present[*cluster]);
        present.map(|cluster| (cluster, slots.iter().map(|(slot, sign)| sign * self.sums[cluster * self.slots + slot]).collect())).collect()
    }

    /// Sums of squares, with G/(G − 1) for the clusters of the zone and for the others.
    ///
    /// METHOD: what the persons of a target group move adds up to zero, so that G clusters of the zone have only G − 1 free sums: the
    /// correction is theirs, not that of all the country's clusters. A zone within one cluster has none; its own part is then that of
    /// its persons, `own`.
    pub fn squares(&self, zone: &[bool], own: &[f64]) -> Clustered {
        let mut touches = vec![false; self.clusters.count];
        self.clusters.of.iter().zip(zone).for_each(|(cluster, inside)| touches[*cluster] |= inside);
        let squares = |wanted: bool| {
            let wanted = |cluster: &usize| self.present[*cluster] && touches[*cluster] == wanted;
            let mut sum = vec![0.0; self.slots];
            for cluster in (0..self.clusters.count).filter(wanted) {
                let moved = &self.sums[cluster * self.slots..][..self.slots];
                sum.iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved * moved);
            }
            let count = (0..self.clusters.count).filter(wanted).count() as f64;
            (sum, count)
        };
        let corrected = |(sum, count): (Vec<f64>, f64)| sum.into_iter().map(|sum| sum * count / (count - 1.0)).collect::<Vec<f64>>();
        let (of_zone, zones) = squares(true);
        let (elsewhere, others) = squares(false);
        let own = if zones > 1.0 { corrected((of_zone, zones)) } else { own.to_vec() };
        let rest = if others > 1.0 { corrected((elsewhere, others)) } else { elsewhere };
        let squares = own.iter().zip(rest).map(|(own, rest)| own + rest).collect();
        Clustered { squares, own, df: (zones > 1.0).then_some(zones - 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_of_the_zone_and_of_the_rest_are_corrected_apart() {
        let clusters = Clusters { of: vec![0, 0, 1, 2, 3], count: 4 };
        let mut sums = ClusterSums::zero(&clusters, 1);
        for (municipality, moved) in [(0, 3.0), (1, -1.0), (2, -2.0), (3, 0.5), (4, -0.5), (4, 0.25)] {
            sums.add(municipality, &[moved]);
        }
        let clustered = sums.squares(&[true, true, true, false, false], &[9.0]);
        // Zone: 2, −2; elsewhere: 0.5, −0.25.
        assert_eq!((clustered.own[0], clustered.df), (16.0, Some(1.0)));
        assert_eq!(clustered.squares[0], 16.0 + 2.0 * (0.25 + 0.0625));
        // A zone within one cluster has the variance of its persons.
        let one = sums.squares(&[false, false, true, false, false], &[9.0]);
        assert_eq!((one.own[0], one.df), (9.0, None));
    }

    /// Three clusters of the zone and one elsewhere, two slots each, in two parts.
    #[test]
    fn parts_add_up_and_a_lone_cluster_elsewhere_needs_no_correction() {
        let clusters = Clusters { of: vec![0, 1, 2, 3, 4], count: 5 };
        let (mut one, mut other) = (ClusterSums::zero(&clusters, 2), ClusterSums::zero(&clusters, 2));
        for (municipality, moved) in [(0, [1.0, 10.0]), (1, [2.0, 20.0]), (3, [4.0, 40.0])] {
            one.add(municipality, &moved);
        }
        for (municipality, moved) in [(1, [0.5, 5.0]), (2, [3.0, 30.0])] {
            other.add(municipality, &moved);
        }
        let sums = ClusterSums::fold(ClusterSums::zero(&clusters, 2), &[one, other]);
        let wanted = vec![(0, vec![-10.0, 1.0]), (1, vec![-25.0, 2.5]), (2, vec![-30.0, 3.0]), (3, vec![-40.0, 4.0])];
        assert_eq!(sums.by_cluster(&[(1, -1.0), (0, 1.0)]), wanted);
        let clustered = sums.squares(&[true, true, true, false, false], &[0.0, 0.0]);
        // 3/2 of 1 + 6.25 + 9; the other cluster with anybody in it stands alone.
        assert_eq!((clustered.own.as_slice(), clustered.df), (&[24.375, 2_437.5][..], Some(2.0)));
        assert_eq!(clustered.squares, [24.375 + 16.0, 2_437.5 + 1_600.0]);
    }
}
