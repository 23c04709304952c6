//! How orders stand: by the purchase order in general, by Tech Data's number in detail, and what was sent.

use b2b_http::Attempt;
use b2b_model::{OrderLine, OrderNumber, OrderStatus};
use futures_util::stream::{self, StreamExt as _};
use techdata_xml::{OrderStatusSubmit, model};

use super::{Shown, Techdata};
use crate::asking::{Part, Parts, Patience};
use crate::question::Told;
use crate::{By, Depth, DeskError, OrderQuestion, Orders, Serials, SupplierError};

impl Techdata {
    /// One question for each number, then one for the lines and one for the shipments of each order that was found, as far
    /// as they are wanted.
    pub(crate) fn order_status<'a>(&'a self, asked: &'a OrderQuestion) -> Parts<'a, Orders> {
        let patience = Patience::with(&self.name);
        let answers = stream::iter(asked.numbers.iter().enumerate()).map(move |(place, number)| {
            let patience = patience.clone();
            async move {
                let found = patience.ask(self.orders_of(asked, number)).await.map_err(DeskError::from);
                let read = |found: Told<Vec<OrderStatus>>| {
                    let orders = Orders { orders: found.value, warnings: found.warnings, ..Orders::default() };
                    orders.answering(std::slice::from_ref(number), asked.by)
                };
                Part::at(place, found.map(read))
            }
        });
        answers.buffer_unordered(self.at_once).boxed()
    }

    pub(crate) fn show_order_status(&self, asked: &OrderQuestion, attempt: &Attempt) -> Shown {
        let mut shown = Vec::new();
        for number in &asked.numbers {
            shown.push(self.written(first(asked, number), attempt)?);
        }
        let mut later = Vec::new();
        if asked.by == By::CustomerNumber && wants_lines(asked) {
            later.push("02");
        }
        if asked.serials == Serials::Include {
            later.push("03");
        }
        if !later.is_empty() {
            let numbers = later.join(" and ");
            shown.push(format!("POST the same with PurposeCode {numbers} for each order of the answer\n"));
        }
        Ok(shown)
    }

    async fn orders_of(
        &self,
        asked: &OrderQuestion,
        number: &OrderNumber,
    ) -> Result<Told<Vec<OrderStatus>>, SupplierError> {
        let told = self.told(first(asked, number)).await?;
        let mut all = told.map(|answer| model::orders(&answer));
        if asked.by == By::CustomerNumber && wants_lines(asked) {
            let mut detailed = Vec::new();
            for order in std::mem::take(&mut all.value) {
                detailed.extend(self.with_lines(order, &mut all.warnings).await);
            }
            all.value = detailed;
        }
        if asked.serials == Serials::Include {
            for order in &mut all.value {
                self.add_shipments(order, &mut all.warnings).await;
            }
        }
        Ok(all)
    }

    /// The order with its lines: several, if it has several invoices. What cannot be told stands among its problems.
    async fn with_lines(&self, mut order: OrderStatus, warnings: &mut Vec<String>) -> Vec<OrderStatus> {
        let Some(number) = order.supplier_order.clone() else { return vec![order] };
        match self.told(OrderStatusSubmit::order(number.as_str())).await {
            Ok(told) => {
                warnings.extend(told.warnings);
                let mut detailed = model::orders(&told.value);
                for detail in &mut detailed {
                    detail.status = detail.status.take().or_else(|| order.status.clone());
                    detail.customer_order = detail.customer_order.take().or_else(|| order.customer_order.clone());
                }
                if detailed.is_empty() { vec![order] } else { detailed }
            }
            Err(error) => {
                order.problems.push(DeskError::from(error).problem());
                vec![order]
            }
        }
    }

    /// Adds what was sent of an order, with the serial numbers.
    async fn add_shipments(&self, order: &mut OrderStatus, warnings: &mut Vec<String>) {
        let Some(number) = order.supplier_order.clone().filter(|_| order.problems.is_empty()) else { return };
        match self.told(OrderStatusSubmit::shipments_of_order(number.as_str())).await {
            Ok(told) => {
                warnings.extend(told.warnings);
                for shipped in model::orders(&told.value) {
                    merge(order, shipped);
                }
            }
            Err(error) => order.problems.push(DeskError::from(error).problem()),
        }
    }
}

fn first(asked: &OrderQuestion, number: &OrderNumber) -> OrderStatusSubmit {
    match asked.by {
        By::CustomerNumber => OrderStatusSubmit::purchase_order(number.as_str()),
        By::SupplierNumber => OrderStatusSubmit::order(number.as_str()),
    }
}

/// Serial numbers stand with lines, too.
fn wants_lines(asked: &OrderQuestion) -> bool {
    asked.depth == Depth::Lines || asked.serials == Serials::Include
}

/// Puts what was sent to the lines that it was sent of; what belongs to no line makes one of its own.
fn merge(order: &mut OrderStatus, shipped: OrderStatus) {
    order.ship_via = order.ship_via.take().or(shipped.ship_via);
    order.shipped = order.shipped.or(shipped.shipped);
    if order.ship_to.is_empty() {
        order.ship_to = shipped.ship_to;
    }
    for problem in shipped.problems {
        if !order.problems.contains(&problem) {
            order.problems.push(problem);
        }
    }
    let known = order.lines.len();
    for sent in shipped.lines {
        match line_of(&order.lines, known, &sent).and_then(|at| order.lines.get_mut(at)) {
            Some(line) => {
                // The order's own word of the shipment has no tracking number.
                line.shipments.retain(|shipment| shipment.tracking.is_some());
                line.shipments.extend(sent.shipments);
                line.items.extend(sent.items);
            }
            None => order.lines.push(sent),
        }
    }
}

/// The line that goods were sent of: the one with the same number and article, else the only one with the article. The two
/// answers number lines differently.
fn line_of(lines: &[OrderLine], known: usize, sent: &OrderLine) -> Option<usize> {
    let own = || lines.iter().take(known).enumerate().filter(|(_, line)| line.sku.is_some() && line.sku == sent.sku);
    let numbered = own().find(|(_, line)| line.number.is_some() && line.number == sent.number);
    let mut own = own();
    let only = own.next().filter(|_| own.next().is_none());
    numbered.or(only).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: &str, sku: &str) -> OrderLine {
        OrderLine { number: Some(number.into()), sku: Some(sku.into()), ..OrderLine::default() }
    }

    #[test]
    fn goods_find_their_line() {
        let lines = [line("000100", "A"), line("000200", "B"), line("3", "B")];
        assert_eq!(line_of(&lines, 3, &line("001", "A")), Some(0));
        assert_eq!(line_of(&lines, 3, &line("3", "B")), Some(2));
        assert_eq!(line_of(&lines, 3, &line("002", "B")), None);
        assert_eq!(line_of(&lines, 0, &line("001", "A")), None);
    }
}
