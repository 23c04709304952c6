//! The parts of an answer.

use b2b_model::Problem;
use futures_util::stream::{self, BoxStream, StreamExt as _};

use crate::supplier::Supplier;
use crate::{Answered, Capability, DeskError, Told};

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
    Places(Vec<usize>),
}

impl<P> Part<P> {
    /// About the thing at this place of the question.
    pub(crate) fn at(place: usize, result: Result<P, DeskError>) -> Self {
        Self::about(vec![place], result)
    }

    /// About the things at these places.
    pub(crate) fn about(places: Vec<usize>, result: Result<P, DeskError>) -> Self {
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
            About::Places(places) => places.first().copied().unwrap_or_default(),
        }
    }

    /// The places it is about, of so many.
    pub(crate) fn places(&self, count: usize) -> Vec<usize> {
        match &self.about {
            About::Whole => (0..count).collect(),
            About::Places(places) => places.iter().copied().filter(|place| *place < count).collect(),
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

/// Lists of answers to names, one after the other. What failed stands among them as what there is `without` an answer, unless all
/// did.
pub(crate) fn listed<N, T>(
    names: &[N],
    without: impl Fn(&N, Problem) -> T,
    mut parts: Vec<Part<Told<Vec<T>>>>,
) -> Result<Told<Vec<T>>, DeskError> {
    parts.sort_by_key(Part::begin);
    let is_answered = parts.iter().any(|part| part.result.is_ok());
    let mut all = Told::new(Vec::new());
    for part in parts {
        let places = part.places(names.len());
        match part.result {
            Ok(told) => {
                all.value.extend(told.value);
                all.messages.extend(told.messages);
                all.warnings.extend(told.warnings);
            }
            Err(error) if is_answered => {
                let names = places.into_iter().filter_map(|place| names.get(place));
                all.value.extend(names.map(|name| without(name, error.problem())));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}
