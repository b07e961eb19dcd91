/// The 97.5 % point of Student's t with `degrees` ≥ 1 degrees of freedom, not necessarily whole.
///
/// Up to 10 a table (Abramowitz & Stegun, table 26.10) with 1/degrees interpolated; beyond, the expansion 26.7.5 about the normal,
/// whose error there is below 1e-5.
pub(crate) fn t975(degrees: f64) -> f64 {
    const TABLE: [f64; 10] =
        [12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139];
    const Z: f64 = 1.959963984540054;
    if degrees >= 10.0 {
        let (z2, v) = (Z * Z, degrees);
        let first = (z2 + 1.0) / 4.0;
        let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
        let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
        let fourth = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
        return Z * (1.0 + (first + (second + (third + fourth / v) / v) / v) / v);
    }
    let degrees = degrees.max(1.0);
    let below = degrees as usize;
    let (low, high) = (TABLE[below - 1], TABLE[below.min(9)]);
    let share = (1.0 / below as f64 - 1.0 / degrees) * (below * (below + 1)) as f64;
    low + share * (high - low)
}

#[cfg(test)]
mod tests {
    use super::t975;

    #[test]
    fn the_tabled_points_come_out() {
        for (degrees, t) in
            [(1.0, 12.7062), (2.0, 4.3027), (10.0, 2.2281), (19.0, 2.0930), (30.0, 2.0423), (1e9, 1.959964)]
        {
            assert!((t975(degrees) - t).abs() < 1e-4, "{degrees}: {}", t975(degrees));
        }
        assert!(t975(3.5) < t975(3.0) && t975(3.5) > t975(4.0));
        assert!((t975(9.999_999) - t975(10.0)).abs() < 1e-3);
    }
}
