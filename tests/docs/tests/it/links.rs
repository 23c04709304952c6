//! The links of all pages of the repository lead somewhere. Those to other hosts are not followed.

use std::collections::BTreeSet;

use crate::pages::{Page, pages};

/// The targets of the links on a page.
fn links(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for line in page.prose() {
        // What stands in backticks is code.
        let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| target.to_owned()));
    }
    found
}

/// What a heading is linked as: lower case, blanks as hyphens, without signs, as the common hosts and mdBook do.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
    kept.map(|sign| if sign == ' ' { '-' } else { sign.to_ascii_lowercase() }).collect()
}

/// Why a link of this page leads nowhere.
fn trouble(page: &Page, link: &str) -> Option<String> {
    // Pages that are part of a crate's documentation link to its items; rustdoc looks at those.
    if link.contains("://") || link.contains("::") || link.starts_with("mailto:") {
        return None;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.path.clone() } else { page.path.parent().unwrap().join(path) };
    if !target.exists() {
        return Some("there is no such file".to_owned());
    }
    if fragment.is_empty() {
        return None;
    }
    let text = std::fs::read_to_string(&target).unwrap();
    let target = Page { path: target, text };
    let anchors: BTreeSet<String> = target.headings().into_iter().map(anchor).collect();
    (!anchors.contains(fragment)).then(|| format!("it has no heading for #{fragment}"))
}

#[test]
fn all_links_lead_somewhere() {
    let mut count = 0;
    let mut troubles = Vec::new();
    for page in pages("") {
        for link in links(&page) {
            count += 1;
            troubles.extend(trouble(&page, &link).map(|why| format!("{}: {link}: {why}", page.name())));
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
    assert!(count >= 40, "only {count} links were found");
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = pages("").into_iter().find(|page| page.name() == "docs/index.md").unwrap();
    assert!(trouble(&page, "start/westcon.md#from-rust").is_none());
    assert!(trouble(&page, "start/westcon.md#from-cobol").is_some());
    assert!(trouble(&page, "start/nobody.md").is_some());
    assert_eq!(anchor("The clock, and `clock_offset`"), "the-clock-and-clock_offset");
}
