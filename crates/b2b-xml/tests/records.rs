//! Records from streams: in any portions, in bounded memory, up to the first error.
#![cfg(feature = "derive")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::io::{self, BufRead, BufReader, Read};

use b2b_xml::{Decimal, DecodeErrorKind, FromXml, Limits, Reading, decode, records, records_with};

const NS: &str = "urn:prices";

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "List", ns = NS)]
struct List {
    #[xml(name = "Detail")]
    detail: Detail,
}

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "Detail", ns = NS)]
struct Detail {
    #[xml(name = "Line")]
    lines: Vec<Line>,
}

#[derive(Debug, PartialEq, FromXml)]
#[xml(name = "Line", ns = NS)]
struct Line {
    #[xml(name = "Sku")]
    sku: String,
    #[xml(name = "Price")]
    price: Option<Decimal>,
    #[xml(name = "id", attribute)]
    id: u32,
}

/// Gives 1 to 7 bytes at a time.
struct Drops<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Drops<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.bytes[..self.size.min(self.bytes.len())])
    }

    fn consume(&mut self, amount: usize) {
        self.bytes = &self.bytes[amount..];
        self.size = self.size % 7 + 1;
    }
}

fn drops(text: &str) -> Drops<'_> {
    Drops { bytes: text.as_bytes(), size: 1 }
}

fn list(lines: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<!-- prices --><p:List xmlns:p=\"urn:prices\">\n <p:Head>é</p:Head><p:Detail>\n",
    );
    for id in 1..=lines {
        match id % 4 {
            0 => text.push_str(&format!(
                "<p:Line id='{id}'><p:Sku>größe &amp; {id}</p:Sku><p:Price> {id}.50</p:Price></p:Line>\n"
            )),
            1 => text.push_str(&format!("<Line xmlns='urn:prices' id=\"{id}\"><Sku><![CDATA[<{id}>]]></Sku></Line>")),
            2 => {
                text.push_str(&format!("<p:Line id=\"{id}\">\n<!-- </p:Line> --><p:Sku/>\n</p:Line><p:Other id='>'/>"))
            }
            _ => text.push_str(&format!("<p:Line  id = '{id}' ><p:Sku>{id}</p:Sku></p:Line >\r\n")),
        }
    }
    text + "</p:Detail></p:List>\n<?end?>"
}

#[test]
fn records_come_as_they_would_in_a_whole_document() {
    let text = list(4000);
    let whole = decode::<List>(&text).unwrap();
    let streamed: Vec<_> = records::<Line, _>(drops(&text), "List/Detail/Line").map(Result::unwrap).collect();
    assert_eq!(streamed.len(), 4000);
    let mut warnings = Vec::new();
    for (line, record) in whole.value.detail.lines.iter().zip(&streamed) {
        assert_eq!(line, &record.value);
        warnings.extend(record.warnings.iter().map(ToString::to_string));
    }
    // Elements between the records are nobody's, and nobody warns of them.
    let expected: Vec<String> =
        whole.warnings.iter().map(ToString::to_string).filter(|warning| warning.contains("Line[")).collect();
    assert_eq!(warnings[..expected.len()], expected);
    let at = text.find("<p:Price> 8.50").unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let expected = format!("Line/Price at /List/Detail/Line[8]/Price, line {line}, byte {at}: \" 8.50\" is padded");
    assert_eq!(warnings[1], expected);
}

#[test]
fn the_path_is_of_local_names_in_any_namespace() {
    let text = r#"<a:x xmlns:a="u"><b:y xmlns:b="v"><Line xmlns="urn:prices" id="1"><Sku/></Line></b:y></a:x>"#;
    for path in ["x/y/Line", "/x/y/Line", "x/y/Line/"] {
        assert_eq!(records::<Line, _>(text.as_bytes(), path).map(Result::unwrap).count(), 1);
    }
    for path in ["x/Line", "x", "x/y/Line/Sku/z", "x/y"] {
        let found: Result<Vec<_>, _> = records::<Line, _>(text.as_bytes(), path).collect();
        assert!(found.map_or_else(
            |error| matches!(error.kind(), DecodeErrorKind::UnexpectedRoot { .. }),
            |found| found.is_empty()
        ));
    }
}

