// The pages work without this. It brings new exchanges into the list as they come, and copies texts.
"use strict";

const said = document.getElementById("said");
const say = (sentence) => { said.textContent = sentence; };

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
      say("Copied.");
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector("code"));
      say("Selected; copy it with the keyboard.");
    }
  });
}

const list = document.getElementById("list");
if (list && list.hasAttribute("data-live")) follow(list);

// Whatever comes while rows are being fetched is fetched with the next ones: there is never more than one request.
function follow(list) {
  const pause = document.getElementById("pause");
  let [shown, known, busy, paused, events] = [null, null, false, false, null];

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Go on" : "Pause";
    catchUp();
  });
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", hangUp);
  // The browser may show the page of before again, which listens no more.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  listen();

  // A page that nobody sees gives its connection back: a browser has six for all pages of a sandbox.
  function listen() {
    if (document.hidden) return hangUp();
    if (events) return;
    events = new EventSource("/_sandbox/events");
    // The first event tells what is there, and so what came meanwhile.
    events.addEventListener("exchanges", (event) => {
      known = event.data;
      catchUp();
    });
  }

  function hangUp() {
    if (events) events.close();
    events = null;
  }

  async function catchUp() {
    if (busy || paused || document.hidden || known === shown) return;
    busy = true;
    const wanted = known;
    try {
      const answer = await fetch("/_sandbox/rows" + location.search);
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      replace(await answer.text());
      // The page was made when the first event came: that one is no news.
      if (shown !== null) tell(JSON.parse(shown), JSON.parse(wanted));
      shown = wanted;
    } catch (error) {
      say(`New exchanges could not be fetched (${error.message}).`);
    }
    busy = false;
    if (known !== wanted) catchUp();
  }

  function replace(rows) {
    const focused = list.contains(document.activeElement) ? document.activeElement.id : "";
    list.innerHTML = rows;
    if (focused) (document.getElementById(focused) || document.getElementById("main")).focus();
  }

  function tell(before, now) {
    const more = now.last - before.last;
    say(more > 0 ? `${more} new ${more === 1 ? "exchange" : "exchanges"}, ${now.kept} in all.` : `${now.kept} exchanges.`);
  }
}
