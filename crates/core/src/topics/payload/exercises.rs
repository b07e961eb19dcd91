//! Exercises on sending less.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "only-what-is-shown", title: "Only what is shown", draw: only_what_is_shown },
    Exercise { slug: "a-page-of-it", title: "A page of it", draw: a_page_of_it },
    Exercise { slug: "steps-multiply", title: "Steps multiply", draw: steps_multiply },
    Exercise { slug: "binary-or-gzip", title: "Binary, or gzip?", draw: binary_or_gzip },
    Exercise { slug: "mostly-unchanged", title: "Mostly unchanged", draw: mostly_unchanged },
    Exercise { slug: "below-the-fold", title: "Below the fold", draw: below_the_fold },
];

fn only_what_is_shown(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[500.0, 1_000.0, 2_000.0, 4_000.0]);
    let sent = draw.pick(&[20.0, 30.0, 40.0, 50.0]);
    let needed = draw.pick(&[3.0, 4.0, 5.0, 6.0]);
    let mbps = draw.pick(&[5.0, 10.0, 20.0]);
    let left = kb * needed / sent;
    let ms = left * 8.0 / mbps;
    Problem::new(format!("An answer of {kb} kB has {sent} fields a record, all about equally long; {needed} of them are shown. How long does the transfer of those alone take at {mbps} Mbit/s?"), ms, Unit::MS)
        .hint("How many kilobytes are left?")
        .hint("A byte has eight bits.")
        .worked(format!("{kb} kB × {needed}/{sent} = {}; × 8 / {mbps} Mbit/s = **{}**.", format(left * 1e3, Unit::BYTES), format(ms, Unit::MS)))
        .trap(left / mbps, "That divides bytes by bits: the eight bits of a byte are missing.")
        .trap(kb * 8.0 / mbps, "That is the time of everything.")
        .trap((kb - left) * 8.0 / mbps, "That is the time that is saved.")
        .given(format!("original_kb={kb}&fields_sent={sent}&fields_needed={needed}&bandwidth_mbps={mbps}&page_size=0&reduction_pct=0"))
}

fn a_page_of_it(draw: &mut Draw) -> Problem {
    let records = draw.pick(&[100.0, 200.0, 400.0, 500.0]);
    let page = draw.pick(&[20.0, 25.0, 50.0]);
    let bytes = draw.pick(&[200.0, 400.0, 800.0]);
    let mbps = draw.pick(&[4.0, 8.0, 10.0]);
    let (all, first) = (records * bytes * 8.0 / mbps / 1e3, page * bytes * 8.0 / mbps / 1e3);
    Problem::new(format!("A search finds {records} records of {bytes} B. The first page shows {page}. By how much does the transfer become shorter at {mbps} Mbit/s if only that page is sent?"), all - first, Unit::MS)
        .within(0.01)
        .hint("How long do all of them take, and how long one page?")
        .worked(format!("All: {}. One page: {}. Saved: **{}**.", format(all, Unit::MS), format(first, Unit::MS), format(all - first, Unit::MS)))
        .trap(first, "That is how long one page takes, not what is saved.")
        .trap(all, "That is what all of them take. One page is still sent.")
        .trap((all - first) / 8.0, "That divides bytes by bits: the eight bits of a byte are missing.")
        .given(format!("original_kb={}&records={records}&page_size={page}&bandwidth_mbps={mbps}&fields_needed=47&reduction_pct=0", records * bytes / 1e3))
}

fn steps_multiply(draw: &mut Draw) -> Problem {
    let reduction = draw.pick(&[60.0, 70.0, 75.0, 80.0]);
    let sent = draw.pick(&[20.0, 40.0]);
    let needed = draw.pick(&[4.0, 5.0, 8.0]);
    let share = needed / sent * (1.0 - reduction / 100.0);
    let factor = 1.0 / share;
    Problem::new(format!("Only {needed} of {sent} equally long fields are sent, and then compression takes off {reduction} %. How many times smaller is the answer?"), factor, Unit::RATIO)
        .hint("What share is left after each step?")
        .hint("The second step works on what the first has left.")
        .worked(format!("{needed}/{sent} × (1 − {}) = {}; 1 / that = **{}**.", reduction / 100.0, significant(share, 4), format(factor, Unit::RATIO)))
        .trap(sent / needed + 100.0 / (100.0 - reduction), "That adds the factors. What is left after the first step is divided again: they multiply.")
        .trap(sent / needed, "That is the first step alone.")
        .trap(100.0 / (100.0 - reduction), "That is compression alone.")
        .given(format!("fields_sent={sent}&fields_needed={needed}&reduction_pct={reduction}&page_size=0"))
}