#[test]
fn the_root_may_be_the_record() {
    let text = r#"<Line xmlns="urn:prices" id="1"><Sku>A</Sku></Line>"#;
    let found: Vec<_> = records::<Line, _>(text.as_bytes(), "Line").map(|line| line.unwrap().value.sku).collect();
    assert_eq!(found, ["A"]);
    let mut again = records::<Line, _>((text.to_owned() + text).leak().as_bytes(), "Line");
    assert!(again.next().unwrap().is_ok());
    assert_eq!(
        again.next().unwrap().unwrap_err().to_string(),
        "document at /, line 1, byte 51: a second element after the root element"
    );
    assert!(again.next().is_none());
}

#[test]
fn a_record_in_another_namespace_is_refused() {
    let text = r#"<x><Line id="1"><Sku/></Line></x>"#;
    let error = records::<Line, _>(text.as_bytes(), "x/Line").next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "x/Line at /x/Line, line 1, byte 3: the root element is Line, not {urn:prices}Line");
}

#[test]
fn a_truncated_stream_gives_what_it_had_and_then_the_error() {
    let text = list(100);
    let whole = decode::<List>(&text).unwrap();
    for cut in (0..text.len()).step_by(37) {
        let Some(part) = text.get(..cut) else { continue };
        let mut found = records::<Line, _>(drops(part), "List/Detail/Line");
        let complete = found.by_ref().take_while(Result::is_ok).count();
        assert!(found.next().is_none());
        let lines =
            part.matches("</p:Line>").count() + part.matches("</Line>").count() + part.matches("</p:Line >").count();
        let commented = part.matches("<!-- </p:Line>").count();
        assert_eq!(complete, lines - commented, "{part}");
        let error = records::<Line, _>(drops(part), "List/Detail/Line").find_map(Result::err);
        let root_done = part.contains("</p:List>");
        match error.as_ref().map(|error| error.kind()) {
            None => assert!(root_done),
            Some(DecodeErrorKind::NotWellFormed(_)) if root_done => {}
            Some(DecodeErrorKind::NoRoot) => assert!(!part.contains("<p:")),
            Some(DecodeErrorKind::Truncated) => assert!(!root_done),
            other => panic!("{other:?}: {part}"),
        }
    }
    assert_eq!(whole.value.detail.lines.len(), 100);
}

#[test]
fn an_error_ends_the_records() {
    let text = "<x><Line xmlns='urn:prices' id='1'><Sku>A</Sku></Line><Line xmlns='urn:prices' id='x'><Sku/></Line>\
                <Line xmlns='urn:prices' id='3'><Sku/></Line></x>";
    let mut found = records::<Line, _>(drops(text), "x/Line");
    assert!(found.next().unwrap().is_ok());
    let error = found.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), r#"x/Line at /x/Line[2], line 1, byte 54: "x" is not a whole number"#);
    assert!(found.next().is_none());
    assert!(found.next().is_none());
}

/// Fails after some bytes; before that, a signal interrupts every second read.
struct Failing<'a> {
    bytes: &'a [u8],
    interrupted: bool,
}

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        match (self.interrupted, self.bytes.is_empty()) {
            (true, _) => Err(io::ErrorKind::Interrupted.into()),
            (false, true) => Err(io::ErrorKind::ConnectionReset.into()),
            (false, false) => self.bytes.read(into),
        }
    }
}

#[test]
fn a_source_that_fails() {
    let text = "<x><Line xmlns='urn:prices' id='1'><Sku>A</Sku></Line>\n<Line xmlns='urn:prices'";
    let source = BufReader::with_capacity(3, Failing { bytes: text.as_bytes(), interrupted: false });
    let mut found = records::<Line, _>(source, "x/Line");
    assert!(found.next().unwrap().is_ok());
    let error = found.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "x at /x, line 2, byte 55: reading failed");
    let DecodeErrorKind::Io(source) = error.kind() else { panic!("{error:?}") };
    assert_eq!(source.kind(), io::ErrorKind::ConnectionReset);
    assert!(std::error::Error::source(&error).is_some());
    assert!(found.next().is_none());
}

#[test]
fn what_came_before_an_undecodable_byte_is_still_given() {
    let text = b"<x><Line xmlns='urn:prices' id='1'><Sku>A</Sku></Line><Line xmlns='urn:prices' id='2'><Sku>\xFF</Sku></Line></x>";
    let mut found = records::<Line, _>(&text[..], "x/Line");
    assert!(found.next().unwrap().is_ok());
    assert_eq!(
        found.next().unwrap().unwrap_err().to_string(),
        "Line/Sku at /x/Line[2]/Sku, line 1, byte 91: the bytes are not UTF-8"
    );
}

