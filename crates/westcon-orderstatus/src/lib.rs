//! Westcon GetOrderStatus v2: typed request, response and client.