fn binary_or_gzip(draw: &mut Draw) -> Problem {
    let json = draw.pick(&[120.0, 200.0, 300.0, 400.0]);
    let raw_factor = draw.pick(&[1.5, 2.0, 2.5]);
    let packed_factor = draw.pick(&[1.1, 1.2, 1.25]);
    let gzip = draw.pick(&[4.0, 5.0, 8.0]);
    let (binary, json_gzip) = (json / raw_factor, json / gzip);
    let binary_gzip = json_gzip / packed_factor;
    let gain = (json_gzip - binary_gzip) / json_gzip * 100.0;
    Problem::new(
        format!(
            "A list takes {json} kB as JSON and {} as MessagePack. After gzip: {} and {}. The server compresses already. By how many per cent do its answers become smaller if it moves from JSON to MessagePack?",
            format(binary * 1e3, Unit::BYTES),
            format(json_gzip * 1e3, Unit::BYTES),
            format(binary_gzip * 1e3, Unit::BYTES)
        ),
        gain,
        Unit::PERCENT,
    )
    .within(0.05)
    .hint("Which two of the four numbers are sent, before and after?")
    .worked(format!("({} − {}) / {} = **{}**.", format(json_gzip * 1e3, Unit::BYTES), format(binary_gzip * 1e3, Unit::BYTES), format(json_gzip * 1e3, Unit::BYTES), format(gain, Unit::PERCENT)))
    .trap((1.0 - 1.0 / raw_factor) * 100.0, "That compares the raw sizes. The wire never sees those: the server compresses.")
    .trap((json - binary_gzip) / json * 100.0, "Most of that the compressor has gained already. Only the step from one compressed answer to the other is new.")
}

fn mostly_unchanged(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[50.0, 100.0, 200.0]);
    let unchanged = draw.pick(&[50.0, 80.0, 90.0]);
    let mean = kb * (1.0 - unchanged / 100.0) + 0.2 * unchanged / 100.0;
    Problem::new(format!("{unchanged} % of the requests for an answer of {kb} kB find nothing changed and get a 304 of 200 B. How many kilobytes does a request transfer on average?"), mean, Unit::KB)
        .hint("Weigh both sizes by how often they come.")
        .worked(format!("{} × {kb} kB + {} × 0.2 kB = **{}**.", significant(1.0 - unchanged / 100.0, 3), unchanged / 100.0, format(mean * 1e3, Unit::BYTES)))
        .trap((kb + 0.2) / 2.0, "That weighs both alike. They do not come equally often.")
        .trap(kb * unchanged / 100.0, "That weighs the body by those who do not get it.")
        .given(format!("original_kb={kb}&unchanged_pct={unchanged}&fields_needed=47&page_size=0&reduction_pct=0"))
}

fn below_the_fold(draw: &mut Draw) -> Problem {
    let images = draw.pick(&[20.0, 40.0, 50.0, 60.0]);
    let seen = draw.pick(&[4.0, 5.0, 8.0]);
    let kb = draw.pick(&[80.0, 100.0, 150.0]);
    let mbps = draw.pick(&[5.0, 10.0, 20.0]);
    let ms = seen * kb * 0.7 * 8.0 / mbps;
    Problem::new(format!("A page has {images} pictures of {kb} kB as JPEG; {seen} are in view. It loads the others lazily and turns all into WebP, which takes off 30 %. How long do the pictures take before the page looks complete, at {mbps} Mbit/s?"), ms, Unit::MS)
        .hint("Which pictures must be there?")
        .hint("70 % of each is left.")
        .worked(format!("{seen} × {kb} kB × 0.7 = {}; × 8 / {mbps} Mbit/s = **{}**.", format(seen * kb * 700.0, Unit::BYTES), format(ms, Unit::MS)))
        .trap(images * kb * 0.7 * 8.0 / mbps, "That loads all of them. Nobody sees most of those yet.")
        .trap(seen * kb * 0.3 * 8.0 / mbps, "30 % is what is taken off. 70 % is left.")
        .trap(ms / 8.0, "That divides bytes by bits: the eight bits of a byte are missing.")
        .given(format!("images={images}&images_seen={seen}&image_kb={kb}&bandwidth_mbps={mbps}"))
}
