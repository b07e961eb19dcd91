//! Places on the Earth and how far apart they are: along the WGS-84 ellipsoid, and along a sphere for pictures.
//!
//! * [`Place`]: latitude φ and longitude λ in degrees, north and east positive.
//! * [`distance_km`]: the shortest way on the WGS-84 ellipsoid (a = 6,378.137 km, f = 1/298.257223563), by C. F. F. Karney,
//!   "Algorithms for geodesics", J. Geodesy 87 (2013), <https://doi.org/10.1007/s00190-012-0578-z>; good to 15 nanometres,
//!   between nearly opposite points too, where Vincenty's iteration does not converge. See `inverse`.
//! * [`great_circle_km`]: the same on a sphere of the Earth's mean radius R = 6,371.0088 km (IUGG); up to 0.56 % off.
//! * Ways and rings for the map are drawn on that sphere.
//!
//! Heights and the real course of cables are outside this.

mod inverse;
mod sphere;

pub use sphere::{destination, great_circle_km, way};

use std::fmt;

/// Mean radius of the Earth, km (IUGG: (2a + b)/3).
pub const MEAN_RADIUS_KM: f64 = 6371.0088;
/// The farthest that two places can be apart on the ellipsoid, km: half a meridian.
pub const FARTHEST_KM: f64 = 20_003.931_458_625;

/// A place on the Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
}

/// Why two numbers are no place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlaceError {
    /// Latitude outside −90 to 90.
    Latitude(f64),
    /// Longitude outside −180 to 180.
    Longitude(f64),
}

impl fmt::Display for PlaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latitude(v) => write!(f, "A latitude lies between −90 and 90 degrees; {v} does not."),
            Self::Longitude(v) => write!(f, "A longitude lies between −180 and 180 degrees; {v} does not."),
        }
    }
}

impl std::error::Error for PlaceError {}

impl Place {
    /// A place from degrees north and east.
    ///
    /// # Errors
    /// Where an angle is outside its range or no number.
    pub fn new(lat: f64, lon: f64) -> Result<Self, PlaceError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PlaceError::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PlaceError::Longitude(lon));
        }
        Ok(Self { lat, lon })
    }

    /// The place opposite.
    pub fn antipode(self) -> Self {
        Self { lat: -self.lat, lon: if self.lon > 0.0 { self.lon - 180.0 } else { self.lon + 180.0 } }
    }
}

/// Kilometres between two places along the WGS-84 ellipsoid, 0 to 20,004.
pub fn distance_km(from: Place, to: Place) -> f64 {
    inverse::distance_m(from, to) / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: f64, lon: f64) -> Place {
        Place::new(lat, lon).unwrap()
    }

    /// GeographicLib 2.1, `Geodesic.WGS84.Inverse`, metres.
    const KNOWN: [(&str, [f64; 4], f64); 12] = [
        ("New York to Los Angeles", [40.7128, -74.006, 34.0522, -118.2437], 3_944_422.231_489_921),
        ("New York to London", [40.7128, -74.006, 51.5074, -0.1278], 5_585_233.578_931_3),
        ("New York to Sydney", [40.7128, -74.006, -33.8688, 151.2093], 15_988_007.484_810_652),
        ("London to Tokyo", [51.5074, -0.1278, 35.6762, 139.6503], 9_582_151.069_050_09),
        ("Sydney to Singapore", [-33.8688, 151.2093, 1.3521, 103.8198], 6_300_859.066_491_03),
        ("London to Frankfurt", [51.5074, -0.1278, 50.1109, 8.6821], 639_667.159_679_137_6),
        ("São Paulo to Johannesburg", [-23.5505, -46.6333, -26.2041, 28.0473], 7_441_829.145_903_808),
        ("Mumbai to Singapore", [19.076, 72.8777, 1.3521, 103.8198], 3_902_257.662_478_545),
        ("Madrid to Auckland, nearly opposite", [40.4168, -3.7038, -36.8485, 174.7633], 19_587_876.268_303_83),
        ("Frankfurt to Singapore", [50.1109, 8.6821, 1.3521, 103.8198], 10_261_274.078_629_978),
        ("half the equator: over a pole", [0.0, 0.0, 0.0, 180.0], 20_003_931.458_625_447),
        ("pole to pole", [90.0, 0.0, -90.0, 77.0], 20_003_931.458_625_447),
    ];

    #[test]
    fn known_distances_come_out_to_a_tenth_of_a_millimetre() {
        for (name, [lat1, lon1, lat2, lon2], metres) in KNOWN {
            let got = distance_km(place(lat1, lon1), place(lat2, lon2)) * 1e3;
            assert!((got - metres).abs() < 1e-4, "{name}: {got}");
        }
    }

    #[test]
    fn a_way_back_is_as_long_and_a_place_is_no_distance_from_itself() {
        for (_, [lat1, lon1, lat2, lon2], _) in KNOWN {
            let (a, b) = (place(lat1, lon1), place(lat2, lon2));
            assert!((distance_km(a, b) - distance_km(b, a)).abs() < 1e-9);
            assert_eq!(distance_km(a, a), 0.0);
        }
    }

    #[test]
    fn places_off_the_earth_are_refused_in_a_sentence() {
        assert_eq!(Place::new(95.0, 0.0), Err(PlaceError::Latitude(95.0)));
        assert!(Place::new(f64::NAN, 0.0).is_err());
        assert!(Place::new(0.0, 181.0).unwrap_err().to_string().contains("longitude"));
    }

    #[test]
    fn the_opposite_of_the_opposite_is_where_one_was() {
        let madrid = place(40.4, -3.7);
        let back = madrid.antipode().antipode();
        assert!((back.lat - madrid.lat).abs() < 1e-12 && (back.lon - madrid.lon).abs() < 1e-12);
        assert!((great_circle_km(madrid, madrid.antipode()) - std::f64::consts::PI * MEAN_RADIUS_KM).abs() < 1e-6);
    }
}
