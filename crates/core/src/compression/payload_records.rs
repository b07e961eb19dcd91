//! Records to encode, where the reader brings none: generated, the same for the same sample and number.
//!
//! Assumptions: values as such records have them (names repeat, identifiers count up, prices end in cents, measurements have one
//! decimal), drawn evenly and independently. Real records repeat more: theirs compress better.

use rand::{Rng, SeedableRng};

use super::payload_value::Value;

/// Words that choose a sample, and what it is.
pub const SAMPLES: [(&str, &str); 4] = [
    ("users", "users: short texts and numbers"),
    ("orders", "orders: nested, with lists"),
    ("readings", "sensor readings: numbers only"),
    ("articles", "articles: long texts"),
];

/// Most records that are generated.
pub const MOST_RECORDS: u32 = 2_000;

const FIRST: [&str; 16] = [
    "Ada", "Grace", "Edsger", "Barbara", "Alan", "Radia", "Donald", "Frances", "John", "Hedy", "Ken", "Jean", "Tim",
    "Shafi", "Leslie", "Karen",
];
const LAST: [&str; 16] = [
    "Okafor", "Nguyen", "Müller", "García", "Smith", "Kowalska", "Sato", "Rossi", "Haddad", "Jensen", "Popov", "Silva",
    "Dubois", "Khan", "Novák", "Berg",
];
const CITIES: [&str; 8] = ["Lagos", "Hanoi", "Köln", "Bogotá", "Leeds", "Gdańsk", "Osaka", "Torino"];
const ITEMS: [&str; 8] = ["lamp", "kettle", "notebook", "rucksack", "tea, 100 g", "bicycle bell", "umbrella", "map"];
const WORDS: [&str; 32] = [
    "the", "lift", "waits", "for", "nobody", "and", "everyone", "on", "floor", "seven", "when", "a", "request",
    "comes", "it", "goes", "up", "queue", "grows", "while", "one", "slow", "door", "closes", "of", "in", "is", "time",
    "that", "never", "returns", "quickly",
];

struct Dice(rand::rngs::Xoshiro256PlusPlus);

impl Dice {
    /// A whole number from 0 to below `n`.
    fn below(&mut self, n: u64) -> i64 {
        // The high half of a product: even enough for n far below 2^32, and the same everywhere.
        (((self.0.next_u64() >> 32) * n) >> 32) as i64
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }
}

fn text(words: impl Into<String>) -> Value {
    Value::Text(words.into())
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A sample of so many records (at most [`MOST_RECORDS`]); an unknown word gives users.
pub fn generate(sample: &str, records: u32) -> Value {
    let mut dice = Dice(SeedableRng::seed_from_u64(42));
    let one = match sample {
        "orders" => order,
        "readings" => reading,
        "articles" => article,
        _ => user,
    };
    Value::List((0..records.min(MOST_RECORDS)).map(|i| one(&mut dice, i64::from(i) + 1)).collect())
}

fn user(dice: &mut Dice, id: i64) -> Value {
    let (first, last) = (dice.of(&FIRST), dice.of(&LAST));
    let mail: String = format!("{first}.{last}{}", dice.below(100)).chars().filter(char::is_ascii).collect();
    object(vec![
        ("id", Value::Int(id)),
        ("firstName", text(first)),
        ("lastName", text(last)),
        ("email", text(mail.to_lowercase() + "@example.org")),
        ("age", Value::Int(18 + dice.below(70))),
        ("active", Value::Bool(dice.below(4) > 0)),
        ("balance", cents(dice.below(500_000))),
        ("city", text(dice.of(&CITIES))),
        ("lastSeen", Value::Int(1_760_000_000 + dice.below(9_000_000))),
    ])
}

fn order(dice: &mut Dice, id: i64) -> Value {
    let lines = 1 + dice.below(3);
    let items = (0..lines).map(|_| {
        object(vec![
            ("name", text(dice.of(&ITEMS))),
            ("count", Value::Int(1 + dice.below(4))),
            ("price", cents(99 + dice.below(9_900))),
        ])
    });
    let items = Value::List(items.collect());
    let mut members = vec![
        ("id", Value::Int(100_000 + id)),
        ("customer", object(vec![("name", text(dice.of(&LAST))), ("city", text(dice.of(&CITIES)))])),
        ("items", items),
        ("paid", Value::Bool(dice.below(10) > 0)),
    ];
    if dice.below(5) == 0 {
        members.push(("coupon", text(format!("SAVE{}", 5 + 5 * dice.below(4)))));
    }
    object(members)
}

fn reading(dice: &mut Dice, id: i64) -> Value {
    object(vec![
        ("time", Value::Int(1_760_000_000 + 60 * id)),
        ("sensor", Value::Int(dice.below(12))),
        ("temperature", Value::Float((150 + dice.below(150)) as f64 / 10.0)),
        ("humidity", Value::Float((300 + dice.below(500)) as f64 / 10.0)),
        ("pressure", Value::Int(980 + dice.below(60))),
        ("battery", Value::Int(dice.below(101))),
    ])
}

fn article(dice: &mut Dice, id: i64) -> Value {
    let mut sentence = |n: i64| (0..n).map(|_| dice.of(&WORDS)).collect::<Vec<_>>().join(" ");
    let title = sentence(5);
    let body = sentence(60);
    object(vec![
        ("id", Value::Int(id)),
        ("title", text(title)),
        ("author", text(dice.of(&LAST))),
        ("body", text(body + ".")),
    ])
}

fn cents(cents: i64) -> Value {
    Value::Float(cents as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::super::payload_read::{MAX_BYTES, read};
    use super::*;

    #[test]
    fn a_sample_is_the_same_each_time_and_can_be_read_as_json() {
        for (sample, _) in SAMPLES {
            let value = generate(sample, 500);
            assert_eq!(read(&value.to_json()), Ok(value.clone()), "{sample}");
            assert_eq!(generate(sample, 500), value);
            assert!(generate(sample, MOST_RECORDS).to_json().len() <= MAX_BYTES, "{sample}");
        }
    }

    #[test]
    fn a_larger_sample_begins_with_the_smaller() {
        let (Value::List(few), Value::List(many)) = (generate("orders", 3), generate("orders", 9)) else { panic!() };
        assert_eq!(few, many[..3]);
        assert_eq!(generate("users", 0), Value::List(Vec::new()));
    }
}
