//! Samples: what servers send, written by code from a fixed seed, so that every machine has the same bytes and the download
//! stays small. Only the prose is stored: lessons of this explorer as they stood in November 2026.

use std::fmt::Write as _;

use explorer_core::dist::SplitMix64;

/// Their words, in the order of the page.
pub const NAMES: [&str; 7] = ["json", "html", "css", "log", "prose", "image", "random"];

/// The sample of a name.
#[must_use]
pub fn named(name: &str) -> Option<Vec<u8>> {
    Some(match name {
        "json" => json(240).into_bytes(),
        "html" => html(90).into_bytes(),
        "css" => css().into_bytes(),
        "log" => log(420).into_bytes(),
        "prose" => include_bytes!("samples/prose.txt").to_vec(),
        "image" => image(160, 112),
        "random" => random(48_000),
        _ => return None,
    })
}

/// Draws for the samples.
struct Dice(SplitMix64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        (self.0.draw() >> 11) % n
    }

    /// Small numbers more often than large ones, as in most lists of things.
    fn skewed(&mut self, n: usize) -> usize {
        let (a, b) = (self.below(n as u64), self.below(n as u64));
        a.min(b) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.skewed(words.len())]
    }
}

const FIRST: [&str; 16] = [
    "Ada", "Grace", "Alan", "Edsger", "Barbara", "Tony", "Radia", "Leslie", "Frances", "Dennis", "Margaret", "Ken",
    "Shafi", "Niklaus", "Lynn", "Donald",
];
const LAST: [&str; 16] = [
    "Okafor", "Meyer", "Silva", "Nowak", "Tanaka", "Dubois", "Larsen", "Rossi", "Haddad", "Kim", "Novak", "Ahmed",
    "Garcia", "Smith", "Ivanova", "Mbeki",
];
const CITIES: [&str; 12] = [
    "Lisbon",
    "Oslo",
    "Nairobi",
    "Osaka",
    "Porto Alegre",
    "Leeds",
    "Tallinn",
    "Hanoi",
    "Quito",
    "Accra",
    "Graz",
    "Perth",
];
const THINGS: [&str; 16] = [
    "kettle",
    "desk lamp",
    "notebook",
    "cable",
    "headset",
    "backpack",
    "keyboard",
    "water bottle",
    "umbrella",
    "teapot",
    "bicycle bell",
    "monitor arm",
    "pencil case",
    "door stop",
    "wool blanket",
    "radio",
];
const KINDS: [&str; 10] =
    ["small", "blue", "folding", "spare", "bright", "heavy", "plain", "quiet", "striped", "waterproof"];

/// The answer of a shop's interface: a list of orders.
fn json(orders: u32) -> String {
    let mut dice = Dice(SplitMix64::new(1));
    let mut out = String::from("{\"orders\":[");
    for i in 0..orders {
        if i > 0 {
            out.push(',');
        }
        let (first, last, city) = (dice.pick(&FIRST), dice.pick(&LAST), dice.pick(&CITIES));
        let status = dice.pick(&["paid", "sent", "open", "returned"]);
        let (day, minute, second) = (1 + i / 9, dice.below(1_440), dice.below(60));
        let (cents, items, id) = (199 + dice.below(24_800), 1 + dice.skewed(6), dice.0.draw());
        let _ = write!(
            out,
            "{{\"id\":\"{id:016x}\",\"number\":{},\"created_at\":\"2026-10-{day:02}T{:02}:{:02}:{second:02}Z\",\"status\":\"{status}\",\"customer\":{{\"name\":\"{first} {last}\",\"email\":\"{}.{}@example.org\",\"city\":\"{city}\"}},\"items\":{items},\"total_cents\":{cents},\"currency\":\"EUR\",\"gift\":{}}}",
            100_000 + i,
            minute / 60,
            minute % 60,
            first.to_lowercase(),
            last.to_lowercase(),
            dice.below(5) == 0
        );
    }
    let _ = write!(out, "],\"page\":1,\"pages\":17,\"count\":{orders}}}");
    out
}

/// A shop's page of products.
fn html(products: u32) -> String {
    let mut dice = Dice(SplitMix64::new(2));
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>Things for a desk</title>\n  <link rel=\"stylesheet\" href=\"/shop.css\">\n</head>\n<body>\n  <header class=\"top\"><a href=\"/\">The Shop</a><nav><a href=\"/new\">New</a><a href=\"/sale\">Sale</a><a href=\"/help\">Help</a></nav></header>\n  <main class=\"grid\">\n",
    );
    for i in 0..products {
        let (kind, thing) = (dice.pick(&KINDS), dice.pick(&THINGS));
        let (euros, stars, seen) = (3 + dice.below(90), 3 + dice.below(3), dice.below(900));
        let slug = format!("{kind}-{}-{}", thing.replace(' ', "-"), 1_000 + dice.below(9_000));
        let _ = write!(
            out,
            "    <article class=\"card\" data-id=\"{i}\">\n      <a class=\"picture\" href=\"/things/{slug}\"><img src=\"/img/{slug}.webp\" width=\"320\" height=\"240\" alt=\"A {kind} {thing}\" loading=\"lazy\"></a>\n      <h2><a href=\"/things/{slug}\">The {kind} {thing}</a></h2>\n      <p class=\"price\">€ {euros}.{:02}</p>\n      <p class=\"stars\" aria-label=\"{stars} of 5 stars\">{}</p>\n      <p>Made in {}. {seen} people looked at it this week.</p>\n      <button type=\"button\" class=\"buy\" data-id=\"{i}\">Into the basket</button>\n    </article>\n",
            dice.below(100),
            "★".repeat(stars as usize),
            dice.pick(&CITIES)
        );
    }
    out + "  </main>\n</body>\n</html>\n"
}

