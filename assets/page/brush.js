/* The brush: paints the plain SVG that artgen writes on a canvas. The page's policy lets no picture be made of data, so
   the browser can't do it for us; and a mark that is painted once can be shown sixty times a second. */
const INHERITED = [
  "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "fill-opacity", "stroke-opacity",
  "stroke-dasharray",
];
const outlines = new WeakMap();
const turns = new WeakMap();

const value = (element, name) => parseFloat(element.getAttribute(name)) || 0;
const named = (reference) => document.getElementById(/#(\w+)/.exec(reference)[1]);

function sheet(width, height) {
  const made = document.createElement("canvas");
  made.width = Math.max(1, Math.round(width));
  made.height = Math.max(1, Math.round(height));
  return made;
}

function outline(element) {
  let path = outlines.get(element);
  if (!path) {
    /* A canvas leaves out a line of no length, which SVG shows as a dot. */
    path = new Path2D((element.getAttribute("d") || "").replace(/h0(?![\d.])/g, "h.01"));
    if (element.localName == "rect") path.rect(...["x", "y", "width", "height"].map((name) => value(element, name)));
    outlines.set(element, path);
  }
  return path;
}

function turn(element) {
  let matrix = turns.get(element);
  if (!matrix) {
    matrix = new DOMMatrix();
    for (const part of element.transform.baseVal) matrix.multiplySelf(DOMMatrix.fromMatrix(part.matrix));
    turns.set(element, matrix);
  }
  return [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f];
}

function ink(canvas, said) {
  if (!said || said == "none") return null;
  if (said[0] != "u") return said;
  const given = named(said);
  const at = (name) => value(given, name);
  const made =
    given.localName == "linearGradient"
      ? canvas.createLinearGradient(at("x1"), at("y1"), at("x2"), at("y2"))
      : canvas.createRadialGradient(at("cx"), at("cy"), 0, at("cx"), at("cy"), at("r"));
  for (const stop of given.children) {
    const clear = stop.getAttribute("stop-opacity");
    const shown = clear ? Math.round(255 * clear).toString(16).padStart(2, "0") : "";
    made.addColorStop(value(stop, "offset"), stop.getAttribute("stop-color") + shown);
  }
  return made;
}

/* Go into an element: its place, and what its children inherit. */
function enter(canvas, element, given) {
  const style = { ...given };
  for (const name of INHERITED) {
    const said = element.getAttribute(name);
    if (said) style[name] = said;
  }
  canvas.transform(...turn(element));
  const area = element.getAttribute("clip-path");
  if (area) canvas.clip(outline(named(area).firstElementChild));
  return style;
}

function paint(canvas, element, given = {}) {
  const kind = element.localName;
  if (!/^(g|path|rect|use)$/.test(kind)) return;
  canvas.save();
  const style = enter(canvas, element, given);
  const clear = element.getAttribute("opacity");
  if (kind == "g" || kind == "use") {
    if (kind == "use") canvas.translate(value(element, "x"), value(element, "y"));
    const inside = kind == "g" ? [...element.children] : [named(element.getAttribute("href"))];
    if (clear) through(canvas, clear, (layer) => inside.forEach((child) => paint(layer, child, style)));
    else for (const child of inside) paint(canvas, child, style);
  } else {
    const path = outline(element);
    const alpha = canvas.globalAlpha * (clear || 1);
    const fill = ink(canvas, style.fill || "#000");
    if (fill) {
      canvas.fillStyle = fill;
      canvas.globalAlpha = alpha * (style["fill-opacity"] || 1);
      canvas.fill(path);
    }
    const stroke = ink(canvas, style.stroke);
    if (stroke) {
      canvas.globalAlpha = alpha * (style["stroke-opacity"] || 1);
      canvas.strokeStyle = stroke;
      canvas.lineWidth = style["stroke-width"] || 1;
      canvas.lineCap = style["stroke-linecap"] || "butt";
      canvas.lineJoin = style["stroke-linejoin"] || "miter";
      canvas.setLineDash((style["stroke-dasharray"] || "").split(/[ ,]+/).filter(Boolean).map(Number));
      canvas.stroke(path);
    }
  }
  canvas.restore();
}

/* Paint a group that is clear as a whole: on a sheet of its own first, or its overlaps would show. */
function through(canvas, clear, work) {
  const { width, height } = canvas.canvas;
  const layer = sheet(width, height).getContext("2d");
  layer.setTransform(canvas.getTransform());
  work(layer);
  canvas.resetTransform();
  canvas.globalAlpha *= clear;
  canvas.drawImage(layer.canvas, 0, 0);
}
