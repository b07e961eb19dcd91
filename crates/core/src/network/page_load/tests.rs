use super::*;
use crate::network::transfer::Transfer;

fn line(mbps: f64, ms: f64) -> Line {
    Line::new(mbps * 1e6, ms / 1e3).unwrap()
}

/// A line of endless bandwidth on which a round trip takes a second: times are round trips.
fn endless() -> Line {
    Line::new(f64::INFINITY, 1.0).unwrap()
}

fn page(protocol: Protocol, resources: u32, kb: f64, line: Line) -> Page {
    Page { resources, resource_bytes: kb * 1e3, protocol, connections: 6, setup_round_trips: 1, line }
}

/// Loses exactly these transmissions, counted from 0.
fn losing(these: &'static [u64]) -> impl FnMut() -> bool {
    let mut number = 0;
    move || {
        number += 1;
        these.contains(&(number - 1))
    }
}

#[test]
fn packet_by_packet_one_resource_takes_what_the_closed_form_says() {
    for kb in [0.5, 1.46, 14.6, 14.7, 43.8, 60.0, 102.2, 150.0, 219.5, 500.0, 1234.5] {
        for mbps in [0.5, 3.0, 10.0, 47.0, 100.0, 1000.0, 1e5] {
            for ms in [0.0, 0.5, 5.0, 33.0, 100.0, 400.0] {
                for protocol in Protocol::ALL {
                    let load = page(protocol, 1, kb, line(mbps, ms)).load_without_loss().unwrap();
                    let closed = Transfer::on_new_connection(line(mbps, ms), kb * 1e3, 1.0).unwrap().total_secs();
                    assert!(
                        (load.page_secs / closed - 1.0).abs() < 1e-9,
                        "{kb} kB, {mbps} Mbit/s, {ms} ms: {} against {closed}",
                        load.page_secs
                    );
                }
            }
        }
    }
}

#[test]
fn forty_small_resources_by_hand() {
    let trips = |protocol| page(protocol, 40, 10.0, endless()).round_trips().unwrap();
    // Six at a time are seven rounds, each with a handshake and a request.
    assert_eq!(trips(Protocol::Http10), 14.0);
    // One handshake (six side by side), then seven requests in a row.
    assert_eq!(trips(Protocol::Http11), 8.0);
    // One handshake, then 280 packets of 10, 20, 40, 80, 160: five windows.
    assert_eq!(trips(Protocol::Http2), 6.0);
    assert_eq!(trips(Protocol::Http3), 6.0);
}

