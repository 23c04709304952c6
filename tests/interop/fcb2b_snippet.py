"""Runs the Python that the inspector writes of an fcB2B request, which signs it anew.

usage: fcb2b_snippet.py READY_JSON    (the line that `b2b sandbox` prints when it is ready)
"""
import json, os, re, ssl, subprocess, sys
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

FCB2B = (READY := json.loads(Path(sys.argv[1]).read_text()))["fcb2b"]

try:  # without a signature: refused, and kept
    urlopen(f"{READY['url']}/stockcheck?ClientIdentifier={FCB2B['client_identifier']}&SupplierItemSKU=VV01701002",
            context=ssl.create_default_context(cafile=READY["ca"]), timeout=30)
except HTTPError as refusal:
    assert refusal.code == 400, refusal.code

newest = json.loads(urlopen(READY["inspector"] + "exchanges?limit=1", timeout=30).read())[0]["id"]
page = urlopen(READY["inspector"] + f"exchanges/{newest}", timeout=30).read().decode()
snippet = unescape(re.search(r"As Python</summary>.*?<code[^>]*>(.*?)</code>", page, re.S)[1])
environment = {**os.environ, "API_KEY": FCB2B["api_key"], "SECRET": FCB2B["secret"], "B2B_CA": READY["ca"]}
ran = subprocess.run([sys.executable, "-c", snippet], env=environment, capture_output=True, text=True, timeout=60)
holds = ran.stdout.startswith("200 ") and "VV01701002" in ran.stdout
print(f"ok - python {FCB2B['profile']} snippet" if holds else f"not ok - python {FCB2B['profile']} snippet\n# {ran}")
sys.exit(not holds)
