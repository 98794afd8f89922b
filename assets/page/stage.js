/* The stage: where the drawing stands in the page, and how much of it is seen. */
const stage = document.querySelector(".stage");
const drawing = stage.querySelector("svg");
const art = drawing.querySelector("[data-art]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/* What is seen of the drawing, in the units of the page. */
function seen() {
  const box = drawing.getBoundingClientRect();
  const view = drawing.viewBox.baseVal;
  const scale = Math.min(box.width / view.width, box.height / view.height);
  const width = view.width * scale;
  const height = view.height * scale;
  return { view, scale, width, height, x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2 };
}

/* Lay a canvas over what is seen of the drawing, dot by dot; tell how a unit of the page lies on it, or nothing where it
   lay there already. */
function overlaid(screen) {
  const { view, scale, width, height } = seen();
  const fine = Math.min(devicePixelRatio || 1, 2.5, 1500 / width);
  const [across, down] = [width, height].map((side) => Math.max(2, Math.round(side * fine)));
  if (screen.width == across && screen.height == down) return null;
  Object.assign(screen, { width: across, height: down });
  Object.assign(screen.style, { width: `${width}px`, height: `${height}px` });
  return new DOMMatrix([scale * fine, 0, 0, scale * fine, -view.x * scale * fine, -view.y * scale * fine]);
}

/* A canvas on the stage that lies there for the eye alone. */
function screened() {
  const screen = sheet(1, 1);
  screen.setAttribute("aria-hidden", "true");
  stage.append(screen);
  return screen;
}

const eased = (part) => (part >= 1 ? 1 : count < 8 ? Math.max(0, part) : 1 - (1 - Math.max(0, part)) ** 2.2);
