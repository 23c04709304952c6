//! The pages of the repository: their blocks, their links, the messages they quote.

mod blocks;
mod links;
mod messages;
mod pages;
