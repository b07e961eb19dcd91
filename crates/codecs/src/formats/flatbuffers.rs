//! FlatBuffers (flatbuffers.dev, "Internals"): a message that is read where it lies. Every value stands at a round address, every
//! text is found by an offset, and each table points to a vtable that says where its fields are. Nothing is parsed; the room for
//! that is paid in bytes.
//!
//! Laid out as the reference builder does it, from the back to the front, with one vtable for all tables alike. The schema is
//! inferred: whole numbers take 32 bits where they fit, else 64; fields with their type's default (0) are left out unless the
//! field may be missing; a list in a list gets a table of its own; a map is a vector of key–value tables.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::schema::{Field, Missing, Type, identifiers, singular, type_name};
use super::sink::{Broken, Kind, Names, Sink, Span};
use explorer_core::compression::payload_value::Value;

/// Bytes of an offset.
const OFFSET: usize = 4;

/// Writes a value of this type as the only field of a root table.
pub fn encode(kind: &Type, value: &Value) -> Sink {
    let mut builder = Builder { min_align: 1, ..Builder::default() };
    let slots = if matches!(kind, Type::Null) { Vec::new() } else { vec![(0, builder.child(kind, value, 0))] };
    let root = builder.table(slots, 0);
    builder.finish(root)
}

/// A value on its way into a table or a vector.
#[derive(Clone, Copy, Debug)]
enum Slot {
    /// So many bytes of a scalar, little end first; left out of a table where they are all zero and it is not explicit.
    Scalar([u8; 8], usize),
    /// Something that stands elsewhere: its distance from the end of the message.
    At(usize),
}

/// Grows a message from its end: distances are counted backwards from there, so that they are known at once.
#[derive(Default)]
struct Builder {
    /// The message back to front.
    back: Vec<u8>,
    /// Spans by distance from the end: from `start` to before `end`.
    spans: Vec<Span>,
    names: Names,
    min_align: usize,
    /// Distances of the vtables, and their bytes.
    vtables: Vec<(usize, Vec<u8>)>,
}

impl Builder {
    /// Puts bytes in front.
    fn push(&mut self, kind: Kind, name: u32, bytes: &[u8]) {
        let start = self.back.len() as u32;
        self.back.extend(bytes.iter().rev());
        if !bytes.is_empty() {
            self.spans.push(Span { start, end: self.back.len() as u32, kind, name });
        }
    }

    /// Pads so that after `len` more bytes the front stands at a multiple of `align`.
    fn align(&mut self, len: usize, align: usize) {
        self.min_align = self.min_align.max(align);
        let padding = (self.back.len() + len).wrapping_neg() & (align - 1);
        self.push(Kind::Padding, 0, &[0; 8][..padding]);
    }

    /// Puts an offset to what stands at a distance.
    fn offset(&mut self, to: usize, name: u32) {
        self.align(OFFSET, OFFSET);
        let offset = (self.back.len() + OFFSET - to) as u32;
        self.push(Kind::Offset, name, &offset.to_le_bytes());
    }

    fn text(&mut self, text: &str, kind: Kind, name: u32) -> usize {
        self.align(text.len() + 1, OFFSET);
        self.push(Kind::End, name, &[0]);
        self.push(kind, name, text.as_bytes());
        self.push(Kind::Length, name, &(text.len() as u32).to_le_bytes());
        self.back.len()
    }

    /// What goes into a slot for a value, having put what stands elsewhere.
    fn child(&mut self, kind: &Type, value: &Value, name: u32) -> Slot {
        if let Some((bytes, width)) = scalar(kind, value) {
            return Slot::Scalar(bytes, width);
        }
        Slot::At(match (kind, value) {
            (Type::Text, Value::Text(words)) => self.text(words, Kind::Value, name),
            (Type::List(item), Value::List(values)) => {
                let slots: Vec<Slot> = values.iter().map(|v| self.item(item, v, name)).collect();
                self.vector(&slots, width(item), name)
            }
            (Type::Map(item), Value::Object(members)) => {
                let mut slots = Vec::new();
                for (key, value) in members {
                    let key = Slot::At(self.text(key, Kind::Key, name));
                    let value = self.child(item, value, name);
                    slots.push(Slot::At(self.table(vec![(0, key), (1, value)], name)));
                }
                self.vector(&slots, OFFSET, name)
            }
            (Type::Record(fields), record) => self.record(fields, record, name),
            (_, value) => self.text(&value.to_json(), Kind::Value, name),
        })
    }

    /// An element of a vector: a list or map in it needs a table around it.
    fn item(&mut self, kind: &Type, value: &Value, name: u32) -> Slot {
        let slot = self.child(kind, value, name);
        match kind {
            Type::List(_) | Type::Map(_) => Slot::At(self.table(vec![(0, slot)], name)),
            _ => slot,
        }
    }

