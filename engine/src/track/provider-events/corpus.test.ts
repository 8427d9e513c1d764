import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findCorpus } from "../../../../tests/support/corpora.ts";
import type { ProviderEvent } from "./provider-event.ts";
import { readJson } from "./read-json.ts";
import { eventReaders } from "./services.ts";
import type { readSparkpost } from "./sparkpost.ts";

const corpus = findCorpus("provider-events", "events of sending services are not checked against the labeled ones");

interface Case {
  readonly esp: string;
  readonly case: string;
  readonly payloads: readonly { readonly name: string; readonly value: unknown }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

const names: Readonly<Record<string, keyof typeof eventReaders>> = {
  amazon_ses: "ses",
  unisender_go: "unisender-go",
};

/** The labels are another library's reading: it finds its own id in what it gave along, where we look for ours. */
function asLabeled(event: ProviderEvent, { esp, payloads }: Case) {
  const { anymail_id: given, ...metadata } = event.metadata;
  return {
    event_type: event.kind,
    recipient: event.recipient,
    reject_reason: event.rejectReason,
    description: event.description,
    mta_response: event.reply,
    message_id: given ?? event.messageId,
    // It names an event of Mailgun by the token of the signature, which differs from one delivery to the next.
    event_id: esp === "mailgun" ? (tokenIn(payloads[0]?.value) ?? event.eventId) : event.eventId,
    user_agent: event.agent,
    click_url: event.link,
    tags: event.tags,
    metadata,
  } as Readonly<Record<string, unknown>>;
}

function tokenIn(notice: unknown): unknown {
  return (notice as { signature?: { token?: unknown } } | undefined)?.signature?.token;
}

function faultsOf(one: Case): string[] {
  const read = eventReaders[names[one.esp] ?? (one.esp as keyof typeof eventReaders)] as typeof readSparkpost;
  const terms = { initialOpens: one.expected.event_type === "unknown" ? ("unknown" as const) : ("opened" as const) };
  const [event] = one.payloads.flatMap(({ value }) => read(value, terms));
  if (event === undefined) return [`${one.case}: nothing was read`];
  const ours = asLabeled(event, one);
  return Object.entries(one.expected).flatMap(([field, label]) => {
    const found = ours[field];
    const isLike = JSON.stringify(normal(found)) === JSON.stringify(normal(label));
    return isLike ? [] : [`${one.case}: ${field} is ${JSON.stringify(found)}, not ${JSON.stringify(label)}`];
  });
}

/** Ids are texts for us; nothing and no fields are the same nothing. */
function normal(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  return value === null || (typeof value === "object" && Object.keys(value).length === 0) ? null : value;
}

test.runIf(corpus.isThere)("labeled events of thirteen sending services are read as their labels say", () => {
  const cases = readJson(readFileSync(`${corpus.folder}/events.json`, "utf8")) as Case[];
  const faults = cases.map(faultsOf);
  const right = faults.filter((some) => some.length === 0).length;
  process.stdout.write(`provider events: ${right} of ${cases.length} read as labeled\n`);
  expect(faults.flat()).toEqual([]);
});
