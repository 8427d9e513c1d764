import { asInstant, nextInt, randomFrom, seedFrom } from "@haste/engine/base";
import type { Truth } from "@haste/engine/report";
import { type Actor, networkOf, type Visit } from "@haste/engine/track";
import { machineCalled } from "../../server/src/catalog/sandbox/acts/callers.ts";
import type { ReadMail } from "../../server/src/catalog/sandbox/acts/read-mail.ts";
import { actFiles } from "../../server/src/catalog/sandbox/acts/registry.ts";
import { personaOf } from "../../server/src/catalog/sandbox/personas/persona.ts";
import { type PlannedAct, planActs } from "../../server/src/catalog/sandbox/personas/plan-acts.ts";
import { tell } from "./tell-visits.ts";

/** A visit of the sandbox's own world: made by an act of a persona, so that its truth is known. */
interface PersonaVisit extends Visit {
  readonly truth: Truth;
  /** A person, or the machine in front of them. */
  readonly who: string;
}

interface ToldPersonaVisit extends PersonaVisit {
  readonly last: Actor;
  readonly moved: boolean;
}

const site = "https://go.sandbox.example";
const sentAt = new Date("2026-11-24T09:00:00Z");
/** Between two requests of one act: a connection on this machine, or a fast program elsewhere. */
const requestMs = 40;
const mostLinks = 4;

/** So many demo contacts with one mail each, met by whoever they are: always the same for the same seed. */
export async function personaVisits(contacts: number, seed: string): Promise<ToldPersonaVisit[]> {
  const told: ToldPersonaVisit[] = [];
  for (let n = 0; n < contacts; n += 1) {
    const email = `person-${n}@${seed}.example`;
    const links = 1 + nextInt(randomFrom(seedFrom("links", email)), mostLinks);
    const persona = personaOf({ email, firstName: "Mina", timezone: "Europe/Copenhagen", language: "en" });
    const acts = planActs(persona, { position: 0, subject: "Hello", isQuick: false }, sentAt, seed);
    const visits = await Promise.all(acts.map((act) => visitsOf(act, email, links)));
    told.push(...tell(visits.flat().toSorted((a, b) => a.at - b.at)));
  }
  return told;
}

/** What the product would see of an act, were it done at its minute. */
async function visitsOf(
  { kind, detail, dueAt }: PlannedAct,
  recipient: string,
  links: number,
): Promise<PersonaVisit[]> {
  if (kind !== "open" && kind !== "click") return [];
  const account = "amina@sandbox.haste.test";
  const input = { actId: "", detail, mail: mailOf(links), raw: Buffer.alloc(0), recipient, account, now: dueAt };
  const done = await actFiles[kind](input);
  if (done.road !== "http") return [];
  const tracked = done.visits.filter(({ url }) => !url.startsWith(`${site}/u/`));
  return tracked.map(({ method, url, userAgent: agent, headers }, place) => {
    const at = asInstant(Math.round(dueAt.getTime()) + place * requestMs);
    return {
      ...{ at, method, agent, ahead: null, sinceSentMs: at - sentAt.getTime() },
      ...(kind === "open"
        ? { kind: "opened", link: null, links: null }
        : { kind: "clicked", link: Number(url.slice(`${site}/t/c/`.length)), links }),
      network: networkOf(headers?.["x-forwarded-for"] ?? ""),
      truth: truthOf(detail.as),
      who: machineCalled(agent) ?? "person",
    };
  });
}

function truthOf(as: PlannedAct["detail"]["as"]): Truth {
  if (as === "proxy") return "proxied";
  return as === "human" ? "human" : "machine";
}

function mailOf(links: number): ReadMail {
  const person = { address: "amina@sandbox.haste.test", name: null };
  const tracked = Array.from({ length: links }, (_, place) => ({
    href: `${site}/t/c/${place}`,
    text: `link ${place}`,
  }));
  return {
    ...{ html: null, text: null, headers: [], from: person, to: person, replyTo: person.address, subject: "Hello" },
    ...{ sentAt, messageId: null, references: [], oneClickUrl: null },
    links: [...tracked, { href: `${site}/u/token`, text: "Unsubscribe" }],
    pictures: [`${site}/t/o/pixel.gif`],
  };
}
