//! The only files that name the browser: hash and history, frames, storage, clipboard, downloads.

pub mod clipboard;
pub mod download;
pub mod files;
pub mod frames;
pub mod hash;
pub mod page;
pub mod picture;
#[cfg(not(test))]
pub mod pointer;
pub mod resize;
pub mod storage;
#[cfg(not(test))]
pub mod worker;
