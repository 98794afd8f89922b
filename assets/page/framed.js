/* The framed scene: where the poster is an image, the year opens it mark by mark, each in the box that it fills; the mark
   of the moment is framed where nothing moves. It answers as the painted scene does. */
function framedScene() {
  const screen = screened();
  const on = screen.getContext("2d");
  const boxes = new Map(
    [...drawing.querySelectorAll(".frames rect")].map((element) => {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => value(element, name));
      return [`#${element.id}`, { element, n: Number(element.id.slice(1)), x, y, width, height }];
    }),
  );
  const all = [...boxes.values()];
  const image = drawing.querySelector("image");
  const area = document.createElementNS(drawing.namespaceURI, "clipPath");
  const bright = image.cloneNode();
  area.id = "bright";
  bright.removeAttribute("id");
  bright.setAttribute("clip-path", "url(#bright)");
  image.after(area, bright);
  let before = null;
  let place, open;
  let done = 0;

  function measure() {
    const laid = overlaid(screen);
    if (!laid) return;
    place = laid;
    open = sheet(screen.width, screen.height).getContext("2d");
    done = 0;
  }

  /* Open a part 0..1 of where a mark stands, with a soft edge: the shadow of a box that itself lies off the sheet. */
  function opens(canvas, n, part) {
    const box = boxes.get(rows[n].link.hash);
    if (!box) return;
    const off = 2 * screen.width;
    canvas.save();
    canvas.globalAlpha = part;
    canvas.shadowColor = "#000";
    canvas.shadowBlur = Math.max(2, 0.35 * place.a * Math.min(box.width, box.height));
    canvas.shadowOffsetX = off;
    canvas.fillRect(
      box.x * place.a + place.e - off, box.y * place.a + place.f, box.width * place.a, box.height * place.a,
    );
    canvas.restore();
  }

  /* What has been opened by then, and the image where it is. */
  function opened(second) {
    let whole = 0;
    while (whole < count && ended(whole) <= second) whole += 1;
    if (done > whole) {
      open.clearRect(0, 0, screen.width, screen.height);
      done = 0;
    }
    for (; done < whole; done += 1) opens(open, done, 1);
    on.drawImage(open.canvas, 0, 0);
    for (let n = done; n <= begun(second); n += 1) {
      opens(on, n, calm.matches ? 1 : eased((second - score.at[n]) / score.lasts[n]));
    }
    on.globalCompositeOperation = "source-in";
    const [width, height] = ["width", "height"].map((name) => value(image, name) * place.a);
    on.drawImage(image, place.e, place.f, width, height);
    on.globalCompositeOperation = "source-over";
  }

  function frame(one) {
    if (one == before) return;
    before?.element.classList.remove("on");
    one?.element.classList.add("on");
    before = one;
  }

  function show(second, lit, dim, moves) {
    const ends = lit < 0 && second >= score.seconds;
    const n = lit >= 0 ? lit : ends || moves ? -1 : begun(second);
    frame(n < 0 ? null : boxes.get(rows[n].link.hash));
    drawing.classList.toggle("lit", lit >= 0);
    drawing.classList.toggle("opening", lit < 0 && !ends);
    const shape = lit >= 0 && before ? [before.element.cloneNode()] : [];
    for (const one of shape) one.removeAttribute("id");
    area.replaceChildren(...shape);
    measure();
    on.clearRect(0, 0, screen.width, screen.height);
    if (lit < 0 && !ends) opened(second);
  }

  function hit(x, y, most, lit) {
    const { view, scale, x: left, y: top } = seen();
    const [across, down, finger] = [(x - left) / scale + view.x, (y - top) / scale + view.y, 12 / scale];
    const held = all.filter(
      (one) =>
        one.n <= most && Math.abs(across - one.x - one.width / 2) <= one.width / 2 + finger &&
        Math.abs(down - one.y - one.height / 2) <= one.height / 2 + finger,
    );
    held.sort((a, b) => a.width * a.height - b.width * b.height);
    return held.length ? held[(held.findIndex((one) => one.n == lit) + 1) % held.length].n : -1;
  }

  function close() {
    frame(null);
    drawing.classList.remove("lit", "opening");
    area.replaceChildren();
    on.clearRect(0, 0, screen.width, screen.height);
  }

  return { show, hit, open: measure, close };
}
