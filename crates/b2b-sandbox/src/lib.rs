//! The suppliers' side of the wire on one HTTPS port: real credentials, clocks, replays and faults.
