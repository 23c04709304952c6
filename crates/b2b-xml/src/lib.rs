//! Namespace-true XML documents as plain Rust structs: pull cursor, writer, lexical values, limits and warnings.
