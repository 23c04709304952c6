//! How much memory a stream takes.
#![cfg(all(feature = "derive", target_os = "linux"))]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::io::{self, BufReader, Read};

use b2b_xml::{FromXml, records};

const LINES: u32 = 6_000;
const MEBIBYTE: u64 = 1 << 20;

/// A price list of some 30 MB that exists nowhere.
#[derive(Default)]
struct Generated {
    next: u32,
    total: u64,
    pending: Vec<u8>,
    at: usize,
}

impl Read for Generated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.pending.len() {
            self.pending.clear();
            self.at = 0;
            match self.next {
                0 => self.pending.extend(b"<l:List xmlns:l='urn:prices'><l:Head><l:Date/></l:Head><l:Lines>"),
                number if number <= LINES => {
                    let text = "All work and no play. ".repeat(230);
                    let line = format!("<l:Line id='{number}'><l:Text>{text}</l:Text></l:Line><l:Other a='&lt;'/>\n");
                    self.pending.extend(line.bytes());
                }
                number if number == LINES + 1 => self.pending.extend(b"</l:Lines></l:List>"),
                _ => {}
            }
            self.total += self.pending.len() as u64;
            self.next += 1;
        }
        let read = self.pending.get(self.at..).unwrap_or_default().read(into)?;
        self.at += read;
        Ok(read)
    }
}

#[derive(Debug, FromXml)]
#[xml(name = "Line", ns = "urn:prices")]
struct Line {
    #[xml(name = "id", attribute)]
    id: u32,
    #[xml(name = "Text")]
    text: String,
}

/// The most memory this process has held, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() * 1024
}

#[test]
fn a_stream_takes_less_than_16_mebibytes() {
    const CHILD: &str = "B2B_XML_STREAMS";
    if std::env::var_os(CHILD).is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "a_stream_takes_less_than_16_mebibytes", "--nocapture"]).env(CHILD, "");
        let output = child.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{output:?}");
        return;
    }
    let mut source = Generated::default();
    let mut count = 0;
    for line in records::<Line, _>(BufReader::new(&mut source), "List/Lines/Line") {
        let line = line.unwrap().value;
        count += 1;
        assert_eq!((line.id, line.text.len()), (count, 5060));
    }
    assert_eq!(count, LINES);
    assert!(source.total > 30_000_000, "{} bytes", source.total);
    assert!(peak() < 16 * MEBIBYTE, "{} bytes", peak());
}
