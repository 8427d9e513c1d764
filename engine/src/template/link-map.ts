import type { Instant } from "../base/index.ts";
import {
  type CompiledEmail,
  compileEmail,
  type FilledEmail,
  fillEmail,
  htmlToText,
  numberLinks,
  type PersonalizationContext,
  withValue,
} from "../render/index.ts";
import type { FrozenGroups } from "../sequence/index.ts";
import { resolveGroups } from "./choose.ts";
import type { WrittenEmail } from "./content.ts";
import { linksOfStep } from "./links.ts";

/** A counted link of an email. */
interface MappedLink {
  /** Its number: what a click is recorded with. */
  readonly link: number;
  /** As its author wrote it. */
  readonly address: string;
  /** The words it stands behind; null: it is in another text of a group, or in a branch that is not shown. */
  readonly text: string | null;
}

export interface MappedMail {
  readonly subject: string | null;
  /** Addresses of counted links are `#link-<number>`; null: the email cannot be drawn without a real person. */
  readonly html: string | null;
  readonly links: readonly MappedLink[];
}

/** Nobody: every variable is missing, and says its own name in brackets. */
const nobody: PersonalizationContext = {
  contact: { email: "[email]", firstName: null, lastName: null, title: null, timezone: null, customFields: {} },
  company: null,
  deal: null,
  sender: { name: "[sender]", email: "[senderEmail]", signature: null },
  sequence: { name: "[sequence]" },
  customData: {},
  postalAddress: "",
};
/** More variables than anybody writes; each round gives one missing one a name. */
const mostRounds = 60;

/** An email of a sequence as nobody's in particular, with the number of every counted link where it stands. */
export function mapLinks(content: WrittenEmail, groups: FrozenGroups, now: Instant): MappedMail {
  const table = linksOfStep(content, groups);
  const compiled = compileEmail(resolveGroups(content, groups, {}), { isStored: true });
  const filled = compiled.ok ? fillForNobody(numberLinks(compiled.value, table), now) : null;
  const texts = textsOf(filled?.html ?? "");
  return {
    subject: filled?.subject ?? null,
    html: filled?.html ?? null,
    links: table.map((address, link) => ({ link, address, text: texts.get(link) ?? null })),
  };
}

function fillForNobody(email: CompiledEmail, now: Instant): FilledEmail | null {
  let known = nobody;
  const links = {
    unsubscribeUrl: "#unsubscribe",
    pixelUrl: null,
    clickUrl: (link: number) => `#link-${link}`,
    moment: { now, seed: "" },
  };
  for (let round = 0; round < mostRounds; round++) {
    const filled = fillEmail(email, known, links);
    if (filled.ok) return filled.value;
    if (filled.error.code !== "missing_variable") return null;
    const { variable } = filled.error;
    known = withValue(known, variable, `[${variable.split(".").at(-1)}]`);
  }
  return null;
}

/** The first place of each; the addresses are our own, so nothing else looks like them. */
function textsOf(html: string): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [, number, inner] of html.matchAll(/<a\b[^>]*\bhref="#link-(\d+)"[^>]*>([\s\S]*?)<\/a\s*>/gi)) {
    const link = Number(number);
    if (!texts.has(link)) texts.set(link, htmlToText(inner ?? "").trim());
  }
  return texts;
}
