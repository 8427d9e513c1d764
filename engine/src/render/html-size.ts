/** Gmail shows so much of the HTML and hides the rest, footer and pixel too, behind "View entire message". */
const CLIP_BYTES = 102_000;

export interface HtmlSize {
  readonly bytes: number;
  readonly limit: number;
  readonly isClipped: boolean;
}

export function sizeOfHtml(html: string): HtmlSize {
  const bytes = new TextEncoder().encode(html).length;
  return { bytes, limit: CLIP_BYTES, isClipped: bytes > CLIP_BYTES };
}
