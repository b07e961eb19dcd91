//! Networks: how long what is sent takes to be there.

pub mod handshake;
pub mod highway;
pub mod page_load;
pub mod transfer;
