/* Without scripts the page is whole; what needs them shows now. */
document.documentElement.classList.add("js");
if (score && (art || drawing.querySelector(".frames"))) player();
keeper();
sharer();
