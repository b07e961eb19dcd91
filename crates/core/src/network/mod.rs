//! Networks: how long what is sent takes to be there.

pub mod cities;
pub mod coast;
pub mod fibre;
pub mod geodesic;
pub mod handshake;
pub mod highway;
pub mod measured_rtt;
pub mod page_load;
pub mod projection;
pub mod replicas;
pub mod transfer;
