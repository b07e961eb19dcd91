//! The schema that fits a set of records: what Protocol Buffers, Avro and FlatBuffers know before they begin.
//!
//! How it is inferred: a field of some records only is *optional*; one that is null in some is *nullable*; whole numbers take
//! the sign and the width their values need; whole numbers among fractions become floats where none loses a digit. What no
//! schema can say (text here and a number there, null inside a list, a field that is now null and now absent) is carried as
//! JSON text, so that nothing is lost. An object with more than [`MOST_FIELDS`] different keys is taken for a map.

use std::collections::{BTreeMap, BTreeSet};

use explorer_core::compression::payload_value::Value;

/// More keys than this, and they are data rather than names of fields.
pub const MOST_FIELDS: usize = 256;

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Never seen: the element of lists that are all empty.
    Unknown,
    /// Always null.
    Null,
    /// True or false.
    Bool,
    /// A whole number between these bounds.
    Int(i64, i64),
    /// A whole number, and some beyond 63 bits; none below zero.
    Big,
    /// A 64-bit float.
    Float,
    /// Text.
    Text,
    /// A list of one type.
    List(Box<Type>),
    /// Fields in the order in which they were first seen.
    Record(Vec<Field>),
    /// Any keys, values of one type.
    Map(Box<Type>),
    /// Anything, as JSON text.
    Json,
}

/// When a field has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Never.
    Never,
    /// Some records do not have it.
    Absent,
    /// It is null in some.
    Null,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key in JSON.
    pub key: String,
    /// Its type, where it has a value.
    pub kind: Type,
    /// When it has none.
    pub missing: Missing,
}

impl Field {
    /// Its value in a record, where it has one; `hint` is its place in the schema.
    pub fn of<'v>(&self, record: &'v Value, hint: usize) -> Option<&'v Value> {
        record.member(&self.key, hint).filter(|v| self.missing != Missing::Null || !matches!(v, Value::Null))
    }

    /// Adds it to a record that is being read; `None` is what stands for no value.
    pub fn restore(&self, value: Option<Value>, members: &mut Vec<(String, Value)>) {
        match (value, self.missing) {
            (Some(value), _) => members.push((self.key.clone(), value)),
            (None, Missing::Null) => members.push((self.key.clone(), Value::Null)),
            (None, _) => {}
        }
    }
}

/// The narrowest type that all these values have.
pub fn infer(values: &[&Value]) -> Type {
    let Some(first) = values.first() else { return Type::Unknown };
    let all = |is: fn(&Value) -> bool| values.iter().all(|v| is(v));
    match first {
        Value::Null if all(|v| matches!(v, Value::Null)) => Type::Null,
        Value::Bool(_) if all(|v| matches!(v, Value::Bool(_))) => Type::Bool,
        Value::Text(_) if all(|v| matches!(v, Value::Text(_))) => Type::Text,
        Value::List(_) if all(|v| matches!(v, Value::List(_))) => list(values),
        Value::Object(_) if all(|v| matches!(v, Value::Object(_))) => object(values),
        Value::Int(_) | Value::Big(_) | Value::Float(_) => number(values),
        _ => Type::Json,
    }
}

fn number(values: &[&Value]) -> Type {
    let (mut low, mut high, mut float, mut big, mut exact) = (i64::MAX, i64::MIN, false, false, true);
    for value in values {
        match value {
            Value::Int(i) => {
                low = low.min(*i);
                high = high.max(*i);
                exact &= i.unsigned_abs() <= 1 << 53;
            }
            Value::Big(_) => big = true,
            Value::Float(_) => float = true,
            _ => return Type::Json,
        }
    }
    match (float, big) {
        (false, false) => Type::Int(low, high),
        (true, false) if exact => Type::Float,
        (false, true) if low >= 0 => Type::Big,
        _ => Type::Json,
    }
}

fn list(values: &[&Value]) -> Type {
    let items = values.iter().flat_map(|v| if let Value::List(items) = v { items.as_slice() } else { &[] });
    Type::List(Box::new(element(&items.collect::<Vec<_>>())))
}

/// The type of elements of a list or values of a map, which are many or few but never missing.
fn element(values: &[&Value]) -> Type {
    match infer(values) {
        Type::Null => Type::Json,
        other => other,
    }
}

