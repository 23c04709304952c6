//! Every configured distributor behind one API.
