//! Ways to send goods.

use b2b_xml::open_code;

open_code! {
    /// How goods are sent: the Canadian list of 2011. The codes of the United States (`01`, `57` in examples) are not
    /// listed anywhere; the transaction ShipVia tells which ones hold.
    ///
    /// Couriers take up to 200 lb from Mississauga and 250 lb from Richmond.
    pub enum ShipViaCode {
        /// 04: the customer picks it up.
        CustomerPickUp = "04",
        /// APSM: Apple, the same day.
        AppleSameDay = "APSM",
        /// PR: Purolator, ground.
        PurolatorGround = "PR",
        /// UP: UPS, ground.
        UpsGround = "UP",
        /// PRPU: Purolator, ground, held for pick-up.
        PurolatorGroundHold = "PRPU",
        /// CWH: Henderson, skids.
        HendersonSkids = "CWH",
        /// AL: ATS, skids.
        AtsSkids = "AL",
        /// PLTL: Purolator, freight.
        PurolatorFreight = "PLTL",
        /// ALT: ATS, Northwest Territories and Yukon.
        AtsNorth = "ALT",
        /// WGL: white glove.
        WhiteGlove = "WGL",
        /// UA: UPS, next day by air.
        UpsNextDayAir = "UA",
        /// PA: Purolator, next day by air.
        PurolatorNextDayAir = "PA",
        /// PAPU: Purolator, by air, held for pick-up.
        PurolatorAirHold = "PAPU",
        /// AAIR: ATS, by air.
        AtsAir = "AAIR",
        /// UAT: UPS, by air, Northwest Territories and Yukon.
        UpsAirNorth = "UAT",
        /// U8: UPS, by 8:00.
        Ups0800 = "U8",
        /// P1: Purolator, by 9:00.
        Purolator0900 = "P1",
        /// U1: UPS, by 10:30.
        Ups1030 = "U1",
        /// P2: Purolator, on Saturday.
        PurolatorSaturday = "P2",
        /// US: UPS, on Saturday.
        UpsSaturday = "US",
        /// ACAN: Air Canada, next flight.
        AirCanadaNextFlight = "ACAN",
        /// APR: Apple, 3 hours.
        Apple3Hours = "APR",
        /// APD: Apple, 99 minutes.
        Apple99Minutes = "APD",
        /// SW: Swift.
        Swift = "SW",
        /// DI: Dynamex.
        Dynamex = "DI",
        /// DYSM: Dynamex, too.
        DynamexDysm = "DYSM",
        /// CWSD: Henderson, the same day.
        HendersonSameDay = "CWSD",
        /// TTOT: Titan.
        Titan = "TTOT",
    }
}