fn object(values: &[&Value]) -> Type {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut fields: Vec<(&str, Vec<&Value>)> = Vec::new();
    for value in values {
        let Value::Object(members) = value else { continue };
        for (key, value) in members {
            let place = *places.entry(key).or_insert_with(|| {
                fields.push((key, Vec::new()));
                fields.len() - 1
            });
            fields[place].1.push(value);
        }
    }
    if fields.len() > MOST_FIELDS {
        let all: Vec<&Value> = fields.iter().flat_map(|(_, values)| values.iter().copied()).collect();
        return Type::Map(Box::new(element(&all)));
    }
    let field = |(key, seen): (&str, Vec<&Value>)| {
        let absent = seen.len() < values.len();
        let given: Vec<&Value> = seen.iter().copied().filter(|v| !matches!(v, Value::Null)).collect();
        let null = given.len() < seen.len();
        let (kind, missing) = match (absent, null) {
            (false, false) => (infer(&given), Missing::Never),
            (true, false) => (infer(&given), Missing::Absent),
            (false, true) if given.is_empty() => (Type::Null, Missing::Never),
            (false, true) => (infer(&given), Missing::Null),
            (true, true) => (Type::Json, Missing::Absent),
        };
        Field { key: key.to_owned(), kind, missing }
    };
    Type::Record(fields.into_iter().map(field).collect())
}

/// Names for the keys of a record that every schema language takes: letters, digits and underscores, each only once.
pub fn identifiers(fields: &[Field]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    fields
        .iter()
        .map(|field| {
            let mut name: String = field.key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                name.insert_str(0, "field_");
            }
            let stem = name.clone();
            let mut n = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{stem}_{n}");
                n += 1;
            }
            name
        })
        .collect()
}

/// What one of several is called: a list of `tags` holds a `tag`. Good enough for names of types.
pub fn singular(name: &str) -> &str {
    name.strip_suffix('s').filter(|stem| !stem.is_empty() && !stem.ends_with('s')).unwrap_or(name)
}

/// A name for the type of a field, in capitals: `shipping_address` is a `ShippingAddress`. Each name is given once.
pub fn type_name(identifier: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = String::new();
    for word in identifier.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.extend(letters);
    }
    let stem = name.clone();
    let mut n = 2;
    while !taken.insert(name.clone()) {
        name = format!("{stem}{n}");
        n += 1;
    }
    name
}

/// Paths of the fields that no schema can type and that travel as JSON text.
pub fn untyped(kind: &Type) -> Vec<String> {
    fn walk(kind: &Type, path: &str, found: &mut Vec<String>) {
        match kind {
            Type::Json => found.push(if path.is_empty() { "the whole".into() } else { path.into() }),
            Type::List(item) | Type::Map(item) => walk(item, path, found),
            Type::Record(fields) => {
                for field in fields {
                    let inner = if path.is_empty() { field.key.clone() } else { format!("{path}.{}", field.key) };
                    walk(&field.kind, &inner, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(kind, "", &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn of(text: &str) -> Type {
        let value = read(text).unwrap();
        match infer(&[&value]) {
            Type::List(item) => *item,
            other => other,
        }
    }

    fn fields(text: &str) -> Vec<(String, Type, Missing)> {
        match of(text) {
            Type::Record(fields) => fields.into_iter().map(|f| (f.key, f.kind, f.missing)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_field_that_is_missing_or_null_somewhere_is_optional() {
        let found = fields(r#"[{"a":1,"b":"x"},{"a":-5,"b":null,"c":true}]"#);
        let expected = [
            ("a".to_owned(), Type::Int(-5, 1), Missing::Never),
            ("b".to_owned(), Type::Text, Missing::Null),
            ("c".to_owned(), Type::Bool, Missing::Absent),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_no_schema_can_say_travels_as_json_text() {
        for text in ["[1,\"a\"]", "[null,1]", "[9007199254740993, 0.5]", "[-1,18446744073709551615]", "[{\"a\":1},[]]"]
        {
            assert_eq!(of(text), Type::Json, "{text}");
        }
        let found = fields(r#"[{"a":1},{"a":null},{}]"#);
        assert_eq!(found, [("a".to_owned(), Type::Json, Missing::Absent)]);
    }

    #[test]
    fn whole_numbers_among_fractions_are_floats() {
        assert_eq!(of("[1, 2.5]"), Type::Float);
        assert_eq!(of("[1, 18446744073709551615]"), Type::Big);
    }

    #[test]
    fn very_many_keys_are_data() {
        let text: Vec<String> = (0..300).map(|i| format!("\"user{i}\":{i}")).collect();
        assert_eq!(of(&format!("{{{}}}", text.join(","))), Type::Map(Box::new(Type::Int(0, 299))));
    }
}
