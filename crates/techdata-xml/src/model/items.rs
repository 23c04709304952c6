//! Stock and prices.

use b2b_model::{Availability, Incoming, Money, PriceQuote, Priced, Promotion, Quantity, Stock};
use b2b_xml::{Decimal, OrRaw};

use super::lines::{manufacturer_sku, problems, sku};
use super::{id, is_discontinued, quantity, raw, text, value};
use crate::common::WhseInfo;
use crate::price_list::{PromotionInfo, StockInfo};
use crate::{
    AvailabilityLine, MultiPriceAvailabilityLine, Price, PriceAvailabilityLine, PriceKind, PriceListLine, ShortDate,
};

impl From<&AvailabilityLine> for Availability {
    fn from(line: &AvailabilityLine) -> Self {
        Self {
            sku: sku(line),
            manufacturer_sku: manufacturer_sku(line),
            description: None,
            stock: line.whse_info.iter().map(stock).collect(),
            incoming: line.whse_info.iter().filter_map(incoming).collect(),
            discontinued: line.item_status.as_ref().and_then(is_discontinued),
            problems: problems(line),
        }
    }
}

impl From<&PriceAvailabilityLine> for Availability {
    fn from(line: &PriceAvailabilityLine) -> Self {
        Self {
            sku: sku(line),
            manufacturer_sku: manufacturer_sku(line),
            description: text(&line.product_desc),
            stock: line.whse_info.iter().map(stock).collect(),
            incoming: line.whse_info.iter().filter_map(incoming).collect(),
            discontinued: line.item_status.as_ref().and_then(is_discontinued),
            problems: problems(line),
        }
    }
}

impl From<&MultiPriceAvailabilityLine> for Availability {
    fn from(line: &MultiPriceAvailabilityLine) -> Self {
        let whole = WhseInfo {
            qty: line.qty.clone(),
            total_on_order_qty: line.total_on_order_qty.clone(),
            on_order_qty: line.on_order_qty.clone(),
            on_order_eta_date: line.on_order_eta_date.clone(),
            ..WhseInfo::default()
        };
        let houses = || line.qty.iter().map(|_| &whole).chain(&line.whse_info);
        Self {
            sku: sku(line),
            manufacturer_sku: manufacturer_sku(line),
            description: text(&line.product_desc),
            stock: houses().map(stock).collect(),
            incoming: houses().filter_map(incoming).collect(),
            discontinued: line.item_status.as_ref().and_then(is_discontinued),
            problems: problems(line),
        }
    }
}

impl From<&PriceListLine> for Availability {
    fn from(line: &PriceListLine) -> Self {
        let houses: Vec<WhseInfo> = line.availability_info.iter().map(house).collect();
        // Each warehouse has a status of its own; the item is given up if all say so.
        let said: Vec<bool> =
            line.availability_info.iter().filter_map(|info| is_discontinued(info.item_status.as_ref()?)).collect();
        Self {
            sku: sku(line),
            manufacturer_sku: manufacturer_sku(line),
            description: text(&line.product_desc),
            stock: houses.iter().map(stock).collect(),
            incoming: houses.iter().filter_map(incoming).collect(),
            discontinued: (!said.is_empty()).then(|| said.iter().all(|said| *said)),
            problems: problems(line),
        }
    }
}

/// Both say the same of a price under the same names.
macro_rules! price_quote {
    ($($Line:ty),+) => {$(
        impl From<&$Line> for PriceQuote {
            fn from(line: &$Line) -> Self {
                let prices = [(&line.price_id_code1, &line.unit_price1), (&line.price_id_code2, &line.unit_price2)];
                let (prices, list_price) = by_kind(prices);
                Self {
                    sku: sku(line),
                    manufacturer_sku: manufacturer_sku(line),
                    description: text(&line.product_desc),
                    prices,
                    list_price,
                    discontinued: line.item_status.as_ref().and_then(is_discontinued),
                    problems: problems(line),
                }
            }
        }
    )+};
}
price_quote!(PriceAvailabilityLine, MultiPriceAvailabilityLine);

