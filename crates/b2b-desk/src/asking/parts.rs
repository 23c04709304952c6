//! The parts of an answer.

use std::ops::Range;

use futures_util::stream::{self, BoxStream, StreamExt as _};

use crate::supplier::Supplier;
use crate::{Answered, Capability, DeskError};

/// A supplier's answer while it comes.
pub(crate) type Parts<'a, P> = BoxStream<'a, Part<P>>;

/// A part of an answer.
#[derive(Debug)]
pub(crate) struct Part<P> {
    about: About,
    pub(crate) result: Result<P, DeskError>,
}

/// What of the question a part is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    Whole,
    Places(Range<usize>),
}

impl<P> Part<P> {
    /// About the thing at this place of the question.
    pub(crate) fn at(place: usize, result: Result<P, DeskError>) -> Self {
        Self::about(place..place.saturating_add(1), result)
    }

    /// About the things at these places.
    pub(crate) fn about(places: Range<usize>, result: Result<P, DeskError>) -> Self {
        Self { about: About::Places(places), result }
    }

    /// About the whole question.
    pub(crate) fn whole(result: Result<P, DeskError>) -> Self {
        Self { about: About::Whole, result }
    }

    /// The first place it is about.
    pub(crate) fn begin(&self) -> usize {
        match &self.about {
            About::Whole => 0,
            About::Places(places) => places.start,
        }
    }

    /// The places it is about, of so many.
    pub(crate) fn places(&self, count: usize) -> Range<usize> {
        match &self.about {
            About::Whole => 0..count,
            About::Places(places) => places.start.min(count)..places.end.min(count),
        }
    }
}

/// The answer to a question that is answered as a whole.
pub(crate) fn whole<'a, P: Send + 'a>(answer: impl Future<Output = Result<P, DeskError>> + Send + 'a) -> Parts<'a, P> {
    stream::once(answer).map(Part::whole).boxed()
}

/// An answer that comes in parts by itself.
pub(crate) fn as_it_comes<P>(parts: Parts<'_, P>) -> Parts<'_, P> {
    parts
}

/// That the supplier cannot be asked that.
pub(crate) fn unsupported<'a, P: Send + 'a>(supplier: &Supplier, capability: Capability) -> Parts<'a, P> {
    whole(std::future::ready(Err(supplier.unsupported(capability))))
}

/// The answer that came as a whole.
pub(crate) fn the_only<P: Default>(parts: Vec<Part<P>>) -> Result<P, DeskError> {
    parts.into_iter().next().map_or_else(|| Ok(P::default()), |part| part.result)
}

impl<T> Part<Answered<T>> {
    /// All articles, in the order of the question. What went wrong with the whole question is all there is to tell.
    pub(crate) fn in_order(mut parts: Vec<Self>) -> Result<Vec<Answered<T>>, DeskError> {
        parts.sort_by_key(Self::begin);
        parts.into_iter().map(|part| part.result).collect()
    }
}
