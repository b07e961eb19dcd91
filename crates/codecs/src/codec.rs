//! The compressors: one enum over four crates, each with its levels, fed in pieces so that progress can be told.

use std::io::{Read, Write};

use structured_zstd::encoding::{CompressionLevel, FrameCompressor};

/// Bytes given to a compressor at a time.
const PIECE_BYTES: usize = 128 * 1024;

/// Largest window of Brotli (2^22 = 4 MiB): what browsers decode without asking, and the usual default.
pub const BROTLI_WINDOW_LOG: i32 = 22;

/// A compressor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// DEFLATE in a gzip frame: flate2 over miniz_oxide.
    Gzip,
    /// Brotli: rust-brotli.
    Brotli,
    /// Zstandard: structured-zstd.
    Zstd,
    /// LZ4 in its frame format: lz4_flex, which has one level.
    Lz4,
}

impl Codec {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Gzip, Self::Brotli, Self::Zstd, Self::Lz4];

    /// Its word in jobs and keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
            Self::Zstd => "zstd",
            Self::Lz4 => "lz4",
        }
    }

    /// The codec of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.word() == word)
    }

    /// Its lowest and highest level.
    #[must_use]
    pub fn levels(self) -> (i32, i32) {
        match self {
            Self::Gzip => (0, 9),
            Self::Brotli => (0, 11),
            Self::Zstd => (-5, 22),
            Self::Lz4 => (1, 1),
        }
    }

    /// Compresses; `at` is told after each piece how many bytes have gone in. Writing to memory cannot fail, so neither can this.
    ///
    /// # Errors
    /// A sentence, should a compressor refuse all the same.
    pub fn compress(self, level: i32, bytes: &[u8], at: &mut dyn FnMut(usize)) -> Result<Vec<u8>, String> {
        let (low, high) = self.levels();
        let level = level.clamp(low, high);
        let refused = |error: std::io::Error| format!("{} level {level} stopped: {error}.", self.word());
        let out = Vec::with_capacity(bytes.len() / 4 + 64);
        match self {
            Self::Gzip => {
                let mut into = flate2::write::GzEncoder::new(out, flate2::Compression::new(level as u32));
                feed(&mut into, bytes, at).and_then(|()| into.finish()).map_err(refused)
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: level,
                    lgwin: BROTLI_WINDOW_LOG,
                    size_hint: bytes.len(),
                    ..brotli::enc::BrotliEncoderParams::default()
                };
                let mut into = brotli::CompressorWriter::with_params(out, PIECE_BYTES, &params);
                feed(&mut into, bytes, at).map_err(refused)?;
                Ok(into.into_inner())
            }
            Self::Zstd => {
                let mut compressor: FrameCompressor<Watched<'_>, Vec<u8>> =
                    FrameCompressor::new(CompressionLevel::from_level(level));
                compressor.set_source_size_hint(bytes.len() as u64);
                compressor.set_source(Watched { rest: bytes, done: 0, at });
                compressor.set_drain(out);
                compressor.compress();
                compressor.take_drain().ok_or_else(|| format!("zstd level {level} gave nothing back."))
            }
            Self::Lz4 => {
                let info = lz4_flex::frame::FrameInfo::new()
                    .block_size(lz4_flex::frame::BlockSize::Max4MB)
                    .block_mode(lz4_flex::frame::BlockMode::Linked);
                let mut into = lz4_flex::frame::FrameEncoder::with_frame_info(info, out);
                feed(&mut into, bytes, at).map_err(refused)?;
                into.finish().map_err(|error| format!("LZ4 stopped: {error}."))
            }
        }
    }

    /// Decompresses at most so many bytes; more than that is refused, so that a small input cannot fill the memory.
    ///
    /// # Errors
    /// A sentence where the bytes are no whole frame of this codec, or would become too many.
    pub fn decompress(self, bytes: &[u8], most: usize) -> Result<Vec<u8>, String> {
        let mut out = Vec::with_capacity(most.min(bytes.len().saturating_mul(8)));
        let limit = most as u64 + 1;
        let read = match self {
            Self::Gzip => flate2::read::GzDecoder::new(bytes).take(limit).read_to_end(&mut out),
            Self::Brotli => brotli::Decompressor::new(bytes, PIECE_BYTES).take(limit).read_to_end(&mut out),
            Self::Zstd => structured_zstd::decoding::StreamingDecoder::new(bytes).take(limit).read_to_end(&mut out),
            Self::Lz4 => lz4_flex::frame::FrameDecoder::new(bytes).take(limit).read_to_end(&mut out),
        };
        match read {
            Ok(_) if out.len() > most => Err(format!("What {} gives back is longer than it should be.", self.word())),
            Ok(_) => Ok(out),
            Err(error) => Err(format!("{} could not be read back: {error}.", self.word())),
        }
    }
}

fn feed(into: &mut dyn Write, bytes: &[u8], at: &mut dyn FnMut(usize)) -> std::io::Result<()> {
    let mut done = 0;
    for piece in bytes.chunks(PIECE_BYTES) {
        into.write_all(piece)?;
        done += piece.len();
        at(done);
    }
    Ok(())
}

/// A reader that tells how far it has been read.
struct Watched<'a> {
    rest: &'a [u8],
    done: usize,
    at: &'a mut dyn FnMut(usize),
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(self.rest.len()).min(PIECE_BYTES);
        let (now, rest) = self.rest.split_at(n);
        buffer[..n].copy_from_slice(now);
        self.rest = rest;
        self.done += n;
        (self.at)(self.done);
        Ok(n)
    }
}

/// The CRC-32 of gzip and zip files, as eight hexadecimal digits.
#[must_use]
pub fn checksum(bytes: &[u8]) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    format!("{:08x}", crc.sum())
}
