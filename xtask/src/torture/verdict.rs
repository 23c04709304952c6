//! What there is afterwards, by the suppliers' own lists, against what the clients were told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use b2b_http::ReqwestTransport;
use b2b_xml::Decimal;
use fcb2b_client::{AvailableQuantity, GetReserves, InventoryInquiry, Reservation};
use techdata_xml::{Item, ReferenceQualifier};

use super::job::{Done, End, Kind, ORDERED, RESERVED};
use super::supplier::Site;
use crate::Error;

/// What was there before.
#[derive(Debug)]
pub(super) struct Before {
    stock: Stock,
    reserves: BTreeSet<String>,
}

/// What is available, by item.
type Stock = BTreeMap<&'static str, Decimal>;

impl Before {
    pub(super) async fn of(site: &Site) -> Result<Self, Error> {
        let reserves = reserves(site).await?.into_iter().filter_map(|reserve| reserve.reserve_number).collect();
        Ok(Self { stock: stock(site).await?, reserves })
    }
}

/// The reservations, or the orders.
#[derive(Debug, Default)]
struct Tally {
    made: usize,
    acknowledged: usize,
    refused: usize,
    settled: Settled,
    /// Acknowledged or settled as made, and not there.
    lost: usize,
    /// There twice, for one request.
    doubled: usize,
    /// There, and known to no client.
    unaccounted: usize,
}

/// What became of those whose outcome was unknown.
#[derive(Debug, Default)]
struct Settled {
    made: usize,
    not_made: usize,
    still_unknown: usize,
}

#[derive(Debug)]
pub(super) struct Verdict {
    reservations: Tally,
    orders: Tally,
    /// Items of which more or less is left than there should be.
    astray: Vec<String>,
}

pub(super) async fn of(site: &Site, before: &Before, done: Vec<Done>) -> Result<Verdict, Error> {
    let mut gone = Stock::new();
    let (orders, reservations): (Vec<_>, Vec<_>) =
        done.into_iter().partition(|done| matches!(done.job.kind, Kind::Order(_)));
    let reservations = judge_reservations(site, before, reservations, &mut gone).await?;
    let orders = judge_orders(site, orders, &mut gone).await?;
    let mut astray = Vec::new();
    for (item, left) in stock(site).await? {
        let was = before.stock.get(item).copied().unwrap_or_default();
        let taken = gone.get(item).copied().unwrap_or_default();
        if was - taken != left {
            astray.push(format!("{item}: {was} - {taken} is not {left}"));
        }
    }
    Ok(Verdict { reservations, orders, astray })
}

async fn judge_reservations(site: &Site, before: &Before, done: Vec<Done>, gone: &mut Stock) -> Result<Tally, Error> {
    let client = site.reserving(site.transport())?;
    let mut tally = Tally { made: done.len(), ..Tally::default() };
    let mut known = Vec::new();
    for Done { end, .. } in done {
        match end {
            End::Acknowledged(number) => {
                tally.acknowledged += 1;
                known.push(number);
            }
            End::Refused => tally.refused += 1,
            End::UnknownReserve(unknown) => match client.reconcile(&unknown).await? {
                fcb2b_client::Reconciled::Reserved(reservation) => {
                    tally.settled.made += 1;
                    known.push(reservation.reserve_number.unwrap_or_default());
                }
                fcb2b_client::Reconciled::NotReserved => tally.settled.not_made += 1,
                _ => tally.settled.still_unknown += 1,
            },
            End::UnknownOrder(_) => return Err("an order among reservations".into()),
        }
    }
    let listed = reserves(site).await?;
    let listed: Vec<&Reservation> = listed
        .iter()
        .filter(|reserve| reserve.reserve_number.as_ref().is_none_or(|number| !before.reserves.contains(number)))
        .collect();
    let numbers: Vec<&str> = listed.iter().filter_map(|reserve| reserve.reserve_number.as_deref()).collect();
    tally.compare(&known, &numbers);
    // A request has one mark: two reservations with it are one that was made twice.
    let marks: Vec<&String> = listed.iter().filter_map(|reserve| reserve.lines.first()?.sidemarks.first()).collect();
    tally.doubled += marks.len() - marks.iter().collect::<BTreeSet<_>>().len();
    tally.unaccounted += listed.len() - marks.len();
    for line in listed.iter().flat_map(|reserve| reserve.lines.iter()) {
        let quantity = line.quantity.as_ref().and_then(|quantity| quantity.value()).copied();
        let item = RESERVED.iter().find(|(sku, _)| line.sku.as_deref() == Some(sku));
        let ((sku, _), quantity) = item.zip(quantity).ok_or("a reservation of something else")?;
        *gone.entry(sku).or_default() += quantity;
    }
    Ok(tally)
}

