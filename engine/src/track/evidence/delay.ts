import type { Rule, Visit } from "./visit.ts";

/** Nobody reads a mail within this of its handing over; servers in front of mailboxes do. */
const tooSoonMs = { opened: 5_000, clicked: 8_000 } as const;
/** Few people do, with the phone in their hand; most scanners have looked by then. */
const soonMs = { opened: 10_000, clicked: 20_000 } as const;

const within = (limits: typeof tooSoonMs | typeof soonMs, { kind, sinceSentMs }: Visit) =>
  sinceSentMs !== null && sinceSentMs < limits[kind];

/** How long after its handing over an email was fetched. */
export const delayRules: readonly Rule[] = [
  {
    name: "before-sent",
    family: "delay",
    source: "servers that hold the final answer back until they have looked at the links",
    find: ({ sinceSentMs }) => (sinceSentMs === null ? { says: "machine", value: "" } : null),
  },
  {
    name: "too-soon",
    family: "delay",
    source: "mautic counts 2 s as a bot (BotRatioHelper); notification, opening and rendering take a person longer",
    find: (visit) => (within(tooSoonMs, visit) ? { says: "machine", value: String(visit.sinceSentMs) } : null),
  },
  {
    name: "soon",
    family: "delay",
    source: "resend/resend-node#901: a scanner's click 12 s after the mail, from another network and system",
    find: (visit) =>
      within(soonMs, visit) && !within(tooSoonMs, visit) ? { says: "doubt", value: String(visit.sinceSentMs) } : null,
  },
];