    fn vector(&mut self, slots: &[Slot], width: usize, name: u32) -> usize {
        self.align(slots.len() * width, width.max(OFFSET));
        for slot in slots.iter().rev() {
            match slot {
                Slot::Scalar(bytes, width) => self.push(Kind::Number, name, &bytes[..*width]),
                Slot::At(to) => self.offset(*to, name),
            }
        }
        self.push(Kind::Length, name, &(slots.len() as u32).to_le_bytes());
        self.back.len()
    }

    fn record(&mut self, fields: &[Field], record: &Value, name: u32) -> usize {
        let mut slots = Vec::new();
        for (i, field) in fields.iter().enumerate() {
            if matches!(field.kind, Type::Null) {
                continue;
            }
            if let Some(value) = field.of(record, i) {
                let child = self.names.child(name, &field.key);
                let slot = self.child(&field.kind, value, child);
                let default = matches!(slot, Slot::Scalar(bytes, _) if bytes == [0; 8]);
                if !default || field.missing != Missing::Never {
                    slots.push((i, child, slot));
                }
            }
        }
        self.named_table(slots, name)
    }

    fn table(&mut self, slots: Vec<(usize, Slot)>, name: u32) -> usize {
        let given = slots.into_iter().filter(|(_, slot)| !matches!(slot, Slot::Scalar(bytes, _) if *bytes == [0; 8]));
        self.named_table(given.map(|(i, slot)| (i, name, slot)).collect(), name)
    }

    /// A table: its fields, the widest at its end, then the way to its vtable.
    fn named_table(&mut self, mut slots: Vec<(usize, u32, Slot)>, name: u32) -> usize {
        let width = |slot: &Slot| if let Slot::Scalar(_, width) = slot { *width } else { OFFSET };
        // As flatc's own code does it: the widest first, and the last of those with the same width first.
        slots.sort_by_key(|(i, _, slot)| std::cmp::Reverse((width(slot), *i)));
        let tail = self.back.len();
        let mut places = Vec::new();
        for (i, child, slot) in &slots {
            match slot {
                Slot::Scalar(bytes, width) => {
                    self.align(*width, *width);
                    self.push(Kind::Number, *child, &bytes[..*width]);
                }
                Slot::At(to) => self.offset(*to, *child),
            }
            places.push((*i, self.back.len()));
        }
        self.align(OFFSET, OFFSET);
        let at = self.back.len() + OFFSET;
        let entries = places.iter().map(|(i, _)| i + 1).max().unwrap_or(0);
        let mut vtable = vec![0; 4 + 2 * entries];
        vtable[..2].copy_from_slice(&(4 + 2 * entries as u16).to_le_bytes());
        vtable[2..4].copy_from_slice(&((at - tail) as u16).to_le_bytes());
        for (i, place) in places {
            vtable[4 + 2 * i..6 + 2 * i].copy_from_slice(&((at - place) as u16).to_le_bytes());
        }
        let known = self.vtables.iter().find(|(_, bytes)| *bytes == vtable).map(|(place, _)| *place);
        let vtable_at = known.unwrap_or(at + vtable.len());
        self.push(Kind::Offset, name, &(vtable_at as i32 - at as i32).to_le_bytes());
        if known.is_none() {
            self.push(Kind::VTable, name, &vtable);
            self.vtables.push((vtable_at, vtable));
        }
        at
    }

    fn finish(mut self, root: usize) -> Sink {
        self.align(OFFSET, self.min_align);
        self.offset(root, 0);
        self.back.reverse();
        let total = self.back.len() as u32;
        let turned = self.spans.iter().rev().map(|s| Span { start: total - s.end, end: total - s.start, ..*s });
        Sink { spans: turned.collect(), bytes: self.back, names: self.names }
    }
}

/// Bytes of a value in a vector.
fn width(kind: &Type) -> usize {
    match kind {
        Type::Bool => 1,
        Type::Int(low, high) => int_width(*low, *high),
        Type::Big | Type::Float => 8,
        _ => OFFSET,
    }
}

fn int_width(low: i64, high: i64) -> usize {
    let fits =
        if low < 0 { i32::try_from(low).is_ok() && i32::try_from(high).is_ok() } else { u32::try_from(high).is_ok() };
    if fits { 4 } else { 8 }
}

