/* The player: the year as it happened, to be played, paused, scrubbed and stepped through; one mark can be lit. */
function player() {
  const root = document.documentElement;
  const part = (name) => document.getElementById(name);
  const [panel, bar, toggle, line] = ["player", "scrub", "toggle", "line"].map(part);
  const caption = panel.querySelector(".now");
  const [day, way, fact] = [".now-day", ".now-way", ".now-fact"].map((name) => caption.querySelector(name));
  const said = panel.dataset;
  const backwards = root.dir == "rtl";
  const scene = art ? paintedScene() : framedScene();
  const ticks = strip(backwards);
  const END = score.seconds + 0.8;
  let silence, opener, pointed;
  let state = "rest", second = 0, current = -2, lit = -1, dim = 0, dimmed = 0, frame = 0, last = 0, sounding = false;

  const sound = () => window.artgenSound;
  const number = new Intl.NumberFormat(root.lang);
  const worded = (n) => said.at.replace("{number}", number.format(n + 1)).replace("{count}", number.format(count));
  const told = (n) => `${worded(n)}. ${rows[n].day}: ${[rows[n].way, rows[n].fact].filter(Boolean).join(", ")}`;

  function tell(n, aloud) {
    if (n == current) return;
    rows[current]?.row.classList.remove("on");
    rows[current]?.link.removeAttribute("aria-current");
    ticks[current]?.classList.remove("on");
    current = n;
    caption.setAttribute("aria-live", aloud ? "polite" : "off");
    const row = rows[n];
    day.textContent = row ? row.day : said.year;
    way.textContent = row ? row.way : n == count ? said.coda : "";
    fact.textContent = row ? row.fact : "";
    if (row?.moment) fact.append(Object.assign(document.createElement("b"), { textContent: row.moment }));
    row?.row.classList.add("on");
    row?.link.setAttribute("aria-current", "true");
    ticks[n]?.classList.add("on");
    bar.setAttribute("aria-valuetext", row ? told(n) : n == count ? said.whole : said.year);
  }

  function open() {
    if (!panel.hidden) return;
    root.classList.add("playing");
    panel.hidden = false;
    scene.open();
    const { top } = stage.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) show(stage, "start");
  }

  function show(element, block) {
    element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });
  }

  /* Go on from the key that plays; where picture and keys have no room at once, the keys are seen. */
  function reach(from) {
    opener = from;
    toggle.focus({ preventScroll: true });
    const high = toggle.getBoundingClientRect().bottom - stage.getBoundingClientRect().top;
    if (high > innerHeight - 48) show(toggle, "end");
  }

  /* Space and arrows are the player's where it is seen or has the focus. Who scrolled on after a press with a mouse or a
     finger means the page: the key that was pressed lets go. */
  function heeds(at) {
    const { top, bottom } = stage.parentElement.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return true;
    if (pointed && panel.contains(at)) at.blur();
    return panel.contains(at) && !pointed;
  }

  function rest() {
    const held = panel.contains(document.activeElement);
    hush();
    [state, lit, dim, dimmed, second] = ["rest", -1, 0, 0, 0];
    tell(-1);
    root.classList.remove("playing", "live");
    panel.hidden = true;
    scene.close();
    if (held) (opener || part("play")).focus();
  }

  function draw() {
    root.classList.add("live");
    scene.show(second, lit, dim, state == "play");
    const share = Math.min(1, second / score.seconds);
    bar.value = Math.round(share * 1000);
    line.style.inlineSize = `${share * 100}%`;
    offer();
  }

  /* Say on the key what it does next. */
  function offer() {
    const on = calm.matches ? "after" : "play";
    const whole = state == "end" && !(calm.matches && lit >= 0);
    toggle.dataset.does = state == "play" ? "pause" : whole ? "again" : on;
    toggle.setAttribute("aria-label", said[toggle.dataset.does]);
  }

  /* Who asked for less motion goes through the year step by step: nothing goes on by itself. */
  function soothe() {
    pause();
    const { dataset, lastChild } = part("play");
    dataset.play ??= lastChild.data;
    lastChild.data = calm.matches ? dataset.walk : dataset.play;
    part("after").hidden = calm.matches;
    offer();
  }

  function tick(now) {
    frame = 0;
    if (state == "play" && calm.matches) soothe();
    if (state == "play") {
      const heard = sounding && sound().now ? sound().now() : NaN;
      const since = Math.min(0.1, Math.max(0, now - last) / 1000);
      second = heard < score.seconds ? Math.max(second, heard) : second + since;
      if (second >= END) [state, second] = ["end", END];
      tell(second >= score.seconds ? count : begun(second), state == "end");
    }
    last = now;
    const way = dimmed - dim;
    dim = calm.matches || Math.abs(way) < 0.02 ? dimmed : dim + way * 0.2;
    if (state == "rest") return;
    draw();
    if (state == "play" || dim != dimmed) frame = requestAnimationFrame(tick);
    else if (state == "end" && lit < 0) root.classList.remove("live");
  }

  function wake() {
    if (frame) return;
    last = performance.now();
    frame = requestAnimationFrame(tick);
  }

  function play(from) {
    open();
    if (calm.matches) return from ? step(1) : pick(0, false);
    [state, second, lit, dim, dimmed] = ["play", from, -1, 0, 0];
    if (sounding) voice();
    offer();
    wake();
  }

  function voice() {
    const from = state == "end" ? 0 : second;
    sound().setVolume(part("volume").value / 100);
    sound().start(score);
    sound().at(from);
    clearTimeout(silence);
    if (calm.matches) silence = setTimeout(() => listen(false), 1000 * (END - from + 2));
  }

  function hush() {
    if (sounding) sound()?.stop();
  }

  function pause() {
    if (state != "play") return;
    state = "pause";
    hush();
    caption.setAttribute("aria-live", "polite");
    wake();
  }

  function seek(to) {
    open();
    calm.matches ? listen(false) : hush();
    [second, lit, dim, dimmed] = [Math.max(0, Math.min(END, to)), -1, 0, 0];
    state = second >= score.seconds ? "end" : "pause";
    tell(state == "end" ? count : begun(second), true);
    wake();
  }

  /* Put one mark in the light: in the year so far while it is gone through, else in the whole of it. */
  function pick(n, whole) {
    pause();
    if (calm.matches) listen(false);
    open();
    [second, lit, dimmed] = [whole ? END : score.at[n] + 0.001, n, 1];
    state = whole ? "end" : "pause";
    tell(n, true);
    wake();
  }

  function step(by) {
    if (calm.matches && by > 0 && current == count - 1) return seek(END);
    const from = current >= count ? count : current;
    pick(Math.max(0, Math.min(count - 1, from < 0 ? 0 : from + by)), false);
  }

  function unlight() {
    [lit, dimmed] = [-1, 0];
    tell(state == "end" ? count : begun(second), true);
    wake();
  }

  function listen(on) {
    hush();
    sounding = on;
    part("sound").setAttribute("aria-pressed", on);
    part("volume").hidden = !on;
    if (on && (calm.matches || state == "play")) voice();
  }

  /* Hear the year with the picture as it plays; where nothing is to move, with the picture as it is. */
  function hear() {
    if (calm.matches) seek(END);
    listen(true);
    if (!calm.matches) play(0);
  }

  /* What is heard, one thing at a time. */
  for (const button of document.querySelectorAll("[data-hear]")) {
    button.addEventListener("click", () => {
      pause();
      sound().stop();
      sound().setVolume(part("volume").value / 100);
      sound().start(sound().example(button.dataset.hear));
    });
  }

  const press = (name, work) => part(name).addEventListener("click", work);
  press("play", () => { listen(false); play(0); reach(part("play")); });
  press("hear", () => { hear(); reach(part("hear")); });
  press("toggle", () => (state == "play" ? pause() : play(toggle.dataset.does == "again" ? 0 : second)));
  press("before", () => step(-1));
  press("after", () => step(1));
  press("close", rest);
  press("sound", () => listen(!sounding));
  part("volume").addEventListener("input", (event) => sound().setVolume(event.target.value / 100));
  for (const name of ["hear", "sound"]) part(name).hidden = !sound();
  calm.addEventListener("change", soothe);
  soothe();

  bar.addEventListener("input", () => seek((bar.value / 1000) * score.seconds));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: backwards ? -1 : 1, ArrowLeft: backwards ? 1 : -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    step(by);
  });
  document.addEventListener("pointerdown", () => { pointed = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key == "Tab" || event.key == "Enter") pointed = false;
    if (state == "rest" || event.altKey || event.ctrlKey || event.metaKey || event.target.tagName == "INPUT") return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key == "Escape") lit >= 0 && state == "end" ? unlight() : rest();
    else if ((by || event.key == " ") && !heeds(event.target)) return;
    else if (by) step(backwards ? -by : by);
    else if (event.key == " " && !event.target.closest("button, a, input")) toggle.click();
    else return;
    event.preventDefault();
  });
  bar.addEventListener("keyup", (event) => event.key == "Escape" && rest());

  stage.addEventListener("click", (event) => {
    const whole = state == "rest" || state == "end";
    const n = scene.hit(event.clientX, event.clientY, whole ? count - 1 : begun(second), lit);
    if (n >= 0) pick(n, whole);
    else if (lit >= 0) unlight();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#a"]');
    const n = link ? rows.findIndex((row) => row.link == link || row.link.hash == link.hash) : -1;
    if (n < 0) return;
    event.preventDefault();
    const own = rows.findIndex((row) => row.link == link);
    pick(own < 0 ? n : own, true);
    const keyed = !event.detail;
    show(stage, keyed ? "start" : "center");
    if (keyed) reach(link);
  });
  document.addEventListener("visibilitychange", () => document.hidden && pause());
  let settled;
  addEventListener("resize", () => {
    clearTimeout(settled);
    settled = setTimeout(() => state != "rest" && draw(), 150);
  });
  addEventListener("beforeprint", () => state != "rest" && rest());
}
