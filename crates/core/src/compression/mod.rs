//! Making data smaller, and not sending it at all.

pub mod payload;
pub mod payload_read;
pub mod payload_records;
pub mod payload_value;
pub mod trade;
