//! The only files that name the browser: hash and history, frames, storage, clipboard, downloads.

pub mod clipboard;
pub mod frames;
pub mod hash;
pub mod page;
pub mod storage;