impl From<&PriceListLine> for PriceQuote {
    fn from(line: &PriceListLine) -> Self {
        let own = line.customer_price.iter().map(price);
        Self {
            sku: sku(line),
            manufacturer_sku: manufacturer_sku(line),
            description: text(&line.product_desc),
            // Promotions of an order level are for government or education, and are nobody else's price.
            prices: own.chain(line.promotion_info.iter().filter(|one| is_for_all(one)).map(promoted)).collect(),
            list_price: value(&line.msrp).map(|price: Price| Money::new(price.0, None)),
            discontinued: Availability::from(line).discontinued,
            problems: problems(line),
        }
    }
}

/// Lines of prices tell what there is of their items, too.
macro_rules! priced {
    ($($Line:ty),+) => {$(
        impl From<&$Line> for Priced {
            fn from(line: &$Line) -> Self {
                let Availability { stock, incoming, .. } = line.into();
                Self { quote: line.into(), stock, incoming }
            }
        }
    )+};
}
priced!(PriceAvailabilityLine, MultiPriceAvailabilityLine, PriceListLine);

/// The prices to pay, and the one to compare them with.
fn by_kind(prices: [(&Option<PriceKind>, &Option<OrRaw<Price>>); 2]) -> (Vec<b2b_model::Price>, Option<Money>) {
    let mut to_pay = Vec::new();
    let mut list = None;
    for (kind, amount) in prices {
        match (kind, amount) {
            (Some(PriceKind::SuggestedRetail), amount) => {
                list = list.or(value(amount).map(|price: Price| Money::new(price.0, None)));
            }
            (_, Some(amount)) => to_pay.push(price(amount)),
            (_, None) => {}
        }
    }
    (to_pay, list)
}

fn price(amount: &OrRaw<Price>) -> b2b_model::Price {
    b2b_model::Price {
        amount: amount.value().map(|price| Money::new(price.0, None)),
        words: amount.raw().map(str::to_owned),
        ..b2b_model::Price::default()
    }
}

fn is_for_all(promotion: &PromotionInfo) -> bool {
    promotion.order_level.as_ref().is_none_or(|level| level.as_str().trim().is_empty())
}

fn promoted(promotion: &PromotionInfo) -> b2b_model::Price {
    let until = value(&promotion.promo_end_date).map(|date| date.0);
    let code = text(&promotion.promo_number);
    b2b_model::Price {
        amount: value(&promotion.promoted_price_per_unit).map(|price: Price| Money::new(price.0, None)),
        from: quantity(&promotion.minimum_qty),
        up_to: quantity(&promotion.maximum_qty),
        promotion: Some(Promotion { code, words: None, until }),
        words: raw(&promotion.promoted_price_per_unit).or_else(|| raw(&promotion.maximum_qty)),
        ..b2b_model::Price::default()
    }
}

fn stock(house: &WhseInfo) -> Stock {
    Stock {
        location: id(&house.whse_code).or_else(|| id(&house.id_code)),
        available: quantity(&house.qty),
        words: raw(&house.qty),
        ..Stock::default()
    }
}

/// What comes to a warehouse. Nothing does where all quantities are zero and no day is told.
fn incoming(house: &WhseInfo) -> Option<Incoming> {
    let expected = value(&house.on_order_eta_date).map(|date: ShortDate| date.0);
    let amount: Option<Decimal> = value(&house.on_order_qty).or_else(|| value(&house.total_on_order_qty));
    let words = raw(&house.on_order_eta_date).or_else(|| raw(&house.on_order_qty));
    let comes = amount.is_some_and(|amount| !amount.is_zero());
    (comes || expected.is_some()).then(|| Incoming {
        location: id(&house.whse_code).or_else(|| id(&house.id_code)),
        expected,
        quantity: amount.map(|amount| Quantity::new(amount, None)),
        words,
    })
}

fn house(info: &StockInfo) -> WhseInfo {
    let StockInfo { id_code, whse_code, qty, total_on_order_qty, on_order_qty, on_order_eta_date, .. } = info.clone();
    WhseInfo { id_code, whse_code, qty, total_on_order_qty, on_order_qty, on_order_eta_date }
}
