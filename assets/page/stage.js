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
