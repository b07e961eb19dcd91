//! Writes the samples into a folder, as they are and compressed at the lowest, a usual and the highest level, for other tools to
//! look at: `cargo run -p explorer-codecs --example samples -- FOLDER`

use std::{env, fs, path::Path, process::ExitCode};

use explorer_codecs::codec::Codec;
use explorer_codecs::samples;

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("name a folder");
        return ExitCode::from(2);
    };
    for name in samples::NAMES {
        let sample = samples::named(name).unwrap_or_default();
        let mut files = vec![(name.to_owned(), sample.clone())];
        for codec in Codec::ALL {
            let (low, high) = codec.levels();
            for level in [low, 3.clamp(low, high), high] {
                let Ok(packed) = codec.compress(level, &sample, &mut |_| {}) else { return ExitCode::FAILURE };
                files.push((format!("{name}.{level}.{}", codec.word()), packed));
            }
        }
        for (name, content) in files {
            if let Err(error) = fs::write(Path::new(&folder).join(&name), content) {
                eprintln!("{folder}/{name}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
