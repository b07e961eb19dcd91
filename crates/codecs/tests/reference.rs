//! Our compressors against the reference tools written in C: sizes at the same level, and frames that others wrote.
//! `script/codec-reference` makes the table.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_codecs::codec::Codec;
use explorer_codecs::{Unwatched, run, samples};
use explorer_core::job::{Bytes, Job};

/// How far a size may be off: the gzip here is a port of miniz, whose choices differ from zlib's, most of all at level 1, where it
/// looks at one earlier place only; LZ4's has another hash table.
fn allowed(codec: Codec, level: i32) -> f64 {
    match codec {
        Codec::Gzip if level == 1 => 0.13,
        Codec::Gzip => 0.03,
        Codec::Brotli | Codec::Zstd => 0.01,
        Codec::Lz4 => 0.05,
    }
}

#[test]
fn every_level_comes_near_the_reference_tools_size() {
    let mut far = Vec::new();
    for line in include_str!("data/reference_sizes.tsv").lines().filter(|l| !l.starts_with('#')) {
        let [name, codec, level, size] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let (codec, level, size): (_, i32, f64) =
            (Codec::of(codec).unwrap(), level.parse().unwrap(), size.parse().unwrap());
        let ours = codec.compress(level, &samples::named(name).unwrap(), &mut |_| {}).unwrap().len() as f64;
        let off = (ours - size) / size;
        if off > allowed(codec, level) || off < -0.25 {
            far.push(format!("{name} {} {level}: {ours} for {size} ({:+.1} %)", codec.word(), 100.0 * off));
        }
    }
    assert!(far.is_empty(), "\n{}", far.join("\n"));
}

#[test]
fn whatever_goes_in_comes_back_and_what_is_damaged_is_refused() {
    for bytes in [Vec::new(), vec![7], vec![0; 300_000], samples::named("random").unwrap()] {
        for codec in Codec::ALL {
            for level in [codec.levels().0, codec.levels().1] {
                let packed = codec.compress(level, &bytes, &mut |_| {}).unwrap();
                assert_eq!(codec.decompress(&packed, bytes.len()).unwrap(), bytes, "{codec:?} {level}");
                assert!(
                    bytes.is_empty() || codec.decompress(&packed, bytes.len() - 1).is_err(),
                    "{codec:?} gave too much"
                );
                assert!(
                    bytes.is_empty()
                        || codec.decompress(&packed[..packed.len() / 2], bytes.len()).as_ref() != Ok(&bytes),
                    "{codec:?}"
                );
            }
        }
    }
}

#[test]
fn what_cannot_be_made_smaller_grows_by_no_more_than_its_frame() {
    let random = samples::named("random").unwrap();
    for codec in Codec::ALL {
        for level in [codec.levels().0, 1, codec.levels().1] {
            let grown = codec.compress(level, &random, &mut |_| {}).unwrap().len() - random.len();
            assert!((1..=80).contains(&grown), "{codec:?} {level} grows by {grown}");
        }
    }
}

#[test]
fn a_job_measures_what_it_is_asked_for() {
    let job = Job::new("compress").with("sample", "json").with("levels", "gzip:6 zstd:3").with("chosen", "gzip:6");
    let outcome = run(&job, &mut Unwatched);
    assert_eq!(outcome.word("failed"), None);
    let original = outcome.number("original").unwrap();
    assert_eq!(original, samples::named("json").unwrap().len() as f64);
    assert!(outcome.number("gzip:6").unwrap() < 0.3 * original && outcome.number("zstd:3").unwrap() < 0.3 * original);
    assert!(outcome.number("twice").unwrap() > 0.98 * outcome.number("gzip:6").unwrap());
    assert!(outcome.number("record dictionary").unwrap() < 0.8 * outcome.number("record alone").unwrap());
    assert_eq!(outcome.number("gzip:6 write"), None, "without a clock there are no speeds");
    assert_eq!(outcome.word("checksum"), Some("ee88d345"));
}

#[test]
fn a_job_without_bytes_or_too_large_says_so() {
    assert_eq!(run(&Job::new("compress"), &mut Unwatched).word("failed"), Some("There is nothing to compress."));
    let large = Job::new("compress").with("levels", "lz4:1").on(Bytes::new("a", vec![0; (32 << 20) + 1]));
    assert_eq!(run(&large, &mut Unwatched).word("failed"), Some("At most 32 MiB are compressed here."));
    assert!(run(&Job::new("bake"), &mut Unwatched).word("failed").unwrap().contains("“bake”"));
}
