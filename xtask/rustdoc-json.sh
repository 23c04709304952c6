#!/bin/sh
# rustdoc, for `cargo xtask api`. Its JSON is not stable yet. To allow it here, and not for the whole build, spares building
# anew whatever looks at RUSTC_BOOTSTRAP.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@"
