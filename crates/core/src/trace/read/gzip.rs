//! Gzip (RFC 1952), unpacked in slices. The check sum is not looked at: what it would catch, the reader of the content catches.

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use crate::trace::TraceError;

/// Unpacks.
pub(super) struct Gunzip {
    state: Box<InflateState>,
    /// Bytes of the head until it is whole; nothing from then on.
    head: Option<Vec<u8>>,
    out: Vec<u8>,
    is_done: bool,
}

impl Default for Gunzip {
    fn default() -> Self {
        Self {
            state: InflateState::new_boxed(DataFormat::Raw),
            head: Some(Vec::new()),
            out: vec![0; 128 * 1024],
            is_done: false,
        }
    }
}

impl Gunzip {
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    pub fn push(
        &mut self,
        bytes: &[u8],
        plain: &mut dyn FnMut(&[u8]) -> Result<(), TraceError>,
    ) -> Result<(), TraceError> {
        if let Some(mut head) = self.head.take() {
            head.extend_from_slice(bytes);
            return match head_len(&head) {
                Some(len) => self.unpack(&head[len..], plain),
                None => {
                    self.head = Some(head);
                    Ok(())
                }
            };
        }
        self.unpack(bytes, plain)
    }

    fn unpack(
        &mut self,
        mut bytes: &[u8],
        plain: &mut dyn FnMut(&[u8]) -> Result<(), TraceError>,
    ) -> Result<(), TraceError> {
        while !self.is_done {
            let step = inflate(&mut self.state, bytes, &mut self.out, MZFlush::None);
            bytes = &bytes[step.bytes_consumed..];
            plain(&self.out[..step.bytes_written])?;
            match step.status {
                Ok(MZStatus::StreamEnd) => self.is_done = true,
                Ok(_) if step.bytes_written > 0 || step.bytes_consumed > 0 && !bytes.is_empty() => {}
                Ok(_) => break,
                Err(miniz_oxide::MZError::Buf) => break,
                Err(_) => {
                    return Err(TraceError::Foreign(
                        "This is a gzip file, but it is damaged and cannot be unpacked.".into(),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Length of a gzip head, where it is whole.
fn head_len(head: &[u8]) -> Option<usize> {
    let flags = *head.get(3)?;
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + usize::from(*head.get(at)?) + 256 * usize::from(*head.get(at + 1)?);
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += head.get(at..)?.iter().position(|b| *b == 0)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (head.len() >= at).then_some(at)
}
