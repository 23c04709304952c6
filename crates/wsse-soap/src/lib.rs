//! SOAP 1.1 and 1.2 envelopes and faults, WS-Security UsernameToken and Timestamp, WS-Addressing 1.0, without I/O.
