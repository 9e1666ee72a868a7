//! Text files made ready for the table engine: decompressed and decoded, every line looked at once, in bounded memory.
//!
//! The table engine would take a line of any length into memory, fill short lines with nothing and skip what is not UTF-8
//! without saying where. So each text file is gone through once before it is read.

use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

use encoding_rs::{Decoder, DecoderResult, WINDOWS_1252};
use polars::io::utils::compression::{ByteSourceReader, SupportedCompression};
use polars::lazy::dsl::ScanSources;
use polars::prelude::*;

use super::DataError;
use super::files::{unopened, unreadable};
use super::text_lines::Lines;
use crate::spec::{Encoding, TextFormat};

/// Bytes read at once.
const BLOCK: usize = 1 << 20;

/// Goes through a text file and gives what the table engine is to read: the file itself, or its UTF-8 copy in a temporary
/// file that has no name, so that nothing is left of it however the program ends.
///
/// # Errors
/// Lines that are too long, of another encoding, of another width or number of columns; each counted and located.
pub(super) fn ready(table: &'static str, path: &Path, format: &TextFormat) -> Result<ScanSources, DataError> {
    let io = |error: std::io::Error| unopened(path, &error);
    let mut lines = Lines::new(format);
    let mut copy = match format.encoding {
        Encoding::Utf8 => None,
        Encoding::Latin1 | Encoding::Windows1252 => Some((tempfile::tempfile().map_err(io)?, decoder())),
    };
    blocks(path, |block| {
        lines.take(block).map_err(|flaw| DataError::BadLines { table, file: path.to_owned(), flaw })?;
        match &mut copy {
            Some((file, decoder)) => file.write_all(decode(decoder, block).as_bytes()).map_err(io).map(|()| true),
            None => Ok(true),
        }
    })?;
    let flaws = lines.finish().into_iter().map(|flaw| DataError::BadLines { table, file: path.to_owned(), flaw });
    DataError::all(flaws.collect())?;
    match copy {
        Some((file, _)) => Ok(ScanSources::Files([file].into())),
        None => Ok(ScanSources::Paths([PlRefPath::try_from_path(path).map_err(|error| unreadable(path, error))?].into_iter().collect())),
    }
}

/// The first line of a text file, in UTF-8.
///
/// # Errors
/// The file cannot be read, or its first line is too long.
pub(super) fn first_line(table: &'static str, path: &Path, format: &TextFormat) -> Result<String, DataError> {
    let mut line = Vec::new();
    let mut lines = Lines::new(format);
    blocks(path, |block| {
        let end = block.iter().position(|byte| *byte == b'\n');
        let part = &block[..end.map_or(block.len(), |end| end + 1)];
        lines.take(part).map_err(|flaw| DataError::BadLines { table, file: path.to_owned(), flaw })?;
        line.extend_from_slice(part);
        Ok(end.is_none())
    })?;
    Ok(match format.encoding {
        Encoding::Utf8 => String::from_utf8_lossy(&line).into_owned(),
        Encoding::Latin1 | Encoding::Windows1252 => decode(&mut decoder(), &line),
    })
}

fn decoder() -> Decoder {
    WINDOWS_1252.new_decoder_without_bom_handling()
}

fn decode(decoder: &mut Decoder, bytes: &[u8]) -> String {
    // Every byte is a letter of the encoding, and none takes more than three bytes in UTF-8.
    let mut text = String::with_capacity(3 * bytes.len());
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    debug_assert_eq!(result, DecoderResult::InputEmpty);
    text
}

/// Hands over the decompressed bytes of a file, block after block, while `take` wants more.
fn blocks(path: &Path, mut take: impl FnMut(&[u8]) -> Result<bool, DataError>) -> Result<(), DataError> {
    let io = |error: std::io::Error| unopened(path, &error);
    let refuse = |reason: &str, help| DataError::Unreadable { file: path.to_owned(), reason: reason.to_owned(), help };
    let mut file = File::open(path).map_err(io)?;
    let mut start = Vec::with_capacity(4);
    Read::by_ref(&mut file).take(4).read_to_end(&mut start).map_err(io)?;
    file.rewind().map_err(io)?;
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(refuse("it is text in UTF-16", "save it as UTF-8"));
    }
    let compression = SupportedCompression::check(&start);
    let said = match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("gz") => Some(SupportedCompression::GZIP),
        Some("zst") => Some(SupportedCompression::ZSTD),
        _ => None,
    };
    match (said, compression) {
        (Some(said), found) if found != Some(said) => {
            return Err(refuse("it is not compressed in the way that its name says", "let its name end in .gz or .zst only if it is"));
        }
        (None, Some(SupportedCompression::GZIP)) => return Err(refuse("it is compressed with gzip", "let its name end in .gz")),
        (None, Some(SupportedCompression::ZSTD)) => return Err(refuse("it is compressed with zstd", "let its name end in .zst")),
        _ => {}
    }
    let reader = BufReader::with_capacity(BLOCK, file);
    let mut reader = ByteSourceReader::try_new(reader, said).map_err(|error| unreadable(path, error))?;
    loop {
        let (block, read) = reader.read_next_slice(&Default::default(), BLOCK, None).map_err(|error| match said {
            Some(_) => refuse("its compressed content is damaged or cut off", "copy the file again, and compare its size"),
            None => io(error),
        })?;
        if read == 0 || !take(&block)? {
            return Ok(());
        }
    }
}
