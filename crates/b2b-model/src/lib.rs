//! Supplier-neutral vocabulary of distributor B2B: orders, stock, prices, money and quantities.