/// A scalar's bytes, little end first, and how many they are.
fn scalar(kind: &Type, value: &Value) -> Option<([u8; 8], usize)> {
    Some(match (kind, value) {
        (Type::Bool, Value::Bool(b)) => (u64::from(*b).to_le_bytes(), 1),
        (Type::Int(low, high), Value::Int(i)) => {
            let width = int_width(*low, *high);
            let bits = if width == 4 { u64::from(*i as u32) } else { *i as u64 };
            (bits.to_le_bytes(), width)
        }
        (Type::Big, Value::Int(i)) => (i.to_le_bytes(), 8),
        (Type::Big, Value::Big(u)) => (u.to_le_bytes(), 8),
        (Type::Float, Value::Float(x)) => (x.to_le_bytes(), 8),
        (Type::Float, Value::Int(i)) => ((*i as f64).to_le_bytes(), 8),
        _ => return None,
    })
}

/// Reads a message of this type.
///
/// # Errors
/// Where the bytes are none.
pub fn decode(kind: &Type, bytes: &[u8]) -> Result<Value, Broken> {
    let message = Message { bytes };
    let root = message.follow(0)?;
    message.field(kind, root, 0, false)?.ok_or(Broken)
}

/// A message to look things up in.
struct Message<'a> {
    bytes: &'a [u8],
}

impl Message<'_> {
    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N], Broken> {
        let end = at.checked_add(N).ok_or(Broken)?;
        self.bytes.get(at..end).and_then(|b| b.try_into().ok()).ok_or(Broken)
    }

    fn u32(&self, at: usize) -> Result<usize, Broken> {
        self.array(at).map(|b| u32::from_le_bytes(b) as usize)
    }

    /// Where the offset that stands here leads.
    fn follow(&self, at: usize) -> Result<usize, Broken> {
        at.checked_add(self.u32(at)?).ok_or(Broken)
    }

    /// Where a field of a table stands, if it does.
    fn place(&self, table: usize, index: usize) -> Result<Option<usize>, Broken> {
        let back = i32::from_le_bytes(self.array(table)?);
        let vtable = usize::try_from(table as i64 - i64::from(back)).map_err(|_| Broken)?;
        let short = |at| self.array(at).map(|b| usize::from(u16::from_le_bytes(b)));
        if short(vtable)? < 6 + 2 * index {
            return Ok(None);
        }
        Ok(match short(vtable + 4 + 2 * index)? {
            0 => None,
            place => Some(table + place),
        })
    }

    fn field(&self, kind: &Type, table: usize, index: usize, explicit: bool) -> Result<Option<Value>, Broken> {
        match self.place(table, index)? {
            Some(place) => self.value(kind, place).map(Some),
            None if explicit => Ok(None),
            None => Ok(Some(match kind {
                Type::Null => Value::Null,
                Type::Bool => Value::Bool(false),
                Type::Int(..) | Type::Big => Value::Int(0),
                Type::Float => Value::Float(0.0),
                _ => return Err(Broken),
            })),
        }
    }

    fn value(&self, kind: &Type, at: usize) -> Result<Value, Broken> {
        Ok(match kind {
            Type::Bool => Value::Bool(self.array::<1>(at)? != [0]),
            Type::Int(low, high) => Value::Int(match (int_width(*low, *high), *low < 0) {
                (4, true) => i64::from(i32::from_le_bytes(self.array(at)?)),
                (4, false) => i64::from(u32::from_le_bytes(self.array(at)?)),
                _ => i64::from_le_bytes(self.array(at)?),
            }),
            Type::Big => {
                let u = u64::from_le_bytes(self.array(at)?);
                i64::try_from(u).map_or(Value::Big(u), Value::Int)
            }
            Type::Float => Value::Float(f64::from_le_bytes(self.array(at)?)),
            Type::Text => Value::Text(self.text(self.follow(at)?)?),
            Type::Json => super::any(&self.text(self.follow(at)?)?).map_err(|_| Broken)?,
            Type::List(item) => {
                let vector = self.follow(at)?;
                let len = self.u32(vector)?;
                let width = width(item);
                if len.checked_mul(width).is_none_or(|n| n > self.bytes.len()) {
                    return Err(Broken);
                }
                let one = |i| {
                    let place = vector + OFFSET + i * width;
                    match **item {
                        Type::List(_) | Type::Map(_) => self.field(item, self.follow(place)?, 0, false)?.ok_or(Broken),
                        _ => self.value(item, place),
                    }
                };
                Value::List((0..len).map(one).collect::<Result<_, _>>()?)
            }
            Type::Map(item) => {
                let vector = self.follow(at)?;
                let mut members = Vec::new();
                for i in 0..self.u32(vector)? {
                    let entry = self.follow(vector + OFFSET + i * OFFSET)?;
                    let Some(Value::Text(key)) = self.field(&Type::Text, entry, 0, true)? else { return Err(Broken) };
                    members.push((key, self.field(item, entry, 1, false)?.ok_or(Broken)?));
                }
                Value::Object(members)
            }
            Type::Record(fields) => {
                let table = self.follow(at)?;
                let mut members = Vec::new();
                for (i, field) in fields.iter().enumerate() {
                    let value = self.field(&field.kind, table, i, field.missing != Missing::Never)?;
                    field.restore(value, &mut members);
                }
                Value::Object(members)
            }
            Type::Unknown | Type::Null => return Err(Broken),
        })
    }

    fn text(&self, at: usize) -> Result<String, Broken> {
        let start = at.checked_add(OFFSET).ok_or(Broken)?;
        let end = start.checked_add(self.u32(at)?).ok_or(Broken)?;
        self.bytes.get(start..end).and_then(|b| String::from_utf8(b.to_vec()).ok()).ok_or(Broken)
    }
}