async fn judge_orders(site: &Site, done: Vec<Done>, gone: &mut Stock) -> Result<Tally, Error> {
    let client = site.ordering(site.transport());
    let mut tally = Tally { made: done.len(), ..Tally::default() };
    let (mut known, mut listed) = (Vec::new(), Vec::new());
    for Done { job, end } in done {
        let Kind::Order(purchase_order) = &job.kind else { return Err("a reservation among orders".into()) };
        let numbers = placed(&client.reconcile(purchase_order.as_str()).await?);
        match end {
            End::Acknowledged(number) => {
                tally.acknowledged += 1;
                known.push(number);
            }
            End::Refused => tally.refused += 1,
            End::UnknownOrder(unknown) => match placed(&unknown.reconcile(&client).await?) {
                Some(found) if found.is_empty() => tally.settled.not_made += 1,
                Some(found) => {
                    tally.settled.made += 1;
                    known.extend(found.first().cloned());
                }
                None => tally.settled.still_unknown += 1,
            },
            End::UnknownReserve(_) => return Err("a reservation among orders".into()),
        }
        let numbers = numbers.unwrap_or_default();
        if !numbers.is_empty() {
            let item = ORDERED.get(job.item).ok_or("no such item")?;
            *gone.entry(item).or_default() += Decimal::from(job.quantity) * Decimal::from(numbers.len());
        }
        tally.doubled += numbers.len().saturating_sub(1);
        listed.extend(numbers);
    }
    tally.compare(&known, &listed.iter().map(String::as_str).collect::<Vec<_>>());
    Ok(tally)
}

/// The numbers of the orders of a purchase order; `None` if that is not clear.
fn placed(reconciled: &techdata_xml::Reconciled) -> Option<Vec<String>> {
    match reconciled {
        techdata_xml::Reconciled::Placed(orders) => {
            let numbers = orders.iter().map(|order| order.reference(&ReferenceQualifier::Order));
            Some(numbers.map(|number| number.map(|number| number.as_str().to_owned()).unwrap_or_default()).collect())
        }
        techdata_xml::Reconciled::NotListed(_) => Some(Vec::new()),
        _ => None,
    }
}

impl Tally {
    /// What the clients know, against what is listed.
    fn compare(&mut self, known: &[String], listed: &[&str]) {
        let (mine, theirs): (BTreeSet<&str>, BTreeSet<&str>) =
            (known.iter().map(String::as_str).collect(), listed.iter().copied().collect());
        self.lost += mine.difference(&theirs).count();
        self.unaccounted += theirs.difference(&mine).count();
        // One number for two requests, or twice in the list.
        self.doubled += (known.len() - mine.len()) + (listed.len() - theirs.len());
    }

    fn is_clean(&self) -> bool {
        self.lost + self.doubled + self.unaccounted + self.settled.still_unknown == 0
    }
}

impl Verdict {
    pub(super) fn is_clean(&self) -> bool {
        self.reservations.is_clean() && self.orders.is_clean() && self.astray.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "reservations: {}", self.reservations)?;
        writeln!(f, "orders: {}", self.orders)?;
        if self.astray.is_empty() {
            write!(f, "stock adds up")
        } else {
            write!(f, "stock does not add up\n{}", self.astray.join("\n"))
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { made, acknowledged, refused, settled, lost, doubled, unaccounted } = self;
        let Settled { made: found, not_made, still_unknown } = settled;
        let unknown = found + not_made + still_unknown;
        write!(
            f,
            "{made} asked for, {acknowledged} acknowledged, {refused} refused, {unknown} unknown ({found} were made, \
             {not_made} were not, {still_unknown} still unknown); doubled {doubled}, lost {lost}, unaccounted for {unaccounted}"
        )
    }
}

async fn reserves(site: &Site) -> Result<Vec<Reservation>, Error> {
    Ok(site.reserving(site.transport())?.get_reserves(GetReserves::new()).await?.value)
}

async fn stock(site: &Site) -> Result<Stock, Error> {
    let mut stock = Stock::new();
    let client: fcb2b_client::Client<ReqwestTransport> = site.reserving(site.transport())?;
    for (sku, unit) in RESERVED {
        let answer = client.inventory_inquiry(InventoryInquiry::new(sku)).await?.value;
        for item in answer.items().iter().filter(|item| item.unit_of_measure.as_ref() == Some(&unit)) {
            if let Some(AvailableQuantity::Amount(amount)) = item.quantity.as_ref().and_then(|one| one.value()) {
                *stock.entry(sku).or_default() += amount;
            }
        }
    }
    let client = site.ordering(site.transport());
    let answer = client.availability(ORDERED.map(Item::tech_data)).await?.value;
    for (number, line) in ORDERED.into_iter().zip(answer.lines) {
        let line = line.result.map_err(|error| error.to_string())?;
        let amounts = line.whse_info.iter().filter_map(|house| house.qty.as_ref()?.value().copied());
        *stock.entry(number).or_default() += amounts.sum::<Decimal>();
    }
    Ok(stock)
}
