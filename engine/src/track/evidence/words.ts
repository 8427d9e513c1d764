import type { Actor } from "../actor.ts";
import { burstWindowMs } from "./burst.ts";
import type { Finding } from "./visit.ts";

const seconds = (value: string) => {
  const ms = Number(value);
  return ms < 1_000 ? "less than a second" : `${Math.round(ms / 1_000)} s`;
};

const said: Readonly<Record<string, (value: string) => string>> = {
  head: () => "It asked for the headers only and looked at nothing.",
  "looks-ahead": (value) => `It said itself that it only loads ahead (${value}).`,
  "no-agent": () => "It did not say which program it is; mail programs and browsers do.",
  "apple-privacy": () =>
    "Apple’s Mail Privacy Protection loads the pictures of every mail by itself, whether anybody reads it or not.",
  "gmail-proxy": () => "Gmail’s proxy loaded the pictures: somebody opened it, and it cannot be told who or what.",
  "yahoo-proxy": () => "Yahoo’s proxy loaded the pictures: somebody opened it, and it cannot be told who or what.",
  "scanner-agent": (value) => `The program calls itself “${value}”, which looks for dangerous mail.`,
  "link-preview": (value) => `The program calls itself “${value}”, which shows others what a link leads to.`,
  crawler: (value) => `The program calls itself “${value}”, as only automatic ones do.`,
  program: (value) => `The program calls itself “${value}”, which has no screen to read from.`,
  burst: (value) =>
    value === "2"
      ? "Two different links were followed within two seconds; nobody reads so fast."
      : `Within ${burstWindowMs / 1_000} s ${value} different links were followed; nobody reads so fast.`,
  "with-a-burst": (value) => `The same program followed ${value} links within seconds of it.`,
  "after-head": () => "The same program had just asked for the headers of the same link, as scanners do.",
  "before-sent": () => "It came before the receiving server had said that it takes the mail.",
  "too-soon": (value) => `It came ${seconds(value)} after the mail was handed over; nobody reads so fast.`,
  soon: (value) => `It came ${seconds(value)} after the mail was handed over; few people are so fast.`,
  "scanner-network": (value) => `It came from a network of a company that scans mail (${value}).`,
  "microsoft-mail-network": (value) => `It came from the servers that check mail for Microsoft 365 (${value}).`,
  "google-network": (value) => `It came from Google’s own network, where few people read (${value}).`,
  "cloud-network": (value) => `It came from a data center, where few people read (${value}).`,
  "click-without-open": () => "The mail had not been opened before. Alone this says little: many load no pictures.",
  "click-at-once": () => "Less than a second lay between opening and clicking; nobody reads so fast.",
  "document-order": (value) => `The links were followed from top to bottom within minutes (${value}).`,
};

/** What a rule saw, as a sentence. */
export function sayFinding({ rule, value }: Finding): string {
  return said[rule]?.(value) ?? `The rule “${rule}” says so.`;
}

const conclusions: Readonly<Record<Actor, string>> = {
  machine: "Not counted as a person’s, and it moved nobody.",
  unknown: "Counted, but it moves nobody: a person or a machine may have done it.",
  human: "Counted as a person’s: nothing speaks against it.",
};

/** What follows from a verdict. @param rule the one that decided */
export function sayVerdict(actor: Actor, rule: string): string {
  if (rule === "waits")
    return "Counted, and looked at again within seconds: if nothing else comes with it, it was a person.";
  return conclusions[actor];
}