/// The schema as an `.fbs` file.
pub fn schema_text(kind: &Type) -> String {
    let mut tables = Vec::new();
    let mut taken = BTreeSet::from(["Message".to_owned()]);
    let line = declare(kind, "records", Missing::Never, &mut taken, &mut tables);
    let mut text = format!("table Message {{\n{line}}}\n");
    tables.reverse();
    for table in tables {
        let _ = write!(text, "\n{table}");
    }
    text.push_str("\nroot_type Message;\n");
    text
}

fn declare(
    kind: &Type,
    name: &str,
    missing: Missing,
    taken: &mut BTreeSet<String>,
    tables: &mut Vec<String>,
) -> String {
    if matches!(kind, Type::Null) {
        return format!("  {name}:bool (deprecated);  // always null\n");
    }
    let scalar = matches!(kind, Type::Bool | Type::Int(..) | Type::Big | Type::Float);
    let default = if scalar && missing != Missing::Never { " = null" } else { "" };
    format!("  {name}:{}{default};\n", word(kind, name, taken, tables))
}

/// The word for a type; for a table, its name.
fn word(kind: &Type, name: &str, taken: &mut BTreeSet<String>, tables: &mut Vec<String>) -> String {
    match kind {
        Type::Unknown | Type::Null => "ubyte".into(),
        Type::Bool => "bool".into(),
        Type::Int(low, high) => match (int_width(*low, *high), *low < 0) {
            (4, true) => "int".into(),
            (4, false) => "uint".into(),
            _ => "long".into(),
        },
        Type::Big => "ulong".into(),
        Type::Float => "double".into(),
        Type::Text => "string".into(),
        Type::Json => "string /* JSON */".into(),
        Type::List(item) if matches!(**item, Type::List(_) | Type::Map(_)) => {
            let own = type_name(&format!("{name}_list"), taken);
            let line = declare(item, "items", Missing::Never, taken, tables);
            tables.push(format!("table {own} {{\n{line}}}\n"));
            format!("[{own}]")
        }
        Type::List(item) => format!("[{}]", word(item, name, taken, tables)),
        Type::Map(item) => {
            let own = type_name(&format!("{name}_entry"), taken);
            let line = declare(item, "value", Missing::Never, taken, tables);
            tables.push(format!("table {own} {{\n  key:string (required);\n{line}}}\n"));
            format!("[{own}]")
        }
        Type::Record(fields) => {
            let own = type_name(singular(name), taken);
            let names = identifiers(fields);
            let pairs = fields.iter().zip(&names);
            let lines: String = pairs.map(|(f, name)| declare(&f.kind, name, f.missing, taken, tables)).collect();
            tables.push(format!("table {own} {{\n{lines}}}\n"));
            own
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{infer, read};
    use super::*;

    #[test]
    fn tables_alike_share_one_vtable_and_texts_end_with_a_zero() {
        let value = read(r#"[{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}]"#).unwrap();
        let sink = encode(&infer(&[&value]), &value);
        assert_eq!(
            sink.spans.iter().filter(|s| s.kind == Kind::VTable).count(),
            2,
            "one of the root, one of the records"
        );
        assert_eq!(sink.spans.iter().filter(|s| s.kind == Kind::End).count(), 2);
        assert_eq!(sink.bytes.len() % 4, 0);
    }

    #[test]
    fn broken_bytes_are_an_error_not_a_crash() {
        let kind = Type::List(Box::new(Type::Map(Box::new(Type::Text))));
        for bytes in
            [&[][..], &[4, 0, 0, 0], &[255; 40], &[0; 40], &[4, 0, 0, 0, 252, 255, 255, 255, 6, 0, 8, 0, 4, 0, 0, 0]]
        {
            assert_eq!(decode(&kind, bytes), Err(Broken));
        }
    }
}
