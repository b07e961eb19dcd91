//! Cities with their coordinates, and reading what people type for a place.
//!
//! The table is our own, to a hundredth of a degree (about a kilometre), checked against GeoNames. It is no ranking: capitals,
//! the largest cities, those where cloud providers have a region (marked), and some far from everything.

use std::fmt;
use std::sync::LazyLock;

use super::geodesic::{Place, PlaceError, great_circle_km};

/// A city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct City {
    /// Its word in links.
    pub slug: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its country.
    pub country: &'static str,
    /// Where it is.
    pub place: Place,
    /// Whether a large cloud provider has a region there or next to it.
    pub has_region: bool,
}

/// Names by which people know a city, or what stands there.
const ALIASES: [(&str, &str); 26] = [
    ("virginia", "ashburn"),
    ("us-east", "ashburn"),
    ("us-east-1", "ashburn"),
    ("n-virginia", "ashburn"),
    ("ohio", "columbus"),
    ("us-east-2", "columbus"),
    ("iowa", "council-bluffs"),
    ("oregon", "portland"),
    ("us-west-2", "portland"),
    ("california", "san-francisco"),
    ("us-west-1", "san-francisco"),
    ("ireland", "dublin"),
    ("eu-west-1", "dublin"),
    ("eu-central-1", "frankfurt"),
    ("washington-dc", "washington"),
    ("new-york-city", "new-york"),
    ("nyc", "new-york"),
    ("la", "los-angeles"),
    ("sf", "san-francisco"),
    ("rio", "rio-de-janeiro"),
    ("new-delhi", "delhi"),
    ("bengaluru", "bangalore"),
    ("saigon", "ho-chi-minh-city"),
    ("petersburg", "saint-petersburg"),
    ("kiev", "kyiv"),
    ("bombay", "mumbai"),
];

static CITIES: LazyLock<Vec<City>> = LazyLock::new(|| include_str!("cities.txt").lines().filter_map(read).collect());

fn read(line: &'static str) -> Option<City> {
    let mut fields = line.split('|');
    let (slug, name, country) = (fields.next()?, fields.next()?, fields.next()?);
    let place = Place::new(fields.next()?.parse().ok()?, fields.next()?.parse().ok()?).ok()?;
    Some(City { slug, name, country, place, has_region: fields.next() == Some("r") })
}

/// All cities, by continent.
pub fn all() -> &'static [City] {
    &CITIES
}

/// The cities where a large cloud provider has a region.
pub fn with_region() -> impl Iterator<Item = &'static City> {
    all().iter().filter(|c| c.has_region)
}

/// The city that a text names, whatever its case and accents.
pub fn find(text: &str) -> Option<&'static City> {
    let word = folded(text);
    let slug = ALIASES.iter().find(|(alias, _)| *alias == word).map_or(word.as_str(), |(_, slug)| *slug);
    all().iter().find(|c| c.slug == slug || folded(c.name) == slug)
}

/// The nearest of some cities; none of none.
pub fn nearest(among: impl Iterator<Item = &'static City>, to: Place) -> Option<&'static City> {
    among.min_by(|a, b| great_circle_km(a.place, to).total_cmp(&great_circle_km(b.place, to)))
}

/// A place somebody named.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where it is.
    pub place: Place,
    /// A city's name, or the coordinates for people.
    pub name: String,
    /// The city, where one was named.
    pub city: Option<&'static City>,
}

/// Why a text is no place.
#[derive(Clone, Debug, PartialEq)]
pub enum NotAPlace {
    /// Nothing was typed.
    Empty,
    /// No city of the list, and what may have been meant.
    Unknown(String, Option<&'static City>),
    /// Two numbers that are not on the Earth.
    OffTheEarth(PlaceError),
}

impl fmt::Display for NotAPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HOW: &str = "Choose a city of the list, or type latitude and longitude such as -33.87,151.21.";
        match self {
            Self::Empty => write!(f, "Where? {HOW}"),
            Self::Unknown(text, Some(city)) => {
                write!(f, "“{text}” is not on the list of cities. Did you mean {}? {HOW}", city.name)
            }
            Self::Unknown(text, None) => write!(f, "“{text}” is not on the list of cities. {HOW}"),
            Self::OffTheEarth(error) => write!(f, "{error} Latitude comes first: -33.87,151.21 is Sydney."),
        }
    }
}

impl std::error::Error for NotAPlace {}

/// The place a text names: a city, or latitude and longitude in degrees.
///
/// # Errors
/// Where it is neither, with a sentence that says what would be.
pub fn locate(text: &str) -> Result<Spot, NotAPlace> {
    if let Some(city) = find(text) {
        return Ok(Spot { place: city.place, name: city.name.to_owned(), city: Some(city) });
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(NotAPlace::Empty);
    }
    if let Some((lat, lon)) = coordinates(text) {
        let place = Place::new(lat, lon).map_err(NotAPlace::OffTheEarth)?;
        return Ok(Spot { place, name: coordinates_for_people(place), city: None });
    }
    let short: String = text.chars().take(40).collect();
    Err(NotAPlace::Unknown(short, similar(text)))
}

