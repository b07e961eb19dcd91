//! Numbers rounded to so many significant digits, without the tables that reading any decimal exactly takes.

/// The double nearest to a number written with so many significant digits (1 to 15); what is not finite stays.
///
/// Exact where the last digit's place lies between 10⁻²² and 10²² (there both factors are doubles and one operation rounds once:
/// W. D. Clinger, *How to Read Floating Point Numbers Accurately*, PLDI 1990); beyond that within eight units in the last place.
pub fn rounded(value: f64, digits: usize) -> f64 {
    let written = format!("{:.*e}", digits.clamp(1, 15) - 1, value);
    let Some((mantissa, exponent)) = written.split_once('e') else { return value };
    let (mut whole, mut decimals, mut in_decimals) = (0_u64, 0, false);
    for digit in mantissa.bytes() {
        match digit {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(digit - b'0');
                decimals += i32::from(in_decimals);
            }
            b'.' => in_decimals = true,
            _ => {}
        }
    }
    let Ok(exponent) = exponent.parse::<i32>() else { return value };
    let place = exponent - decimals;
    let mut size = whole as f64;
    let mut left = place.unsigned_abs();
    while left > 0 {
        let step = left.min(22);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        size = if place < 0 { size / power } else { size * power };
        left -= step;
    }
    if value < 0.0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::rounded;
    use proptest::prelude::*;

    fn read(value: f64, digits: usize) -> f64 {
        format!("{:.*e}", digits - 1, value).parse().unwrap()
    }

    proptest! {
        #[test]
        fn it_is_what_reading_the_digits_gives(value in prop::num::f64::NORMAL | prop::num::f64::POSITIVE | prop::num::f64::NEGATIVE, shift in -15_i32..=20, digits in 1_usize..=15) {
            // Any mantissa, at sizes that a person would type.
            let size = libm::pow(10.0, f64::from(shift.clamp(digits as i32 - 22, 22)));
            let value = libm::scalbn(value, -libm::ilogb(value)) * size;
            prop_assert_eq!(rounded(value, digits), read(value, digits));
        }

        #[test]
        fn at_any_size_it_is_within_eight_units_in_the_last_place(value in prop::num::f64::NORMAL | prop::num::f64::POSITIVE | prop::num::f64::NEGATIVE, digits in 1_usize..=15) {
            let (found, exact) = (rounded(value, digits), read(value, digits));
            prop_assume!(exact.is_normal());
            prop_assert!((found - exact).abs() <= 8.0 * f64::EPSILON * exact.abs(), "{} for {}", found, exact);
        }
    }

    #[test]
    fn what_is_not_finite_and_zero_stay() {
        assert!(rounded(f64::NAN, 3).is_nan());
        assert_eq!(rounded(f64::INFINITY, 3), f64::INFINITY);
        assert_eq!(rounded(-0.0, 3), 0.0);
        assert_eq!(rounded(-1234.0, 2), -1200.0);
        assert_eq!(rounded(0.000_316_227, 3), 0.000_316);
    }
}
