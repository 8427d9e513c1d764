import { createHash } from "node:crypto";
import {
  fillWords,
  type Language,
  type PageScheme,
  type PageWords,
  pageColors,
  pageWords,
} from "@haste/engine/preferences";
import type { PreferencesRow, TopicChoice } from "./queries.ts";

/** What a page is about: a person of ours and what they just did, or a link that leads nowhere. */
export type Shown =
  | { readonly kind: "unknown" }
  | { readonly kind: "person"; readonly person: PreferencesRow; readonly just: "looked" | "saved" | "left" };

/**
 * The recipient's page: plain HTML, no script, nothing from anywhere else, and nothing happens but by a press. A forged
 * link gets a page that does not say so.
 */
export function preferencePage(language: Language, shown: Shown): string {
  const words = pageWords[language];
  const style = styleOf(brandOf(shown));
  const body = shown.kind === "unknown" ? broken(words) : bodyOf(words, language, shown);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

/** Nothing but our own form may be posted, nobody may frame the page, and only its one style applies. */
export function pagePolicy(shown: Shown): string {
  const hash = createHash("sha256")
    .update(styleOf(brandOf(shown)))
    .digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
}

/** A page that leads nowhere is nobody's. */
function brandOf(shown: Shown): string {
  return shown.kind === "person" ? shown.person.color : "";
}

/** What does not depend on who sends. */
const rules =
  "body{margin:0;font:16px/24px Inter,system-ui,sans-serif;background:var(--page);color:var(--text)}main{box-sizing:border-box;max-width:520px;margin:8vh auto;padding:0 16px}h1{font-size:26px;line-height:32px;font-weight:650;margin:0 0 8px}h2{font-size:16px;margin:0 0 12px;font-weight:650}p{margin:0 0 20px;color:var(--quiet);overflow-wrap:anywhere}fieldset{border:0;margin:0;padding:0}legend{font-weight:650;padding:0;margin-bottom:12px}section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin:0 0 16px}section p{margin:8px 0 0;font-size:14px;line-height:20px}label{display:flex;gap:12px;padding:8px 0;cursor:pointer}label span{display:block;overflow-wrap:anywhere}label small{display:block;font-size:14px;line-height:20px;color:var(--quiet)}input{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:var(--key)}button{font:inherit;font-weight:600;min-height:48px;width:100%;padding:8px 24px;border:1px solid var(--key);border-radius:8px;background:transparent;color:var(--key);cursor:pointer}button.main{background:var(--key);color:var(--on-key)}label+button,fieldset+button{margin-top:12px}a{color:var(--key)}button:focus-visible,input:focus-visible,a:focus-visible{outline:2px solid var(--key);outline-offset:2px}.note{border-left:3px solid var(--key);padding-left:12px;color:var(--text)}.hint{font-size:14px;line-height:20px}.brand{font-size:18px;font-weight:650;margin:0 0 24px;color:var(--key)}";

const plain = {
  light: "--text:#171b1c;--quiet:#4b5354;--line:#d9dcd7",
  dark: "--text:#e8eceb;--quiet:#aeb7b6;--line:#2b3132",
} as const;

function styleOf(brand: string): string {
  const colors = (scheme: PageScheme) => {
    const { page, card, key, onKey } = pageColors(scheme, brand);
    return `--page:${page};--card:${card};--key:${key};--on-key:${onKey};${plain[scheme]}`;
  };
  return `:root{color-scheme:light dark;${colors("light")}}@media(prefers-color-scheme:dark){:root{${colors("dark")}}}${rules}`;
}

function broken(words: PageWords): string {
  return `<h1>${words.broken}</h1><p>${words.brokenHint}</p>`;
}

function bodyOf(words: PageWords, language: Language, { person, just }: Extract<Shown, { kind: "person" }>): string {
  const places = { sender: escapeHtml(person.sender), address: escapeHtml(person.to_email) };
  const say = (sentence: string) => fillWords(sentence, places);
  const brand = `<p class="brand" dir="auto">${places.sender}</p>`;
  if (just === "left" || (person.barred && person.barred_until === null))
    return `${brand}<h1>${words.done}</h1><p>${say(words.doneHint)}</p>`;
  const until = person.barred_until;
  const notes = [
    ...(just === "saved" ? [words.saved] : []),
    ...(until === null ? [] : [fillWords(words.paused, { date: dayOf(until, language, person.timezone) })]),
  ].map((note) => `<p class="note" role="status">${note}</p>`);
  return [
    `${brand}<h1>${words.heading}</h1><p>${say(words.about)}</p>`,
    ...notes,
    topicsForm(words, person.topics),
    until === null ? section("pause", { name: words.pause, hint: words.pauseHint, isMain: false }) : "",
    section("all", { name: words.all, hint: say(words.allHint), isMain: person.topics.length === 0 }),
    just === "saved" ? `<p><a href="">${words.back}</a></p>` : `<p class="hint">${words.nothingYet}</p>`,
  ].join("");
}

function topicsForm(words: PageWords, topics: readonly TopicChoice[]): string {
  if (topics.length === 0) return "";
  const boxes = topics.map(
    ({ id, name, description, isRefused }) =>
      `<label><input type="checkbox" name="topic" value="${id}"${isRefused ? "" : " checked"}><span>${escapeHtml(name)}${description === "" ? "" : `<small>${escapeHtml(description)}</small>`}</span></label>`,
  );
  return `<section><form method="post"><fieldset><legend>${words.topics}</legend>${boxes.join("")}</fieldset><button class="main" name="choice" value="topics">${words.save}</button></form></section>`;
}

function section(
  choice: string,
  { name, hint, isMain }: { readonly name: string; readonly hint: string; readonly isMain: boolean },
): string {
  return `<section><form method="post"><button${isMain ? ' class="main"' : ""} name="choice" value="${choice}">${name}</button></form><p>${hint}</p></section>`;
}

/** The day as it is written there; where the zone is unknown to this machine, the day in UTC. */
function dayOf(at: Date, language: Language, zone: string | null): string {
  const write = (timeZone: string) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone }).format(at);
  try {
    return write(zone ?? "UTC");
  } catch {
    return write("UTC");
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
