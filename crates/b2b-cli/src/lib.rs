//! The b2b command: ask distributors about orders, stock and prices.
