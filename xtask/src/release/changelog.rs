//! A changelog whose unreleased changes get a version and a date.

use semver::Version;

use crate::Error;

const UNRELEASED: &str = "## [Unreleased]\n";

/// What a crate says that was released with the others and did not change.
const UNCHANGED: &str = "Nothing changed.\n";

pub(super) fn released(changelog: &str, version: &Version, today: &str) -> Result<String, Error> {
    if changelog.contains(&format!("\n## [{version}] ")) {
        return Err(format!("{version} was released already").into());
    }
    let (before, rest) = changelog.split_once(UNRELEASED).ok_or("no [Unreleased]")?;
    let (changes, older) = rest.find("\n## [").map_or((rest, ""), |at| rest.split_at(at));
    let changes = if changes.trim().is_empty() { UNCHANGED } else { changes.trim_start_matches('\n') };
    Ok(format!("{before}{UNRELEASED}\n## [{version}] - {today}\n\n{changes}{older}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(changelog: &str, expected: Result<&str, &str>) {
        let found = released(changelog, &Version::new(0, 2, 0), "2026-11-22").map_err(|error| error.to_string());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned));
    }

    #[test]
    fn what_was_unreleased_has_a_date() {
        check(
            "# Changelog\n\n## [Unreleased]\n\n### Added\n\n* Things.\n",
            Ok("# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-22\n\n### Added\n\n* Things.\n"),
        );
    }

    #[test]
    fn older_releases_stay_as_they_are() {
        check(
            "# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n* It.\n\n## [0.1.0] - 2026-10-01\n\n### Added\n\n* It.\n",
            Ok("# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-22\n\n### Fixed\n\n* It.\n\n\
                ## [0.1.0] - 2026-10-01\n\n### Added\n\n* It.\n"),
        );
    }

    #[test]
    fn a_crate_without_changes_says_so() {
        check(
            "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-10-01\n\n### Added\n\n* It.\n",
            Ok("# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-22\n\nNothing changed.\n\n\
                ## [0.1.0] - 2026-10-01\n\n### Added\n\n* It.\n"),
        );
    }

    #[test]
    fn nothing_is_released_twice() {
        check("## [Unreleased]\n\n## [0.2.0] - 2026-10-01\n", Err("0.2.0 was released already"));
        check("# Changelog\n\n* Things.\n", Err("no [Unreleased]"));
    }
}
