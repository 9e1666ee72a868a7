//! The document laid out by typst, from the template and data alone: no file, no system font, no clock, no network.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::document::Document;
use crate::report::ReportError;

/// The template.
const TEMPLATE: &str = include_str!("report.typ");

/// What it reads: the document, as JSON.
const DATA: &str = "report.json";

/// The document as PDF that archives take (PDF/A-2a) and screen readers read (PDF/UA-1).
///
/// # Errors
/// [`ReportError::Template`] if the template fails; no content of a document leads to one.
pub fn pdf(document: &Document<'_>) -> Result<Vec<u8>, ReportError> {
    let fault = |error: &dyn ToString| ReportError::Template(error.to_string());
    let data = serde_json::to_vec(document).map_err(|error| fault(&error))?;
    let desk = Desk::new(data)?;
    let laid_out = typst::compile(&desk).output.map_err(|errors| told(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| fault(&error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {} {}", document.digest, document.version, document.language)),
        creator: Smart::Custom(Some(document.version.clone())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid_out, &options).map_err(|errors| told(&errors))
}

/// What typst says is wrong.
fn told(errors: &[SourceDiagnostic]) -> ReportError {
    let texts = errors.iter().flat_map(|error| [&error.message].into_iter().chain(error.hints.iter().map(|hint| &hint.v)));
    ReportError::Template(texts.map(|text| text.as_str()).collect::<Vec<_>>().join("; "))
}

/// All that typst may look at.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(data: Vec<u8>) -> Result<Desk, ReportError> {
        let fonts: Vec<Font> = typst_assets::fonts().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(file("report.typ")?, TEMPLATE.to_owned()),
            data: (file(DATA)?, Bytes::new(data)),
        })
    }
}

fn file(name: &str) -> Result<FileId, ReportError> {
    let path = VirtualPath::new(name).map_err(|error| ReportError::Template(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (data, bytes) = &self.data;
        if id == *data { Ok(bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
