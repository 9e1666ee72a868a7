//! Errors as people read them: what, where in the study, what to do.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use crate::error::Error;

/// Draws an error on stderr.
pub fn print(error: &Error) {
    let mut diagnostic = MietteDiagnostic::new(error.to_string());
    diagnostic.help = error.help();
    let located = match error {
        Error::Study(study) => study.span.clone().map(|span| (study, span)),
        _ => None,
    };
    let report = match located {
        None => Report::new(diagnostic),
        Some((study, span)) => {
            diagnostic = diagnostic.with_label(LabeledSpan::at(span, "here"));
            let source = NamedSource::new(study.path.to_string_lossy(), study.text.to_string());
            Report::new(diagnostic).with_source_code(source)
        }
    };
    let mut drawn = String::new();
    let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::IsTerminal::is_terminal(&std::io::stderr());
    let theme = if plain { GraphicalTheme::unicode_nocolor() } else { GraphicalTheme::unicode() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    match handler.render_report(&mut drawn, report.as_ref()) {
        Ok(()) => eprint!("{drawn}"),
        Err(_) => eprintln!("{error}"),
    }
}

/// The same for programs, as one JSON object on a line of stderr.
pub fn print_json(error: &Error) {
    let line = match error {
        Error::Study(study) => study.line(),
        _ => None,
    };
    let object = serde_json::json!({
        "error": error.to_string(), "help": error.help(), "line": line, "exit_code": error.exit_code(),
    });
    eprintln!("{object}");
}
