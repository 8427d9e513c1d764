/** What a template sees, as the language takes it. */
import { civilOf, DAY_MS, findZone, isoFromEpochDay, toLocalMs, UTC, type Zone } from "../base/index.ts";
import { type PersonalizationContext, visible } from "./context.ts";
import type { Moment } from "./liquid/run.ts";
import { type Mapping, Markup } from "./liquid/values.ts";
import { signatureOf } from "./signature.ts";

export interface Scopes {
  /** For HTML, and for words: the signature is another one. */
  readonly html: Mapping;
  readonly plain: Mapping;
  readonly zone: Zone | null;
}

export function scopesOf(context: PersonalizationContext, moment: Moment | null): Scopes {
  const zone = zoneOf(context);
  const seen = visible(context);
  const sequence = { ...(seen.sequence as Mapping), ...todayOf(moment, zone) };
  const signature = signatureOf(context.sender.signature ?? "");
  const sender = seen.sender as Mapping;
  const html = new Markup(signature.html);
  const { text } = signature;
  // `signatureHtml` and `signatureText` are what versions of long ago ask for.
  const old = { signatureText: text };
  return {
    html: { ...seen, ...old, sequence, sender: { ...sender, signature: html }, signatureHtml: html },
    plain: { ...seen, ...old, sequence, sender: { ...sender, signature: text }, signatureHtml: text },
    zone,
  };
}

/** A zone nobody knows is reported on the contact and must not stop a mail (B6). */
function zoneOf({ contact, timezone }: PersonalizationContext): Zone | null {
  for (const name of [contact.timezone, timezone]) {
    const zone = name ? findZone(name) : null;
    if (zone?.ok === true) return zone.value;
  }
  return null;
}

/** The day on which the email leaves, where the contact is. */
function todayOf(moment: Moment | null, zone: Zone | null): { readonly today?: string; readonly year?: number } {
  if (moment === null) return {};
  const day = Math.floor(toLocalMs(zone ?? UTC, moment.now) / DAY_MS);
  return { today: isoFromEpochDay(day), year: civilOf(day).year };
}
