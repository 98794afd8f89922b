/* The framed scene: where the poster is an image, the mark of the second is lit in its frame. It answers as the painted
   scene does. */
function framedScene() {
  const all = [...drawing.querySelectorAll(".frames rect")].map((element) => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => value(element, name));
    return { element, n: Number(element.id.slice(1)), x, y, width, height };
  });
  const image = drawing.querySelector("image");
  const area = document.createElementNS(drawing.namespaceURI, "clipPath");
  const bright = image.cloneNode();
  area.id = "bright";
  bright.removeAttribute("id");
  bright.setAttribute("clip-path", "url(#bright)");
  image.after(area, bright);
  let before = null;

  function show(second, lit) {
    const n = lit >= 0 ? lit : second > score.seconds ? -1 : begun(second);
    const frame = all.find((one) => n >= 0 && rows[n].link.hash == `#${one.element.id}`) || null;
    if (frame == before) return;
    before?.element.classList.remove("on");
    before = frame;
    drawing.classList.toggle("lit", Boolean(frame));
    if (frame) {
      frame.element.classList.add("on");
      const shape = frame.element.cloneNode();
      shape.removeAttribute("id");
      area.replaceChildren(shape);
    }
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

  return { show, hit, open: () => {}, close: () => show(Infinity, -1) };
}
