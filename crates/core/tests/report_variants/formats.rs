//! Every row-wise format, made up.

/// Rows of a made-up file: what stands before, one text a request with its duration in ms, what stands between and after.
pub struct Made {
    pub name: &'static str,
    pub head: String,
    pub rows: Vec<(String, f64)>,
    pub between: &'static str,
    pub tail: &'static str,
}

impl Made {
    pub fn text(&self) -> String {
        let rows: Vec<&str> = self.rows.iter().map(|(row, _)| row.as_str()).collect();
        format!("{}{}{}", self.head, rows.join(self.between), self.tail)
    }
}

pub const ROWS: u32 = 40;

fn made(
    name: &'static str,
    head: &str,
    (between, tail): (&'static str, &'static str),
    row: impl Fn(u32, f64) -> (String, f64),
) -> Made {
    // Latencies with a tail, in hundredths of a millisecond, in no order.
    let value = |i: u32| f64::from(1_000 + (i * 7_919) % 4_001 + if i % 13 == 5 { 90_000 } else { 0 }) / 100.0;
    Made { name, head: head.into(), rows: (0..ROWS).map(|i| row(i, value(i))).collect(), between, tail }
}

/// Every row-wise format.
pub fn formats() -> Vec<Made> {
    let lines = ("\n", "\n");
    let at = |i: u32| 1_772_971_200_000 + u64::from(i) * 250;
    let micros = |ms: f64| (ms * 1e3).round();
    let whole = |ms: f64| ms.round();
    let iso = |ms: u64| format!("2026-03-08T12:{:02}:{:02}.{:03}Z", ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let offset = |i: u32| u64::from(i) * 250;
    let ua = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101";
    vec![
        made("column", "", lines, |_, v| (format!("{v}"), v)),
        made("column with heading", "latency_ms\n", lines, |_, v| (format!("{v}"), v)),
        made("column with units", "", lines, |_, v| (format!("{v} ms"), v)),
        made("seconds with units", "", lines, |_, v| (format!("{}s", v / 1e3), v)),
        made("csv", "timestamp,status,latency_ms,path\n", lines, |i, v| (format!("{},200,{v},/a/{i}", at(i)), v)),
        made("csv seconds", "path,duration (s)\n", lines, |i, v| (format!("/a/{i},{}", v / 1e3), v)),
        made("csv start and end", "start,end,path\n", lines, |i, v| {
            (format!("{},{},/a", at(i), at(i) + whole(v) as u64), whole(v))
        }),
        made("csv iso start and end", "started;finished;path\n", lines, |i, v| {
            (format!("{};{};/a", iso(offset(i)), iso(offset(i) + whole(v) as u64)), whole(v))
        }),
        made("german csv", "Nr;Dauer;Status\n", lines, |i, v| {
            (format!("{};{};200", i + 1, format!("{v}").replace('.', ",")), v)
        }),
        made("french csv", "Page;Durée (ms)\n", lines, |i, v| {
            (format!("/p{i};{}", format!("{v:.2}").replace('.', ",")), v)
        }),
        made("spanish tsv", "Página\tTiempo de respuesta (ms)\n", lines, |i, v| (format!("/p{i}\t{v}"), v)),
        made("iso durations", "task,duration\n", lines, |i, v| (format!("t{i},PT{}S", v / 1e3), v)),
        made("clock durations", "task,elapsed\n", lines, |i, v| (format!("t{i},00:00:0{:.5}", v / 1e3), v)),
        made("k6 csv", "metric_name,timestamp,metric_value,check\n", lines, |i, v| {
            (format!("http_req_duration,{},{v},", at(i) / 1000), v)
        }),
        made(
            "k6 json",
            "{\"type\":\"Metric\",\"data\":{\"name\":\"http_req_duration\",\"type\":\"trend\",\"contains\":\"time\"},\"metric\":\"http_req_duration\"}\n",
            lines,
            |i, v| {
                (
                    format!(
                        "{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"{}\",\"value\":{v},\"tags\":{{\"status\":\"200\"}}}}}}",
                        iso(offset(i))
                    ),
                    v,
                )
            },
        ),
        made(
            "hey",
            "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n",
            lines,
            |i, v| (format!("{:.5},0.0001,0.0000,0.0000,0.0001,0.0001,200,{}.5", v / 1e3, i), v),
        ),
        made("oha", "request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n", lines, |i, v| {
            (format!("{i}.25,0.0001,0.0002,0.0003,{:.5},512,200", v / 1e3), v)
        }),
        made("ab -g", "starttime\tseconds\tctime\tdtime\tttime\twait\n", lines, |i, v| {
            (format!("Sun Mar 08 12:00:00 2026\t{}\t1\t2\t{}\t2", at(i) / 1000, whole(v)), whole(v))
        }),
        made(
            "jmeter",
            "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,Latency,Connect\n",
            lines,
            |i, v| {
                (
                    format!("{},{},\"Home, start\",200,OK,T 1-{i},true,1234,{},3", at(i), whole(v), whole(v) - 1.0),
                    whole(v),
                )
            },
        ),
        made("jmeter without heading", "", lines, |i, v| {
            (format!("{},{},Home,200,OK,T 1-1,text,true,,1306,462,1,1", at(i), whole(v)), whole(v))
        }),
        made(
            "jmeter xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n",
            ("\n", "\n</testResults>\n"),
            |i, v| {
                (
                    format!(
                        "<httpSample t=\"{}\" it=\"0\" lt=\"9\" ts=\"{}\" s=\"true\" lb=\"Home\" rc=\"200\"/>",
                        whole(v),
                        at(i)
                    ),
                    whole(v),
                )
            },
        ),
        made("gatling", "RUN\tshop.Basic\tbasic\t1772971200000\t \t3.9.5\n", lines, |i, v| {
            (format!("REQUEST\t\tHome\t{}\t{}\tOK\t ", at(i), at(i) + whole(v) as u64), whole(v))
        }),
        made("vegeta json", "", lines, |i, v| {
            (
                format!(
                    "{{\"attack\":\"\",\"seq\":{i},\"code\":200,\"timestamp\":\"{}\",\"latency\":{},\"bytes_out\":0,\"bytes_in\":512,\"error\":\"\"}}",
                    iso(offset(i)),
                    (v * 1e6).round()
                ),
                v,
            )
        }),
        made("vegeta csv", "", lines, |i, v| {
            (format!("{}000000,200,{},0,512,,aGVsbG8=,,{i},GET,http://shop.example/,", at(i), (v * 1e6).round()), v)
        }),
        made("traefik", "", lines, |i, v| {
            (
                format!(
                    "{{\"DownstreamStatus\":200,\"Duration\":{},\"OriginDuration\":5,\"Overhead\":9,\"RequestCount\":{i},\"level\":\"info\"}}",
                    (v * 1e6).round()
                ),
                v,
            )
        }),
        made("caddy", "", lines, |i, v| {
            (
                format!(
                    "{{\"level\":\"info\",\"ts\":{}.5,\"logger\":\"http.log.access\",\"bytes_read\":0,\"duration\":{:.6},\"size\":{i},\"status\":200}}",
                    at(i) / 1000,
                    v / 1e3
                ),
                v,
            )
        }),
        made("latency strings", "", lines, |_, v| {
            (format!("{{\"level\":\"INFO\",\"status\":200,\"latency\":\"{v}ms\"}}"), v)
        }),
        made("json array", "[", (",", "]"), |i, v| (format!("{{\"id\":{i},\"durationMs\":{v}}}"), v)),
        made("bare json", "[", (", ", "]\n"), |_, v| (format!("{v}"), v)),
        made("spans", "", lines, |i, v| {
            (
                format!(
                    "{{\"name\":\"GET\",\"startTimeUnixNano\":\"{}000000\",\"endTimeUnixNano\":\"{}000000\"}}",
                    at(i),
                    at(i) + whole(v) as u64
                ),
                whole(v),
            )
        }),
        made(
            "har",
            "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\"},\"entries\":[",
            (",\n", "]}}"),
            |i, v| {
                (
                    format!(
                        "{{\"startedDateTime\":\"{}\",\"time\":{v},\"request\":{{\"bodySize\":-1}},\"timings\":{{\"wait\":{v}}}}}",
                        iso(offset(i))
                    ),
                    v,
                )
            },
        ),
        made("nginx", "", lines, move |i, v| {
            (
                format!(
                    "203.0.113.{i} - - [08/Mar/2026:12:00:{:02} +0400] \"GET /a HTTP/1.1\" 200 {} \"-\" \"{ua}\" \"-\" {:.3}",
                    i % 60,
                    12_000 + i,
                    whole(v) / 1e3
                ),
                whole(v),
            )
        }),
        made("apache %D", "", lines, move |i, v| {
            (
                format!(
                    "203.0.113.{i} - - [08/Mar/2026:12:00:{:02} +0000] \"GET /a HTTP/1.1\" 200 {} \"-\" \"{ua}\" {}",
                    i % 60,
                    700 + i * 3,
                    micros(v)
                ),
                v,
            )
        }),
        made("go access log", "", lines, |i, v| {
            (format!("203.0.113.{i} - [04/Aug/2026:12:28:00 +0800] GET /a 200 {} {v}ms", 300 + i), v)
        }),
        made(
            "iis",
            "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-method cs-uri-stem sc-status time-taken\n",
            lines,
            |i, v| (format!("2026-03-08 12:00:{:02} GET /a 200 {}", i % 60, whole(v)), whole(v)),
        ),
        made("application load balancer", "", lines, |i, v| {
            (
                format!(
                    "https {} app/shop/50dc6c495c0c9188 192.0.2.1:2817 192.0.2.9:80 0.000 {:.3} 0.001 200 200 34 366 \"GET https://shop.example:443/ HTTP/1.1\" \"curl\" {i}",
                    iso(offset(i)),
                    whole(v) / 1e3
                ),
                whole(v),
            )
        }),
        made("haproxy", "", lines, |i, v| {
            (
                format!(
                    "Mar 8 12:00:{:02} lb haproxy[14389]: 192.0.2.1:33317 [08/Mar/2026:12:14:14.655] http-in static/srv1 10/0/30/6/{} 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"",
                    i % 60,
                    whole(v)
                ),
                whole(v),
            )
        }),
        made("logfmt", "", lines, |i, v| {
            (format!("level=info path=/a/{i} status=200 duration={v}ms size={}", 400 + i), v)
        }),
    ]
}
