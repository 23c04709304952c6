//! The rows of `b2b_model` as cells. The compiler sees to it that no column is missing.

use b2b_model::rows::{OrderRow, PriceRow, ReservationRow, Rows, StockRow};
use b2b_model::{
    AccountNumber, Decimal, Form, InvoiceNumber, LineNumber, LocationCode, LotNumber, NaiveDate, OrderNumber,
    ReservationNumber, RollNumber, Sku, Stage,
};
use serde::Serialize;

use super::{Cell, Column, Kind};

/// A row of the model.
pub(super) trait Cells {
    fn columns() -> Vec<Column>;
    fn into_cells(self) -> Vec<Cell>;
}

/// The cells of each row of a document.
pub(super) fn cells<D: Rows>(document: &D) -> Vec<Vec<Cell>>
where
    D::Row: Cells,
{
    document.rows().into_iter().map(Cells::into_cells).collect()
}

/// A value that stands in a column.
trait Value {
    const KIND: Kind;
    fn into_cell(self) -> Cell;
}

macro_rules! rows {
    ($( $Row:ident { $( $column:ident )+ } )+) => {$(
        impl Cells for $Row {
            fn columns() -> Vec<Column> {
                fn kind<T: Value>(_: fn($Row) -> Option<T>) -> Kind {
                    T::KIND
                }
                vec![$( Column::new(stringify!($column), kind(|row| row.$column)) ),+]
            }

            fn into_cells(self) -> Vec<Cell> {
                let Self { $( $column ),+ } = self;
                vec![$( $column.map_or(Cell::Nothing, Value::into_cell) ),+]
            }
        }
    )+};
}

macro_rules! values {
    ($( $Type:ty: $Kind:ident($value:ident => $cell:expr) )+) => {$(
        impl Value for $Type {
            const KIND: Kind = Kind::$Kind;

            fn into_cell(self) -> Cell {
                let $value = self;
                Cell::$Kind($cell)
            }
        }
    )+};
}

values! {
    String: Text(text => text)
    Decimal: Decimal(number => number)
    NaiveDate: Date(day => day)
    bool: Flag(flag => flag)
    Stage: Text(stage => word(&stage))
    Form: Text(form => word(&form))
    AccountNumber: Text(number => number.as_str().to_owned())
    InvoiceNumber: Text(number => number.as_str().to_owned())
    LineNumber: Text(number => number.as_str().to_owned())
    LocationCode: Text(code => code.as_str().to_owned())
    LotNumber: Text(number => number.as_str().to_owned())
    OrderNumber: Text(number => number.as_str().to_owned())
    ReservationNumber: Text(number => number.as_str().to_owned())
    RollNumber: Text(number => number.as_str().to_owned())
    Sku: Text(number => number.as_str().to_owned())
}

/// A word of a closed list, as it is written: `in_review`.
fn word(word: &impl Serialize) -> String {
    let written = serde_json::to_value(word).ok();
    written.as_ref().and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}

rows! {
    StockRow {
        sku manufacturer_sku description discontinued incoming location lot form rolls quantity unit minimum minimum_unit
        expected words problems
    }
    PriceRow {
        sku manufacturer_sku description discontinued list_price list_price_currency price price_currency per from from_unit up_to
        up_to_unit form location lot available available_unit promotion promotion_words promotion_until words stock coming problems
    }
    ReservationRow {
        number created expires location line sku quantity unit lot price price_currency per sidemark problems
    }
    OrderRow {
        supplier_order customer_order end_user_order quote account order_type stage status_code status_words order_date ship_date
        invoice_date ship_via ship_via_code shortage packing ship_to international contact terms charges order_total order_currency
        job notes problems line customer_line sku manufacturer_sku item_number description size ordered ordered_unit shipped
        shipped_unit backordered backordered_unit backordered_until returned returned_unit price price_currency total
        total_currency line_ship_via location lot roll sidemark invoice line_stage line_status_code line_status_words
        first_promised last_promised vendor_orders carriers tracking bills_of_lading last_shipped serials macs
    }
}
