/** Twice the pixels of the screen, so that it is sharp on paper. */
const scale = 2;
const margin = 16;
const lineHeight = 20;
const textSize = 14;

/** What of an element's look is carried over: a picture knows no style sheets and no variables. */
const look = [
  ...["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linejoin"],
  ...["paint-order", "text-anchor", "opacity", "color", "visibility", "display", "overflow", "white-space"],
  ...["font-size", "font-weight", "letter-spacing", "line-height", "font-variant-numeric", "text-align"],
  ...["background-color", "background-image", "background-size", "border-radius", "box-sizing", "width", "height"],
  ...["border-top", "border-right", "border-bottom", "border-left", "padding", "margin", "list-style-type"],
  ...["position", "top", "right", "bottom", "left", "transform", "min-width", "min-height", "aspect-ratio"],
  ...["grid-template-columns", "grid-template-rows", "grid-column", "grid-row", "gap", "align-items"],
  ...["justify-content", "justify-items", "flex", "flex-direction", "flex-wrap"],
];

/**
 * A plot as it stands, under its caption, as a PNG: whatever it is drawn with is copied with its look into a picture of its own.
 * @throws where the browser lets nobody read what it draws
 */
export async function pictureOf(plot: HTMLElement, caption: string): Promise<Blob> {
  const { width, height } = plot.getBoundingClientRect();
  const image = await drawn(plot, width, height);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("This browser draws no pictures.");
  const font = `500 ${textSize}px ${getComputedStyle(plot).fontFamily}`;
  pen.font = font;
  const lines = wrapped(caption, (text) => pen.measureText(text).width <= width);
  const top = margin + lines.length * lineHeight + margin / 2;
  canvas.width = Math.ceil((width + 2 * margin) * scale);
  canvas.height = Math.ceil((top + height + margin) * scale);
  pen.scale(scale, scale);
  pen.fillStyle = groundOf(plot);
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = getComputedStyle(plot).color;
  pen.font = font;
  for (const [at, line] of lines.entries()) pen.fillText(line, margin, margin + at * lineHeight + textSize);
  pen.drawImage(image, margin, top, width, height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob === null ? fail(new Error("The picture is empty.")) : done(blob)), "image/png"),
  );
}

async function drawn(plot: HTMLElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = plot.cloneNode(true) as HTMLElement;
  dress(copy, plot);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">${new XMLSerializer().serializeToString(copy)}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}

function dress(copy: Element, from: Element): void {
  const style = getComputedStyle(from);
  const own = look.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  copy.setAttribute("style", `${own};font-family:sans-serif`);
  for (const [at, child] of [...from.children].entries()) {
    const twin = copy.children[at];
    if (twin !== undefined) dress(twin, child);
  }
}

/** The nearest ground that is not see-through. */
function groundOf(element: Element | null): string {
  if (element === null) return "#ffffff";
  const ground = getComputedStyle(element).backgroundColor;
  return /^(transparent|rgba\(0, 0, 0, 0\))$/.test(ground) ? groundOf(element.parentElement) : ground;
}

function wrapped(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
