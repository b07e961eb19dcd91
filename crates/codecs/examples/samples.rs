//! Writes the samples into a folder, for other tools to look at: `cargo run -p explorer-codecs --example samples -- FOLDER`

use std::{env, fs, path::Path, process::ExitCode};

use explorer_codecs::samples;

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("name a folder");
        return ExitCode::from(2);
    };
    for name in samples::NAMES {
        let sample = samples::named(name).unwrap_or_default();
        if let Err(error) = fs::write(Path::new(&folder).join(name), sample) {
            eprintln!("{folder}/{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
