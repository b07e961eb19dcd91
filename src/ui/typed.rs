//! Reading typed numbers. What reads them exactly takes large tables and travels when somebody types: controls ask for it here,
//! and the app says where it comes from.

use explorer_core::quantity;
use explorer_core::topic::{ParamInfo, Range, Value};
use explorer_core::url;
use leptos::prelude::*;

use crate::parts::Arriving;

/// Reads a typed number: what is known of the input, its range, the text; gives the value with a notice, or why there is none.
pub type Read = fn(&ParamInfo, Range, &str) -> Result<(f64, String), String>;

/// Where [`Read`] comes from.
#[derive(Clone, Copy)]
pub struct Reader(fn() -> Arriving<Read>);

impl Reader {
    /// Hands it to all controls below.
    pub fn provide(fetch: fn() -> Arriving<Read>) {
        provide_context(Self(fetch));
    }

    /// The one handed in above.
    pub fn get() -> Self {
        expect_context()
    }

    /// Reads a typed number, once what reads them is here.
    ///
    /// # Errors
    /// A sentence that says what was not understood, or that what reads numbers did not arrive.
    pub async fn read(self, param: &ParamInfo, range: Range, text: &str) -> Result<(f64, String), String> {
        let read = (self.0)().await.map_err(|_| NOT_READ.to_owned())?;
        read(param, range, text)
    }
}

const NOT_READ: &str =
    "What reads numbers did not arrive: the connection broke. The slider works; typing again tries again.";

/// Reads a typed number; a value out of range goes to the nearer bound, with a sentence.
///
/// # Errors
/// A sentence that says what was not understood.
pub fn read(param: &ParamInfo, range: Range, text: &str) -> Result<(f64, String), String> {
    let number = quantity::parse(text, param.unit).map_err(|e| format!("{e} The last value stands."))?;
    if number == f64::INFINITY && !range.infinity {
        return Err("There must be a limit here. The last value stands.".into());
    }
    if range.integer && number.is_finite() && number != number.round() {
        return Err("This must be a whole number. The last value stands.".into());
    }
    let allowed = range.clamp(number) + 0.0;
    let shown = |v| url::shown(param, &Value::Number(v));
    let notice = match number {
        n if n > allowed => format!("At most {}: that is used.", shown(range.max)),
        n if n < allowed => format!("At least {}: that is used.", shown(range.lowest())),
        _ => String::new(),
    };
    Ok((allowed, notice))
}