/// Degrees as people write them: 33.87° S, 151.21° E.
pub fn coordinates_for_people(at: Place) -> String {
    let part = |v: f64, positive: char, negative: char| {
        let v = libm::round(v * 100.0) / 100.0;
        format!("{}° {}", v.abs(), if v < 0.0 { negative } else { positive })
    };
    format!("{}, {}", part(at.lat, 'N', 'S'), part(at.lon, 'E', 'W'))
}

/// Two numbers, with a comma or a space between; a letter N, S, E or W may stand behind each.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let plain: String = text.chars().map(|c| if c == '−' { '-' } else { c }).filter(|c| *c != '°').collect();
    let parts: Vec<&str> = if plain.contains([',', ';']) {
        plain.split([',', ';']).map(str::trim).collect()
    } else {
        plain.split_whitespace().collect()
    };
    let [lat, lon] = parts.as_slice() else { return None };
    let number = |part: &str, negative: char, positive: char| {
        let upper = part.to_ascii_uppercase();
        let (digits, sign) = match upper.strip_suffix(negative) {
            Some(digits) => (digits.trim(), -1.0),
            None => (upper.strip_suffix(positive).unwrap_or(&upper).trim(), 1.0),
        };
        digits.parse::<f64>().ok().filter(|v| v.is_finite()).map(|v| sign * v)
    };
    Some((number(lat, 'S', 'N')?, number(lon, 'W', 'E')?))
}

/// The one city within two slips of the pen, or that begins like this.
fn similar(text: &str) -> Option<&'static City> {
    let word = folded(text);
    if word.len() < 3 {
        return None;
    }
    let begins = || all().iter().find(|c| c.slug.starts_with(&word));
    let near = all().iter().map(|c| (slips(&word, c.slug), c)).min_by_key(|(n, _)| *n);
    near.filter(|(n, c)| *n <= 2 && c.slug.len() > 3).map(|(_, c)| c).or_else(begins)
}

/// Levenshtein's distance.
fn slips(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

/// Lower case without accents, words joined by hyphens.
fn folded(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for c in text.trim().chars().take(60).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => word.push('a'),
            'é' | 'è' | 'ê' | 'ë' => word.push('e'),
            'í' | 'ì' | 'î' | 'ï' => word.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => word.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => word.push('u'),
            'ç' => word.push('c'),
            'ñ' => word.push('n'),
            '.' | '\'' | '’' => {}
            _ if !word.ends_with('-') && !word.is_empty() => word.push('-'),
            _ => {}
        }
    }
    word.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_city_with_its_own_slug_and_regions_are_enough_for_a_choice() {
        assert_eq!(all().len(), include_str!("cities.txt").lines().count());
        assert!(all().len() >= 150);
        assert!((30..=60).contains(&with_region().count()));
        for city in all() {
            assert_eq!(find(city.slug), Some(city), "{}", city.slug);
            assert_eq!(find(city.name), Some(city), "{}", city.name);
            assert!(city.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", city.slug);
        }
        for (_, slug) in ALIASES {
            assert!(all().iter().any(|c| c.slug == slug), "{slug}");
        }
    }

    #[test]
    fn names_are_found_whatever_their_case_accents_and_alias() {
        for (text, slug) in [
            ("SYDNEY", "sydney"),
            ("são paulo", "sao-paulo"),
            ("Sao Paulo", "sao-paulo"),
            ("Virginia", "ashburn"),
            (" New  York ", "new-york"),
            ("Washington, D.C.", "washington"),
        ] {
            assert_eq!(find(text).map(|c| c.slug), Some(slug), "{text}");
        }
    }

    #[test]
    fn coordinates_are_read_as_people_write_them() {
        for text in ["-33.87,151.21", "−33.87, 151.21", "33.87S 151.21E", "33.87° s; 151.21° e", "-33.87 151.21"] {
            let spot = locate(text).unwrap();
            assert!((spot.place.lat + 33.87).abs() < 1e-12 && (spot.place.lon - 151.21).abs() < 1e-12, "{text}");
            assert_eq!(spot.name, "33.87° S, 151.21° E");
        }
    }

    #[test]
    fn what_is_no_place_is_refused_with_what_would_help() {
        assert!(locate("95,10").unwrap_err().to_string().contains("latitude lies between"));
        assert!(locate("10,195").unwrap_err().to_string().contains("longitude lies between"));
        assert!(locate("Sidney").unwrap_err().to_string().contains("Did you mean Sydney?"));
        assert!(locate("abc").unwrap_err().to_string().starts_with("“abc” is not on the list"));
        assert_eq!(locate("  "), Err(NotAPlace::Empty));
        for odd in ["NaN,3", "inf,inf", "1,2,3", ",", "京都", "1e999,0"] {
            assert!(locate(odd).is_err(), "{odd}");
        }
    }
}
