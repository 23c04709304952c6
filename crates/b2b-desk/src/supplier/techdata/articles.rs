//! Questions about articles: stock, prices, ways to send them, end users, price lists.

use b2b_http::Attempt;
use b2b_model::{Availability, PriceQuote};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use techdata_xml::{
    AvailabilitySubmit, LineAnswer, LineError, OrderLevel, PriceAvailabilitySubmit, PriceListLine, PriceListSubmit,
    RequiredEuiSubmit, ShipViaSubmit, model,
};

use super::{Each, Shown, Techdata, items, warnings};
use crate::question::{Answered, Told};
use crate::{
    Article, AvailabilityQuestion, DeskError, EndUserNeeds, EndUserQuestion, NumberKind, PriceList, PriceListRequest,
    PriceQuestion, Priced, ShipViaQuestion, ShipVias, SupplierError,
};

impl Techdata {
    pub(crate) fn availability<'a>(&'a self, asked: &'a AvailabilityQuestion) -> Each<'a, Availability> {
        self.each(&asked.articles, availability, model::availability)
    }

    pub(crate) fn show_availability(&self, asked: &AvailabilityQuestion, attempt: &Attempt) -> Shown {
        self.show_each(&availability(&asked.articles), attempt)
    }

    pub(crate) fn prices<'a>(&'a self, asked: &'a PriceQuestion) -> Each<'a, Priced> {
        self.each(&asked.articles, |some| prices(asked, some), |line| priced(line, asked.stock))
    }

    pub(crate) fn show_prices(&self, asked: &PriceQuestion, attempt: &Attempt) -> Shown {
        self.show_each(&prices(asked, &asked.articles), attempt)
    }

    pub(crate) fn ship_vias<'a>(&'a self, asked: &'a ShipViaQuestion) -> Each<'a, ShipVias> {
        self.each(&asked.articles, |some| ship_vias(asked, some), model::ship_vias)
    }

    pub(crate) fn show_ship_vias(&self, asked: &ShipViaQuestion, attempt: &Attempt) -> Shown {
        self.show_each(&ship_vias(asked, &asked.articles), attempt)
    }

    pub(crate) fn end_user<'a>(&'a self, asked: &'a EndUserQuestion) -> Each<'a, EndUserNeeds> {
        self.each(&asked.articles, |some| end_user(asked, some), model::end_user_needs)
    }

    pub(crate) fn show_end_user(&self, asked: &EndUserQuestion, attempt: &Attempt) -> Shown {
        self.show_each(&end_user(asked, &asked.articles), attempt)
    }

    /// The list, one request after the other, and each line as it comes.
    pub(crate) fn price_list(&self, asked: &PriceListRequest) -> PriceList {
        let parts: Vec<Vec<Article>> = asked.articles.chunks(self.at_most).map(<[_]>::to_vec).collect();
        let (client, name, stock) = (self.client.clone(), self.name.clone(), asked.stock);
        let lists = stream::iter(parts).then(move |part| {
            let (client, name) = (client.clone(), name.clone());
            async move {
                let list: BoxStream<'static, Result<Answered<Priced>, DeskError>> =
                    match client.price_list_lines(submission(&part, stock)).await {
                        Err(error) => stream::iter([Err(SupplierError::new(&name, error).into())]).boxed(),
                        Ok(lines) => lines
                            .map(move |line| match line {
                                Err(error) => Err(SupplierError::new(&name, error).into()),
                                Ok(line) => Ok(answered(&name, &line, stock)),
                            })
                            .boxed(),
                    };
                list
            }
        });
        let lines = lists.flatten().scan(false, |failed, line| {
            let goes_on = !*failed;
            *failed |= line.is_err();
            std::future::ready(goes_on.then_some(line))
        });
        PriceList::new(&self.name, lines)
    }

    pub(crate) fn show_price_list(&self, asked: &PriceListRequest, attempt: &Attempt) -> Shown {
        self.show_each(&submission(&asked.articles, asked.stock), attempt)
    }
}

fn answered(name: &str, line: &b2b_xml::Decoded<LineAnswer<PriceListLine>>, stock: bool) -> Answered<Priced> {
    let asked = line.value.asked.as_ref().and_then(|asked| asked.item.as_ref());
    let about = asked.map(|item| {
        let kind = NumberKind::from_name(item.qualifier.as_str()).unwrap_or_default();
        Article::new(kind, item.number.as_str()).to_string()
    });
    let result = match &line.value.result {
        Err(LineError::Failed(error)) => Err(SupplierError::new(name, std::sync::Arc::clone(error)).into()),
        _ => Ok(Told::new(priced(&line.value, stock)).warnings(warnings(&line.warnings, line.more_warnings))),
    };
    Answered { about: about.unwrap_or_default(), result }
}

/// What an item costs and, if that was asked for, what there is of it.
fn priced<L>(line: &LineAnswer<L>, stock: bool) -> Priced
where
    Availability: for<'a> From<&'a L>,
    PriceQuote: for<'a> From<&'a L>,
{
    if stock { model::priced(line) } else { model::price_quote(line).into() }
}

fn availability(articles: &[Article]) -> AvailabilitySubmit {
    AvailabilitySubmit::of(items(articles))
}

fn prices(asked: &PriceQuestion, articles: &[Article]) -> PriceAvailabilitySubmit {
    let submission = PriceAvailabilitySubmit::of(items(articles));
    match &asked.order_level {
        Some(level) => submission.order_level(OrderLevel::from(level.as_str())),
        None => submission,
    }
}

fn ship_vias(asked: &ShipViaQuestion, articles: &[Article]) -> ShipViaSubmit {
    let submission = ShipViaSubmit::to(asked.postal_code.as_str(), items(articles));
    match &asked.location {
        Some(code) => submission.from_warehouse(code.as_str()),
        None => submission,
    }
}

fn end_user(asked: &EndUserQuestion, articles: &[Article]) -> RequiredEuiSubmit {
    let submission = RequiredEuiSubmit::of(items(articles));
    match &asked.order_level {
        Some(level) => submission.order_level(OrderLevel::from(level.as_str())),
        None => submission,
    }
}

fn submission(articles: &[Article], stock: bool) -> PriceListSubmit {
    let submission = PriceListSubmit::of(items(articles));
    if stock { submission.with_availability() } else { submission }
}
