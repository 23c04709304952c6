"""Decodes a Westcon answer with zeep whenever it is asked to, and says how long that took.

usage: decode_zeep.py WSDL ANSWER

It prints how many orders it found in the answer, then for each line on standard input the seconds of one more decode:
the bytes of the answer into zeep's objects, without transport.
"""

import gc
import sys
import time
from pathlib import Path

from zeep import Client, Settings


class Reply:
    """As much of an HTTP response as zeep looks at."""

    status_code = 200
    encoding = "utf-8"
    headers = {"Content-Type": "application/soap+xml; charset=utf-8"}

    def __init__(self, content):
        self.content = content


def main():
    client = Client(sys.argv[1], settings=Settings(xml_huge_tree=True))
    binding = client.bind("OrderStatus", "WSHttpBinding_IOrderStatus")._binding
    operation = binding.get("GetOrderStatus")
    reply = Reply(Path(sys.argv[2]).read_bytes())

    answer = binding.process_reply(client, operation, reply)
    print(len(answer.Orders.Order), flush=True)
    for _ in sys.stdin:
        answer = None
        gc.collect()
        start = time.perf_counter()
        answer = binding.process_reply(client, operation, reply)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