#[test]
fn many_small_resources_on_one_connection_are_one_stream_of_bytes() {
    // 20 × 5 kB are 100 kB: windows of 14.6, 43.8, 102.2 kB. Packets rounded up by file would be 80, and a fourth window.
    for protocol in [Protocol::Http2, Protocol::Http3] {
        for (count, kb) in [(20, 5.0), (200, 0.5), (1, 100.0), (100, 1.0)] {
            let many = page(protocol, count, kb, endless());
            assert_eq!(many.packets(), 69.0, "100,000 / 1,460");
            assert_eq!(many.round_trips().unwrap(), 4.0, "{protocol:?} {count} × {kb} kB");
            let load = many.load_without_loss().unwrap();
            assert_eq!((load.packets_sent, load.spans.len()), (69, count as usize));
        }
        // On a narrow line too the page takes what one file of its size takes.
        let narrow = |count, kb| page(protocol, count, kb, line(8.0, 40.0)).load_without_loss().unwrap().page_secs;
        assert!((narrow(30, 3.3) / narrow(1, 99.0) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn one_after_another_forty_resources_take_eighty_round_trips_and_kept_alive_forty_one() {
    let one = |protocol| Page { connections: 1, ..page(protocol, 40, 10.0, endless()) }.round_trips().unwrap();
    assert_eq!(one(Protocol::Http10), 80.0);
    assert_eq!(one(Protocol::Http11), 41.0);
}

#[test]
fn a_kept_connection_keeps_its_window() {
    // 20 kB are 14 packets: two windows at first, one ever after.
    let load = Page { connections: 1, ..page(Protocol::Http11, 3, 20.0, endless()) }.load_without_loss().unwrap();
    let done: Vec<f64> = load.spans.iter().map(|s| s.done_secs).collect();
    assert_eq!(done, [3.0, 4.0, 5.0]);
}

#[test]
fn handshakes_are_counted_by_connection() {
    let count = |protocol, n| page(protocol, n, 10.0, line(10.0, 50.0)).load_without_loss().unwrap().handshakes;
    assert_eq!(Protocol::ALL.map(|p| count(p, 40)), [40, 6, 1, 1]);
    assert_eq!(Protocol::ALL.map(|p| count(p, 4)), [4, 4, 1, 1]);
}

#[test]
fn a_lost_packet_holds_back_the_other_resource_on_tcp_and_not_on_quic() {
    // Two resources of three packets take turns; the first packet of all is lost. Request at 1.5, arrivals at 2; the third
    // acknowledgement after it is back at 2.5, and what is sent again arrives at 3.
    let load = |protocol| {
        let mut lost = losing(&[0]);
        page(protocol, 2, 4.0, endless()).load(&mut lost).unwrap()
    };
    let (tcp, quic) = (load(Protocol::Http2), load(Protocol::Http3));
    assert_eq!([tcp.spans[0].done_secs, tcp.spans[1].done_secs], [3.0, 3.0]);
    assert_eq!([quic.spans[0].done_secs, quic.spans[1].done_secs], [3.0, 2.0]);
    assert_eq!((tcp.held_secs(), quic.held_secs()), (1.0, 0.0));
    assert_eq!((tcp.packets_sent, tcp.packets_lost), (7, 1));
}

#[test]
fn the_last_packet_lost_is_noticed_two_round_trips_after_it_was_sent() {
    let mut lost = losing(&[2]);
    let load = page(Protocol::Http2, 1, 4.0, endless()).load(&mut lost).unwrap();
    // Sent at 1.5, noticed at 3.5, there at 4.
    assert_eq!(load.page_secs, 4.0);
}

#[test]
fn a_loss_halves_the_window() {
    // 60 packets: 10, then 20 of which the first is lost (noticed by the third acknowledgement, when 18 are under way).
    let mut lost = losing(&[10]);
    let load = page(Protocol::Http2, 1, 60.0 * 1.46, endless()).load(&mut lost).unwrap();
    let without = page(Protocol::Http2, 1, 60.0 * 1.46, endless()).load_without_loss().unwrap();
    assert_eq!(without.page_secs, 4.0);
    assert_eq!(load.page_secs, 6.0);
}

#[test]
fn every_packet_arrives_and_nothing_is_faster_than_the_line() {
    for protocol in Protocol::ALL {
        for loss in [0.0, 0.005, 0.02, 0.1] {
            for ms in [1.0, 50.0, 200.0] {
                let page = page(protocol, 40, 25.0, line(20.0, ms));
                let load = page.load_with_even_loss(loss).unwrap();
                assert_eq!(load.packets_sent as f64, page.packets() + load.packets_lost as f64);
                let least = page.line.serialization_secs(1e6) + 2.0 * ms / 1e3;
                assert!(load.page_secs >= least * (1.0 - 1e-12), "{protocol:?} {loss} {ms}: {}", load.page_secs);
                assert!((load.packets_lost as f64 - loss * load.packets_sent as f64).abs() <= 1.0);
                for span in &load.spans {
                    assert!(span.begun_secs <= span.asked_secs && span.asked_secs <= span.first_secs);
                    assert!(span.first_secs <= span.arrived_secs && span.arrived_secs <= span.done_secs);
                }
            }
        }
    }
}

#[test]
fn where_the_line_is_the_limit_every_version_takes_the_same_but_for_the_greeting() {
    // A slow line close by is never idle once the first packet is on its way.
    for protocol in [Protocol::Http11, Protocol::Http2, Protocol::Http3] {
        let load = page(protocol, 40, 25.0, line(1.0, 2.0)).load_without_loss().unwrap();
        assert!((load.page_secs - (8.0 + 0.004)).abs() < 1e-9, "{protocol:?} {}", load.page_secs);
    }
}

#[test]
fn a_longer_way_never_makes_a_page_faster() {
    for protocol in Protocol::ALL {
        let mut before = 0.0;
        for ms in [0.0, 1.0, 3.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0] {
            let secs = page(protocol, 40, 25.0, line(50.0, ms)).load_without_loss().unwrap().page_secs;
            assert!(secs >= before, "{protocol:?} at {ms} ms: {secs} after {before}");
            before = secs;
        }
    }
}

#[test]
fn a_page_of_nothing_or_of_too_much_is_refused() {
    assert_eq!(page(Protocol::Http2, 0, 1.0, endless()).load_without_loss(), Err(TransferError::Nothing));
    assert_eq!(page(Protocol::Http2, 1, 0.0, endless()).load_without_loss(), Err(TransferError::Size));
    assert_eq!(page(Protocol::Http2, 1000, 1e3, endless()).load_without_loss(), Err(TransferError::TooMuch));
    assert_eq!(page(Protocol::Http2, 1, 1.0, endless()).load(&mut || true), Err(TransferError::TooMuch));
}