#[test]
fn strict_reading() {
    let text = "<x><Line xmlns='urn:prices' id='1'><Sku/><New/></Line></x>";
    let decoded = records::<Line, _>(text.as_bytes(), "x/Line").next().unwrap().unwrap();
    assert_eq!(decoded.warnings[0].place.path, "/x/Line/New");
    let error =
        records_with::<Line, _>(text.as_bytes(), "x/Line", Reading::default().strict()).next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "Line/New at /x/Line/New, line 1, byte 41: an unknown element, skipped");
}

/// A price list of any length that exists nowhere.
struct Endless {
    next: u32,
    lines: u32,
    pending: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.pending.len() {
            self.pending.clear();
            self.at = 0;
            match self.next {
                0 => self.pending.extend(b"<List>"),
                number if number <= self.lines => self.pending.extend(format!("<n>{number}</n>\n").bytes()),
                number if number == self.lines + 1 => self.pending.extend(b"</List>"),
                _ => {}
            }
            self.next += 1;
        }
        let read = (&self.pending[self.at..]).read(into)?;
        self.at += read;
        Ok(read)
    }
}

#[test]
fn many_records_need_no_more_memory_than_one() {
    const LINES: u32 = 100_000;
    let source = BufReader::new(Endless { next: 0, lines: LINES, pending: Vec::new(), at: 0 });
    let mut limits = Limits::default();
    limits.record_bytes = 64;
    let mut sum = 0_u64;
    let mut count = 0;
    for record in records_with::<u32, _>(source, "List/n", Reading::default().limits(limits)) {
        sum += u64::from(record.unwrap().value);
        count += 1;
    }
    assert_eq!((count, sum), (LINES, u64::from(LINES) * u64::from(LINES + 1) / 2));
}

#[test]
fn a_large_token_in_small_portions_takes_linear_time() {
    // Looked at again for each portion, a million bytes would take minutes.
    let text = format!("<List><n>{}</n></List>", "x".repeat(1_000_000 - 20));
    let sizes: Vec<_> = records::<String, _>(drops(&text), "List/n").map(|text| text.unwrap().value.len()).collect();
    assert_eq!(sizes, [1_000_000 - 20]);
}

#[test]
fn what_is_too_long_is_so_in_portions_of_any_size() {
    let mut limits = Limits::default();
    limits.record_bytes = 4900;
    let (text, comment) = ("x".repeat(5000), format!("<!--{}", "x".repeat(5000)));
    for record in [&text, &format!("{text}</n></List>"), &comment, &format!("{comment}\u{1}"), &format!("{comment}-->")]
    {
        let text = format!("<List><n>{record}");
        let told = |source: &mut dyn BufRead| {
            let mut found = records_with::<String, _>(source, "List/n", Reading::default().limits(limits));
            found.next().unwrap().unwrap_err().to_string()
        };
        assert_eq!(told(&mut text.as_bytes()), told(&mut drops(&text)), "{text:.30}");
        assert!(told(&mut text.as_bytes()).ends_with("more than 4900 bytes in one record"), "{text:.30}");
    }
}

#[test]
fn many_names_between_the_records_need_no_memory() {
    let names: String = (0..1000).map(|number| format!("<n{number}/>")).collect();
    let text = format!("<List>{names}<x/><n0/><n999/>&x;</List>");
    let error = records::<u32, _>(text.as_bytes(), "List/n").find_map(Result::err).unwrap();
    assert_eq!(error.place().path, "/List");
    let text = format!("<List>{names}<n0>&x;</n0></List>");
    let error = records::<u32, _>(text.as_bytes(), "List/n").find_map(Result::err).unwrap();
    assert_eq!(error.place().path, "/List/n0[2]");
}

#[test]
fn a_stream_shows_nothing_of_what_it_read() {
    let mut found = records::<String, _>(&b"<List><n>hunter2</n><n/></List>"[..], "List/n");
    found.next().unwrap().unwrap();
    let shown = format!("{found:?}");
    assert!(shown.contains("offset: 6") && !shown.contains("hunter2"), "{shown}");
}
