//! Every operation of every protocol under every fault: the matrix is the product of two lists, and what must come of a
//! cell follows from the fault and from what the operation says of itself.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod cell;
mod complete;
mod fault;
mod operations;
mod place;

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use crate::cell::Cell;
use crate::fault::{FAULTS, Way};
use crate::place::Place;

/// How many cells are under way at a time, and how many more of those that mostly wait for a deadline.
const AT_ONCE: usize = 6;
const WAITING: usize = 45;

/// Fails instead of hanging; no cell depends on how soon it is done.
const HANGING: Duration = Duration::from_secs(900);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_under_every_fault() {
    let (place, fragile) = (Arc::new(Place::start().await), Arc::new(Place::start().await));
    let operations = operations::all();
    let count = operations.len();
    let cells: Vec<Cell> = FAULTS
        .iter()
        .flat_map(|fault| operations.iter().map(move |operation| (fault, operation)))
        .enumerate()
        .map(|(number, (fault, operation))| Cell { number, fault, operation: operation.clone() })
        .collect();
    assert_eq!(cells.len(), count * FAULTS.len());

    let (waiting, rest): (Vec<_>, Vec<_>) = cells.into_iter().partition(|cell| cell.fault.waits());
    // A fault that strikes whichever connection comes next is for one cell at a time, in a sandbox of its own.
    let (single, carried): (Vec<_>, Vec<_>) = rest.into_iter().partition(|cell| cell.fault.way == Way::Connection);
    let run = |cells: Vec<Cell>, at_once: usize, place: &Arc<Place>| {
        let place = Arc::clone(place);
        let runs = cells.into_iter().map(move |cell| {
            let place = Arc::clone(&place);
            tokio::spawn(async move {
                let name = cell.to_string();
                match tokio::time::timeout(HANGING, cell.run(&place)).await {
                    Ok(wrong) => wrong.into_iter().map(|wrong| format!("{name}: {wrong}")).collect(),
                    Err(_) => vec![format!("{name}: hangs")],
                }
            })
        });
        stream::iter(runs).buffer_unordered(at_once).map(Result::unwrap).collect::<Vec<Vec<String>>>()
    };
    let (waited, carried, single) =
        tokio::join!(run(waiting, WAITING, &place), run(carried, AT_ONCE, &place), run(single, 1, &fragile));
    let ran = waited.len() + carried.len() + single.len();
    let mut wrong: Vec<String> = [waited, carried, single].into_iter().flatten().flatten().collect();
    wrong.extend(place.miscounted().await);
    wrong.extend(fragile.miscounted().await);
    println!("{count} operations × {} faults: {ran} cells", FAULTS.len());
    assert!(wrong.is_empty(), "{} of {ran} cells\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran >= count * FAULTS.len());
}
