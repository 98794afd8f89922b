/* The strip: the score to be seen, a shape for each activity where it falls, as high as its share. A crowd are strokes
   over the letters of the months; a few, which have time each, are hills in both their paints over their days. */
const FEW = 8;

function strip(backwards) {
  const seen = document.getElementById("strip");
  const words = document.getElementById("months");
  const across = (second) => 1000 * (backwards ? 1 - second / score.seconds : second / score.seconds);
  const high = (n) => Math.sqrt(score.share[n]);

  function drawn(name, attributes, paint, inside = seen) {
    const shape = document.createElementNS(drawing.namespaceURI, name);
    for (const key in attributes) shape.setAttribute(key, attributes[key]);
    if (paint) shape.style.setProperty("--paint", paint);
    inside.append(shape);
    return shape;
  }

  function written(text, second, name = "") {
    const letter = Object.assign(document.createElement("span"), { textContent: text, className: name });
    letter.style.insetInlineStart = `${(100 * second) / score.seconds}%`;
    words.append(letter);
  }

  /* One hill behind another: a breath in, a breath out. */
  function hill(n) {
    const group = drawn("g", {});
    rows[n].paints.forEach((paint, layer) => {
      const [from, to] = [score.at[n], ended(n)].map(across);
      const top = 30 - (8 + 22 * high(n)) * (layer ? 0.56 : 1);
      const peak = from + (to - from) * (layer ? 0.6 : 0.44);
      const bend = (to - from) * 0.22;
      const line = [
        `M${from} 30C${from + bend} 30 ${peak - bend} ${top} ${peak} ${top}`,
        `S${to - bend} 30 ${to} 30Z`,
      ];
      drawn("path", { d: line.join("") }, paint, group);
    });
    return group;
  }

  function stroke(n) {
    const [width, height] = [count > 60 ? 2 : 3.2, 3 + 25 * high(n)];
    const x = across(score.at[n]) - (backwards ? width : 0);
    return drawn("rect", { x: x.toFixed(1), y: (30 - height).toFixed(1), width, height: height.toFixed(1) }, rows[n].paints[0]);
  }

  if (count < FEW) {
    const every = count > 4 ? 2 : 1;
    rows.forEach((row, n) => n % every || written(row.day, (score.at[n] + ended(n)) / 2, "mid"));
    return rows.map((row, n) => hill(n));
  }
  const letters = new Intl.DateTimeFormat(document.documentElement.lang, { month: "narrow", timeZone: "UTC" });
  let free = 0;
  score.bars.forEach((at, month) => {
    const letter = letters.format(Date.UTC(score.year, month, 15));
    if (at / score.seconds < free) return;
    free = at / score.seconds + 0.02 + 0.026 * letter.length;
    written(letter, at);
  });
  return rows.map((row, n) => stroke(n));
}
