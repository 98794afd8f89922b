/* The painted scene: a poster that stands in its page is painted mark by mark, so that the stage shows any second of the
   year. It answers to show(second, lit, dim), hit, open, close. */
const meet = (a, b) => a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

function paintedScene() {
  const screen = screened();
  const on = screen.getContext("2d");
  const reveal = art.dataset.reveal;
  const pieces = [...art.children].map((element, order) => {
    const of = (element.dataset.a || "").split(" ").filter(Boolean).map(Number);
    return { element, order, of, n: of.length ? Math.min(...of) : -1 };
  });
  const byMark = new Map(pieces.flatMap((piece) => piece.of.map((n) => [n, piece])));
  let place, ground, marks, veil, kept, done, glow, paper;
  const live = new Map();

  function measure() {
    const laid = overlaid(screen);
    if (!laid) return;
    place = laid;
    [ground, marks, veil] = [0, 1, 2].map(() => sheet(screen.width, screen.height).getContext("2d"));
    [glow, paper] = ["--ink", "--ground"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    live.clear();
    kept = [];
    done = 0;
    pieces.forEach((piece) => { piece.box = null; });
    brushed(ground, 0, 0, pieces.filter((piece) => piece.n < 0));
  }

  function brushed(canvas, left, top, chosen, mode = () => "source-over") {
    canvas.save();
    canvas.setTransform(place.a, 0, 0, place.d, place.e - left, place.f - top);
    const style = enter(canvas, art, {});
    for (const piece of chosen) {
      canvas.globalCompositeOperation = mode(piece);
      paint(canvas, piece.element, style);
    }
    canvas.restore();
  }

  /* Where a piece can be seen, in dots of the screen: left, top, width, height. */
  function boxed(piece) {
    if (!piece.box) {
      const box = piece.element.getBBox();
      const size = place.a * 0.1;
      const room = 36 * place.a;
      const [left, top] = [box.x * size + place.e - room, box.y * size + place.f - room].map(Math.floor);
      const x = Math.max(0, left);
      const y = Math.max(0, top);
      const right = Math.min(screen.width, Math.ceil(left + box.width * size + 2 * room));
      const bottom = Math.min(screen.height, Math.ceil(top + box.height * size + 2 * room));
      piece.box = [x, y, Math.max(1, right - x), Math.max(1, bottom - y)];
    }
    return piece.box;
  }

  /* Paint one piece on a sheet of its own; cut out of it what lies above it, so that it comes up from beneath. Shown as
     a whole it lies above every other mark, and only what frames them all is above it. */
  function alone(piece, whole) {
    const box = boxed(piece);
    const made = sheet(box[2], box[3]);
    const canvas = made.getContext("2d");
    brushed(canvas, box[0], box[1], [piece]);
    const above = pieces.filter(
      (other) => other.order > piece.order && other.n < (whole ? 0 : piece.n) && meet(boxed(other), box),
    );
    brushed(canvas, box[0], box[1], above, () => "destination-out");
    return { made, box, glow: null };
  }

  function awake(piece) {
    if (!live.has(piece)) live.set(piece, alone(piece, false));
    return live.get(piece);
  }

  function bake(n) {
    const piece = byMark.get(n);
    if (piece && piece.n == n) {
      const { made, box } = awake(piece);
      marks.drawImage(made, box[0], box[1]);
      live.delete(piece);
    }
    done = n + 1;
    if (done % Math.ceil(count / 5) == 0 && !kept.some((one) => one.done == done)) {
      const copy = sheet(screen.width, screen.height);
      copy.getContext("2d").drawImage(marks.canvas, 0, 0);
      kept.push({ done, copy });
    }
  }

  /* The picture after n activities: repainted in the order of paint, from the nearest picture that was kept. */
  function rewind(n) {
    const from = kept.filter((one) => one.done <= n).sort((a, b) => b.done - a.done)[0];
    marks.clearRect(0, 0, screen.width, screen.height);
    live.clear();
    if (from) {
      marks.drawImage(from.copy, 0, 0);
      done = from.done;
      while (done < n) bake(done);
    } else {
      const there = pieces.filter((piece) => piece.n < n);
      brushed(marks, 0, 0, there, (piece) => (piece.n < 0 ? "destination-out" : "source-over"));
      done = n;
    }
  }

  /* A shadow on paper, a glow at night. One that stands still is looked at longer, and drawn finer. */
  function shine(one, strength, small = 0.25) {
    if (strength < 0.02) return;
    const room = 24 * place.a;
    const [x, y, width, height] = one.box;
    if (!one.glow) {
      one.glow = sheet((width + 2 * room) * small, (height + 2 * room) * small);
      const canvas = one.glow.getContext("2d");
      canvas.shadowColor = `${glow}70`;
      canvas.shadowBlur = 9 * place.a * small * 2;
      canvas.shadowOffsetX = 4 * screen.width;
      canvas.drawImage(one.made, room * small - 4 * screen.width, room * small, width * small, height * small);
    }
    on.globalAlpha = strength;
    on.drawImage(one.glow, x - room, y - room, width + 2 * room, height + 2 * room);
    on.globalAlpha = 1;
  }

  /* Show a part 0..1 of a mark that is being drawn. */
  function reveals(piece, part, strength) {
    const one = awake(piece);
    const [x, y, width, height] = one.box;
    if (part >= 1) {
      shine(one, strength);
      on.drawImage(one.made, x, y);
    } else if (reveal == "grow") {
      const [e, f] = root(piece);
      on.save();
      on.globalAlpha = Math.min(1, part * 4);
      on.translate(e, f);
      on.scale(0.2 + 0.8 * part, 0.2 + 0.8 * part);
      on.drawImage(one.made, x - e, y - f);
      on.restore();
    } else {
      veil.clearRect(0, 0, width, height);
      if (reveal == "spine" && piece.element.dataset.s) along(piece, part, x, y);
      else across(part, width, height);
      veil.globalCompositeOperation = "source-in";
      veil.drawImage(one.made, 0, 0);
      veil.globalCompositeOperation = "source-over";
      on.drawImage(veil.canvas, 0, 0, width, height, x, y, width, height);
    }
  }

  /* Where a mark grows from: where its drawing has its origin, else its middle. */
  function root(piece) {
    if (!piece.root) {
      const stamp = piece.element.querySelector(":scope > use[transform]");
      const [x, y, width, height] = boxed(piece);
      const at = stamp ? turn(stamp).slice(4) : null;
      piece.root = at
        ? [at[0] * 0.1 * place.a + place.e, at[1] * 0.1 * place.a + place.f]
        : [x + width / 2, y + height / 2];
    }
    return piece.root;
  }

  function along(piece, part, x, y) {
    if (!piece.spine) {
      const line = document.createElementNS(drawing.namespaceURI, "path");
      line.setAttribute("d", smooth(piece.element.dataset.s));
      piece.spine = [new Path2D(line.getAttribute("d")), line.getTotalLength()];
    }
    const [path, length] = piece.spine;
    veil.save();
    veil.setTransform(place.a, 0, 0, place.d, place.e - x, place.f - y);
    veil.scale(0.1, 0.1);
    veil.lineCap = veil.lineJoin = "round";
    veil.lineWidth = value({ getAttribute: () => piece.element.dataset.w }, "");
    veil.setLineDash([Math.max(1, length * part), length * 3]);
    veil.stroke(path);
    veil.restore();
  }

  function across(part, width, height) {
    const soft = 0.22;
    const edge = part * (1 + soft);
    const fade = veil.createLinearGradient(0, 0, width, 0);
    fade.addColorStop(Math.min(1, Math.max(0, edge - soft)), "#000");
    fade.addColorStop(Math.min(1, edge), "#0000");
    veil.fillStyle = fade;
    veil.fillRect(0, 0, width, height);
  }

  let spot = null;
  function show(second, lit, dim) {
    measure();
    let whole = 0;
    while (whole < count && ended(whole) <= second) whole += 1;
    if (done > whole) rewind(whole);
    while (done < whole) bake(done);
    on.clearRect(0, 0, screen.width, screen.height);
    on.drawImage(ground.canvas, 0, 0);
    on.drawImage(marks.canvas, 0, 0);
    const last = begun(second);
    for (let n = done; n <= last; n += 1) {
      const piece = byMark.get(n);
      if (!piece || piece.n != n) continue;
      const part = calm.matches ? 1 : eased((second - score.at[n]) / score.lasts[n]);
      if (!dim) reveals(piece, part, n == last && !calm.matches ? 1 : 0);
    }
    if (!dim && last >= 0 && last < done && second <= score.seconds) afterglow(last, second - ended(last));
    if (dim) {
      on.globalAlpha = 0.8 * dim;
      on.fillStyle = paper;
      on.fillRect(0, 0, screen.width, screen.height);
      on.globalAlpha = 1;
    }
    if (dim && lit >= 0 && byMark.has(lit)) {
      const piece = byMark.get(lit);
      if (!spot || spot.piece != piece || spot.size != screen.width) {
        spot = { piece, size: screen.width, ...alone(piece, true) };
      }
      shine(spot, dim, 0.5);
      on.globalAlpha = dim;
      on.drawImage(spot.made, spot.box[0], spot.box[1]);
      on.globalAlpha = 1;
    }
    for (const piece of live.keys()) if (piece.n < done || score.at[piece.n] > second) live.delete(piece);
  }

  let after = null;
  function afterglow(n, since) {
    const piece = byMark.get(n);
    if (calm.matches || !piece || since > 0.7) return;
    if (!after || after.piece != piece || after.size != screen.width) {
      after = { piece, size: screen.width, ...alone(piece, false) };
    }
    shine(after, 1 - since / 0.7);
    on.drawImage(after.made, after.box[0], after.box[1]);
  }

  /* What is visible counts, and a finger is broad: look at the point, then round it. */
  function hit(x, y, most, before) {
    const steps = [[0, 0], ...[8, 13].flatMap((far) => ring(far))];
    for (const [dx, dy] of steps) {
      for (const element of document.elementsFromPoint(x + dx, y + dy)) {
        const piece = byMark.get(parseInt(element.closest(".stage [data-a]")?.dataset.a, 10));
        const of = piece ? piece.of.filter((n) => n <= most) : [];
        if (of.length) return of[(of.indexOf(before) + 1) % of.length];
      }
    }
    return -1;
  }

  return { show, hit, open: measure, close: () => {} };
}

const ring = (far) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [far * Math.cos((n * Math.PI) / 4), far * Math.sin((n * Math.PI) / 4)]);

/* A smooth line through points "x,y x,y": each bends towards its neighbours (Catmull and Rom). */
function smooth(said) {
  const points = said.split(" ").map((point) => point.split(",").map(Number));
  const at = (n) => points[Math.max(0, Math.min(points.length - 1, n))];
  return points.slice(1).reduce((line, to, n) => {
    const [before, from, after] = [at(n - 1), at(n), at(n + 2)];
    const bend = (a, b, c, way) => [0, 1].map((k) => (a[k] + (way * (c[k] - b[k])) / 6).toFixed(1)).join();
    return `${line}C${bend(from, before, to, 1)} ${bend(to, from, after, -1)} ${to}`;
  }, `M${points[0]}`);
}
