//! Operations, transports and client policy for distributor B2B services.
