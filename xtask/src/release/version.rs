//! The version that all crates share, in the manifest of the workspace.

use semver::Version;
use toml_edit::{DocumentMut, Item, value};

use crate::Error;

/// The manifest with another version for the workspace and for each crate that the others depend on.
pub(super) fn bumped(manifest: &str, crates: &[&str], version: &Version) -> Result<String, Error> {
    let mut document: DocumentMut = manifest.parse()?;
    let workspace = document.get_mut("workspace").ok_or("no [workspace]")?;
    let current = workspace.get_mut("package").and_then(|package| package.get_mut("version"));
    let current = current.ok_or("no version in [workspace.package]")?;
    let before: Version = current.as_str().ok_or("the version is no text")?.parse()?;
    if *version < before {
        return Err(format!("{version} comes before {before}").into());
    }
    change(current, version);
    let dependencies = workspace.get_mut("dependencies").and_then(Item::as_table_like_mut);
    let dependencies = dependencies.ok_or("no [workspace.dependencies]")?;
    for name in crates {
        let dependency = dependencies.get_mut(name).and_then(Item::as_table_like_mut);
        if let Some(required) = dependency.and_then(|dependency| dependency.get_mut("version")) {
            change(required, version);
        }
    }
    Ok(document.to_string())
}

/// A page that shows which version of our crates a manifest asks for.
pub(super) fn shown(page: &str, crates: &[&str], version: &Version) -> String {
    let asked = |line: &str| {
        let (name, asked) = line.split_once(" = ")?;
        let is_ours = crates.contains(&name) && asked.starts_with('"');
        is_ours.then(|| format!("{name} = \"{}.{}\"\n", version.major, version.minor))
    };
    page.split_inclusive('\n').map(|line| asked(line).unwrap_or_else(|| line.to_owned())).collect()
}

/// Another text in the same place: what stands around it stays.
fn change(item: &mut Item, version: &Version) {
    let decor = item.as_value().map(|value| value.decor().clone());
    *item = value(version.to_string());
    if let (Some(value), Some(decor)) = (item.as_value_mut(), decor) {
        *value.decor_mut() = decor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"[workspace]
members = ["crates/*"] # all of them

[workspace.package]
version = "0.1.0" # shared

[workspace.dependencies]
b2b-xml = { path = "crates/b2b-xml", version = "0.1.0", default-features = false }
b2b-bench = { path = "crates/b2b-bench" }
quick-xml = { version = "0.1.0" }
"#;

    #[test]
    fn the_crates_of_the_workspace_change_and_nothing_else() {
        let found = bumped(MANIFEST, &["b2b-xml", "b2b-cli"], &Version::new(0, 2, 0)).unwrap();
        let expected = MANIFEST
            .replace("version = \"0.1.0\" # shared", "version = \"0.2.0\" # shared")
            .replace("b2b-xml\", version = \"0.1.0\"", "b2b-xml\", version = \"0.2.0\"");
        assert_eq!(found, expected);
    }

    #[test]
    fn the_version_goes_up_or_is_the_first_one() {
        assert!(bumped(MANIFEST, &[], &Version::new(0, 1, 0)).is_ok());
        let error = bumped(MANIFEST, &[], &Version::new(0, 0, 9)).unwrap_err();
        assert_eq!(error.to_string(), "0.0.9 comes before 0.1.0");
    }

    #[test]
    fn a_page_asks_for_the_version() {
        let page = "```toml\n[dependencies]\nb2b-xml = \"0.1\"\ntokio = \"1\"\n```\n";
        let expected = page.replace("0.1", "0.2");
        assert_eq!(shown(page, &["b2b-xml"], &Version::new(0, 2, 0)), expected);
    }
}
