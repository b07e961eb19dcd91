//! The door of the worker: the page's messages come in here. Natively there is nothing to do.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod worker {
    use explorer_codecs::{Watch, run};
    use explorer_core::job::{Job, Outcome};
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn now_ms() -> f64;
    }

    /// Tells the page, at most every so many milliseconds.
    struct Page<'a> {
        tell: &'a js_sys::Function,
        told_at: f64,
    }

    const TELL_EVERY_MS: f64 = 50.0;

    impl Watch for Page<'_> {
        fn progress(&mut self, share: f64, at: &str) {
            let now = now_ms();
            if now - self.told_at >= TELL_EVERY_MS {
                self.told_at = now;
                let _ = self.tell.call2(&wasm_bindgen::JsValue::NULL, &share.into(), &at.into());
            }
        }

        fn now_ms(&self) -> Option<f64> {
            Some(now_ms())
        }
    }

    /// The bytes of a job to compress that brings none: what the browser's own compressor is given to compare.
    #[wasm_bindgen]
    pub fn input(head: &[u8]) -> Vec<u8> {
        Job::from_parts(head, Vec::new()).map_or_else(Vec::new, |job| explorer_codecs::compress::input_of(&job))
    }

    /// Does a job given as its encoded head and its bytes; gives back the encoded outcome. `tell` is called with a share and words.
    #[wasm_bindgen]
    pub fn work(head: &[u8], bytes: Vec<u8>, tell: &js_sys::Function) -> Vec<u8> {
        let mut page = Page { tell, told_at: f64::NEG_INFINITY };
        let outcome = Job::from_parts(head, bytes).map_or_else(
            || Outcome::failed("The page and its codecs module are of different versions. Reload the page."),
            |job| run(&job, &mut page),
        );
        outcome.encode()
    }
}
