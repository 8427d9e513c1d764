/** A mail as a page of its own that loads nothing and runs nothing, and how many remote pictures it asked for. */
export interface MailDocument {
  readonly html: string;
  readonly remotePictures: number;
}

/**
 * Only what is in the mail itself may show: no scripts (the frame's sandbox forbids them, too), no remote styles or
 * pictures. Loading a picture would be an open, and that is for its recipient to do.
 */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";

const look = `
  :root { background: Canvas; color: CanvasText; overflow: hidden; }
  body { margin: 18px 20px 20px; font: 14px/22px system-ui, sans-serif; overflow-wrap: anywhere; }
  body > :first-child { margin-top: 0; }
  p { margin: 0 0 12px; }
  img[data-kept-out] { outline: 1px dashed GrayText; color: GrayText; font-size: 12px; }`;

/** Invisible pictures of one pixel count opens; they have no place to show an outline in. */
function isPixel(picture: Element): boolean {
  return picture.getAttribute("width") === "1" || picture.getAttribute("height") === "1";
}

export function mailDocument(html: string, how: { pictures: boolean; dark: boolean }): MailDocument {
  const page = new DOMParser().parseFromString(html, "text/html");
  let remotePictures = 0;
  for (const picture of page.querySelectorAll("img")) {
    const isRemote = !picture.src.startsWith("data:");
    if (isRemote) remotePictures += 1;
    if (!isRemote && how.pictures) continue;
    picture.removeAttribute("src");
    picture.removeAttribute("srcset");
    if (isPixel(picture)) picture.remove();
    else picture.setAttribute("data-kept-out", "");
  }
  for (const each of page.querySelectorAll("script, link, meta[http-equiv], base, form, iframe, object, embed")) {
    each.replaceWith(...(each.tagName === "FORM" ? each.childNodes : []));
  }
  const scheme = `:root { color-scheme: ${how.dark ? "dark" : "light"}; }`;
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Mail</title>`;
  const lang = page.documentElement.lang || "en";
  return {
    html: `<!doctype html><html lang="${lang.replace(/[^\w-]/g, "")}"><head>${head}<style>${scheme}${look}</style>${page.head.innerHTML}</head><body>${page.body.innerHTML}</body></html>`,
    remotePictures,
  };
}
