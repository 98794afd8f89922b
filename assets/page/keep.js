/* Keeping and sharing: files are painted here, from the page's own drawing; nothing is sent anywhere. */
const LARGEST = [3200, 4000];
const WALLPAPER = [1440, 2560];

function keeper() {
  const section = document.getElementById("keep");
  const status = document.getElementById("kept");
  const poster = document.querySelector(".sheet");
  const { width, height } = poster.viewBox.baseVal;
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const { name } = section.dataset;

  /* The drawing of the poster: of a heavy one the page has its file, which may be drawn since it stands on this site. */
  async function source(whole = poster) {
    if (art) return (canvas) => [...whole.children].forEach((child) => paint(canvas, child));
    const image = new Image();
    image.src = section.dataset.vector;
    await image.decode();
    return (canvas) => canvas.drawImage(image, 0, 0, width, height);
  }

  async function picture(across) {
    const draw = await source();
    const made = sheet(across, (across * height) / width);
    const canvas = made.getContext("2d");
    canvas.scale(made.width / width, made.height / height);
    canvas.fillStyle = ground;
    canvas.fillRect(0, 0, width, height);
    draw(canvas);
    return made;
  }

  /* The art on a phone's sheet, below the middle, where a clock leaves room. Art that fills its sheet fills this one
     too, and fades into what lies above and below it. */
  async function wallpaper() {
    const made = sheet(...WALLPAPER);
    const canvas = made.getContext("2d");
    const [head, foot] = section.dataset.full?.split(" ") || [];
    const box = drawing.viewBox.baseVal;
    const scale = Math.min(((head ? 1 : 0.9) * made.width) / box.width, (0.72 * made.height) / box.height);
    const [across, down] = [box.width * scale, box.height * scale];
    const [left, top] = [(made.width - across) / 2, (head ? 0.7 : 0.62) * (made.height - down)].map(Math.round);
    canvas.fillStyle = head || ground;
    canvas.fillRect(0, 0, made.width, made.height);
    const draw = await source(document.getElementById("poster"));
    canvas.save();
    canvas.beginPath();
    canvas.rect(0, top, made.width, down);
    canvas.clip();
    canvas.setTransform(scale, 0, 0, scale, left - box.x * scale, top - box.y * scale);
    draw(canvas);
    canvas.restore();
    const fade = (colour, from, to, end) => {
      const made = canvas.createLinearGradient(0, from, 0, to);
      made.addColorStop(0, colour);
      made.addColorStop(1, `${colour}00`);
      canvas.fillStyle = made;
      canvas.fillRect(0, Math.min(to, end), WALLPAPER[0], Math.abs(to - end));
    };
    if (head) {
      fade(head, top + 2, top + 0.24 * down, 0);
      fade(foot, top + down - 2, top + 0.97 * down, made.height);
    }
    return made;
  }

  const packed = (made, kind, quality) =>
    new Promise((done, failed) => {
      made.toBlob((blob) => (blob ? done(blob) : failed(new Error("too large"))), kind, quality);
    });

  /* A device without room for the largest picture gets the largest that it has room for. */
  async function image(kind, quality) {
    for (const across of [LARGEST[0], LARGEST[0] / 2]) {
      try {
        const made = await picture(across);
        return { made, blob: await packed(made, kind, quality) };
      } catch (wrong) {
        if (across != LARGEST[0]) throw wrong;
      }
    }
  }

  /* One sheet of 18 by 24 inches, the poster as wide as the sheet; the rest is its ground. */
  async function print() {
    const { made, blob } = await image("image/jpeg", 0.93);
    const [across, down] = [1296, 1728];
    const high = (across * made.height) / made.width;
    const shade = ground.match(/\d+/g).slice(0, 3).map((part) => (part / 255).toFixed(4)).join(" ");
    const drawn = `${shade} rg 0 0 ${across} ${down} re f q ${across} 0 0 ${high} 0 ${(down - high) / 2} cm /I Do Q`;
    const parts = ["%PDF-1.4\n"];
    const starts = [];
    const long = () => parts.reduce((sum, part) => sum + (part.size ?? part.length), 0);
    const add = (...body) => {
      starts.push(long());
      parts.push(`${starts.length} 0 obj\n`, ...body, "\nendobj\n");
    };
    add("<</Type/Catalog/Pages 2 0 R>>");
    add("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${across} ${down}]`,
      "/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
    );
    add(
      `<</Type/XObject/Subtype/Image/Width ${made.width}/Height ${made.height}/ColorSpace/DeviceRGB`,
      `/BitsPerComponent 8/Filter/DCTDecode/Length ${blob.size}>>stream\n`, blob, "\nendstream",
    );
    add(`<</Length ${drawn.length}>>stream\n${drawn}\nendstream`);
    const index = long();
    const rows = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
    parts.push(`xref\n0 6\n0000000000 65535 f \n${rows}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${index}\n%%EOF\n`);
    return new Blob(parts, { type: "application/pdf" });
  }

  function vector() {
    const made = poster.cloneNode();
    for (const { name: given } of [...poster.attributes]) if (given != "viewBox") made.removeAttribute(given);
    made.setAttribute("width", width);
    made.setAttribute("height", height);
    const frame = [...poster.children].slice(1);
    made.append(...[document.getElementById("poster"), ...frame].map((child) => child.cloneNode(true)));
    return new Blob([new XMLSerializer().serializeToString(made)], { type: "image/svg+xml" });
  }

  const files = {
    png: async () => [(await image("image/png")).blob, `${name}.png`],
    wallpaper: async () => [await packed(await wallpaper(), "image/png"), `${name}-phone.png`],
    pdf: async () => [await print(), `${name}.pdf`],
    svg: async () => [vector(), `${name}.svg`],
  };

  section.addEventListener("click", async (event) => {
    const make = files[event.target.closest("[data-make]")?.dataset.make];
    if (!make) return;
    const { painting, saved, failed } = status.dataset;
    status.textContent = painting;
    await new Promise((shown) => setTimeout(shown, 50));
    try {
      const [blob, file] = await make();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      status.textContent = saved.replace("{file}", file);
    } catch {
      status.textContent = failed;
    }
  });
  document.getElementById("print")?.addEventListener("click", () => window.print());
}

/* The device's own sheet for sharing where there is one, else a link that is copied, else one that can be. */
function sharer() {
  const button = document.getElementById("share");
  const link = document.getElementById("link");
  const status = document.getElementById("shared");
  const copy = async (url) => {
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = status.dataset.copied;
    } catch {
      link.hidden = false;
      link.select();
      status.textContent = status.dataset.copy;
    }
  };
  button.addEventListener("click", async () => {
    const { url, title } = button.dataset;
    if (!navigator.share) return copy(url);
    try {
      await navigator.share({ title, url });
    } catch (wrong) {
      if (wrong.name != "AbortError") await copy(url);
    }
  });
  document.getElementById("copy").addEventListener("click", () => copy(button.dataset.url));
}