/// A style sheet of small classes, as tools write them.
fn css() -> String {
    let mut dice = Dice(SplitMix64::new(3));
    let mut out = String::from(":root {\n  --gap: 0.25rem;\n  --ink: #17202a;\n}\n\n");
    for (short, long) in [
        ("m", "margin"),
        ("p", "padding"),
        ("gap", "gap"),
        ("w", "inline-size"),
        ("h", "block-size"),
        ("r", "border-radius"),
        ("top", "inset-block-start"),
    ] {
        for step in 0..24 {
            let _ = write!(out, ".{short}-{step} {{\n  {long}: calc({step} * var(--gap));\n}}\n\n");
        }
    }
    for name in ["slate", "sand", "sea", "moss", "rose", "plum", "clay", "ice"] {
        for step in 1..10 {
            let colour = dice.below(1 << 24);
            let _ = write!(
                out,
                ".text-{name}-{step}00 {{\n  color: #{colour:06x};\n}}\n\n.bg-{name}-{step}00 {{\n  background-color: #{colour:06x};\n}}\n\n"
            );
        }
    }
    for thing in THINGS {
        let class = thing.replace(' ', "-");
        let (a, b, c) = (dice.below(40), dice.below(16), dice.below(360));
        let _ = write!(
            out,
            ".{class} {{\n  display: grid;\n  grid-template-columns: repeat({}, minmax(0, 1fr));\n  padding: {a}px {b}px;\n  background: hsl({c}deg 60% 90%);\n  transition: transform {}ms ease-out;\n}}\n\n.{class}:hover {{\n  transform: translateY(-{}px);\n}}\n\n",
            1 + b % 5,
            100 + a * 10,
            1 + b % 4
        );
    }
    out
}

/// Lines of a web server's log.
fn log(lines: u32) -> String {
    let mut dice = Dice(SplitMix64::new(4));
    let (mut out, mut second) = (String::new(), 0);
    for _ in 0..lines {
        second += dice.below(4);
        let (a, b) = (dice.skewed(200), dice.below(250));
        let path = match dice.below(6) {
            0 => "/".to_owned(),
            1 => format!("/things/{}", dice.pick(&THINGS).replace(' ', "-")),
            2 => format!("/api/orders/{}", 100_000 + dice.below(9_000)),
            3 => "/shop.css".to_owned(),
            4 => format!("/img/{:08x}.webp", dice.0.draw() as u32),
            _ => format!("/search?q={}", dice.pick(&KINDS)),
        };
        let status = ["200", "200", "200", "200", "200", "304", "304", "404", "301", "500"][dice.below(10) as usize];
        let agent = dice.pick(&[
            "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15",
            "curl/8.14.1",
        ]);
        let _ = writeln!(
            out,
            "198.51.{a}.{b} - - [14/Oct/2026:09:{:02}:{:02} +0000] \"GET {path} HTTP/1.1\" {status} {} \"-\" \"{agent}\" {}ms",
            second / 60 % 60,
            second % 60,
            dice.below(48_000),
            1 + dice.skewed(400)
        );
    }
    out
}

/// A picture of hills at dusk with a little grain, as a PNG file: compressed already.
fn image(width: u32, height: u32) -> Vec<u8> {
    let mut dice = Dice(SplitMix64::new(5));
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(1); // each byte less the one a pixel to its left
        let mut left = [0_u8; 3];
        for x in 0..width {
            let hill = height * 5 / 8 + x * (width - x) / width / 3 - (x * 7 / 5 % 41) / 2;
            let light = if y < hill { 235 - y * 150 / height } else { 70 - (y - hill) / 2 };
            let mut grain = || dice.below(13) as u32;
            let pixel = [light + grain(), light * 7 / 9 + grain(), light * 5 / 9 + y / 4 + grain()];
            let pixel = pixel.map(|v| v.min(255) as u8);
            rows.extend(pixel.iter().zip(left).map(|(now, before)| now.wrapping_sub(before)));
            left = pixel;
        }
    }
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]); // eight bits, red green blue
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    let _ = std::io::Write::write_all(&mut packed, &rows);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", packed.finish().unwrap_or_default()), (b"IEND", Vec::new())] {
        out.extend((content.len() as u32).to_be_bytes());
        let begin = out.len();
        out.extend(kind);
        out.extend(content);
        let mut crc = flate2::Crc::new();
        crc.update(&out[begin..]);
        out.extend(crc.sum().to_be_bytes());
    }
    out
}

/// Bytes without any order.
fn random(count: usize) -> Vec<u8> {
    let mut dice = Dice(SplitMix64::new(6));
    (0..count).map(|_| (dice.0.draw() >> 24) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_there_small_and_the_same_each_time() {
        for name in NAMES {
            let sample = named(name).unwrap();
            assert!((15_000..80_000).contains(&sample.len()), "{name}: {}", sample.len());
            assert_eq!(Some(&sample), named(name).as_ref());
        }
        assert_eq!(named("zeros"), None);
    }

    #[test]
    fn the_samples_have_not_changed_unnoticed() {
        // Links and published sizes rest on these bytes.
        let sums = NAMES.map(|name| crate::codec::checksum(&named(name).unwrap())).join(" ");
        assert_eq!(sums, "ee88d345 6b2a2bd3 d521be43 543e6c36 99faaf91 35e3ec3d 4914e06b");
    }
}
