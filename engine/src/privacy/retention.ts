import { addMs, DAY_MS, type Instant } from "../base/index.ts";

export const retentionUnits = [
  ...(["emails", "mails", "visits", "files", "copies", "reports"] as const),
  ...(["events", "pre-flights", "simulations", "contacts"] as const),
] as const;
export type RetentionUnit = (typeof retentionUnits)[number];

/** What can be thrown away by age. Nothing is until a workspace gives it a period (GDPR Art. 5(1)(e)). */
export interface RetentionClass {
  readonly key: RetentionKey;
  readonly name: string;
  /** What goes. */
  readonly goes: string;
  /** What stays, so that counts and proof do. */
  readonly stays: string;
  /** What is counted when a run says how many it removed. */
  readonly unit: RetentionUnit;
  readonly shortestDays: number;
  readonly because: string;
}

/** A run that is on knows its place by number: new ones stand at the end. */
export const retentionKeys = [
  ...(["sent_text", "dialogues", "received_text", "unmatched_mail"] as const),
  ...(["visit_evidence", "import_files", "request_answers", "mailbox_reports"] as const),
  ...(["unsent_text", "told_events", "preflights", "simulations", "sandbox_mails", "dormant_contacts"] as const),
] as const;
export type RetentionKey = (typeof retentionKeys)[number];

/**
 * Shortest periods come from what still needs the thing, never from what laws of retention ask: tax and commercial law
 * (e.g. § 257 HGB, six years for business letters) differ by country, and whoever sets a period must know theirs.
 */
export const retentionClasses: readonly RetentionClass[] = [
  {
    key: "sent_text",
    name: "Words of sent emails",
    goes: "Text, HTML, attachments and the dialogue with the server that took it",
    stays: "Who got it, when, its subject, what came of it; its links and its way out go on working",
    unit: "emails",
    shortestDays: 60,
    because:
      "A way out must work for 60 days (CASL s. 11(2); CAN-SPAM asks for 30), and whoever uses it may ask what was sent",
  },
  {
    key: "dialogues",
    name: "Failed tries to hand emails over",
    goes: "What was said to the server, line by line",
    stays: "How each email ended, and the last words of the server",
    unit: "emails",
    shortestDays: 30,
    because: "The doctor and “why did this bounce?” read them",
  },
  {
    key: "received_text",
    name: "Words of received mails",
    goes: "Subject and text; corrected ones teach the sorting of replies no more",
    stays: "From whom it came, when, and what kind of answer it was",
    unit: "mails",
    shortestDays: 30,
    because: "Threads that wait for an answer are read from them",
  },
  {
    key: "unmatched_mail",
    name: "Mails by nobody known",
    goes: "Sender, subject and text",
    stays: "That a mail came, and when",
    unit: "mails",
    shortestDays: 7,
    because: "Somebody has to have the time to say whose they are",
  },
  {
    key: "visit_evidence",
    name: "Evidence of opens and clicks",
    goes: "Program as it named itself, network prefix, keyed hash of the address, what each rule saw",
    stays: "The verdict and its rule, the kind of program, every count; these visits are never judged again",
    unit: "visits",
    shortestDays: 30,
    because: "Verdicts are judged again by better rules",
  },
  {
    key: "import_files",
    name: "Imported files",
    goes: "Every row as it stood in the file, and the samples of its columns",
    stays: "The file's name and its counts; the contacts it made",
    unit: "files",
    shortestDays: 7,
    because: "Rows that were refused can be corrected and given back",
  },
  {
    key: "request_answers",
    name: "Copies made for people who asked",
    goes: "The file with everything held of the person",
    stays: "That they asked, when, and when they were answered",
    unit: "copies",
    shortestDays: 30,
    because: "The person has to have the time to fetch it",
  },
  {
    key: "mailbox_reports",
    name: "Reports of mailbox providers",
    goes: "DMARC and TLS reports with every row",
    stays: "Nothing of them: what deliverability shows begins later",
    unit: "reports",
    shortestDays: 90,
    because: "Deliverability draws its lines from them",
  },
  {
    key: "unsent_text",
    name: "Words of emails that never left",
    goes: "Text, HTML and attachments of emails that failed or were refused, and words approved for one that was canceled",
    stays: "To whom, when, its subject, why it did not leave; those that may still leave keep their words",
    unit: "emails",
    shortestDays: 30,
    because: "Whoever finds out why it failed reads them, and an email of one's own can be tried again",
  },
  {
    key: "told_events",
    name: "Pages visited and events told",
    goes: "The page's address, and the properties of an event",
    stays: "That it happened, when, by whom, an event's name, the goals it reached and what they were worth",
    unit: "events",
    shortestDays: 30,
    because: "Whoever sets up a goal looks at what came in",
  },
  {
    key: "preflights",
    name: "Pre-flights",
    goes: "The pre-flight with what it found of each person",
    stays: "Nothing of it; another can be run",
    unit: "pre-flights",
    shortestDays: 7,
    because: "Whoever mends what was found works off the list",
  },
  {
    key: "simulations",
    name: "Simulations",
    goes: "The simulation with what it foresaw for each person",
    stays: "Nothing of it; another can be run",
    unit: "simulations",
    shortestDays: 7,
    because: "A plan is compared with what became of it",
  },
  {
    key: "sandbox_mails",
    name: "Mails of the sandbox",
    goes: "Every mail its servers caught or wrote, and what its people did with it",
    stays: "The emails themselves and every count; Tracking has fewer visits to compare its verdicts with",
    unit: "mails",
    shortestDays: 30,
    because: "Emails that may have been lost are looked up there",
  },
  {
    key: "dormant_contacts",
    name: "Contacts nobody ever wrote to",
    goes: "The contact with all its fields, and the log's details about it. Not one that was enrolled, heard from, asked something, has a task, a deal, an event or a record of consent",
    stays:
      "Rows of imported files, which have a period of their own. An address that was suppressed for good stays barred by a keyed hash",
    unit: "contacts",
    shortestDays: 90,
    because: "Lists are worked off over months",
  },
];

/** What no period takes away, and why. */
export const neverRemoved: readonly { readonly name: string; readonly because: string }[] = [
  {
    name: "Suppressions and their proof",
    because:
      "Without them a list brings people back who said no; where its contact goes, a keyed hash of the address does that",
  },
  { name: "Records of consent", because: "Who mails must be able to show it (GDPR Art. 7(1))" },
  { name: "Ways out of emails", because: "They work without the text, however old the mail is" },
  { name: "The audit log", because: "Its chain proves that nothing was taken out" },
];

/** Days by class; null: kept for ever. */
export type RetentionPeriods = Readonly<Partial<Record<RetentionKey, number | null>>>;

const longestDays = 3_650;

/** The classes whose period is no whole number of days, or outside what their class allows. */
export function refusedPeriods(periods: RetentionPeriods): { readonly key: RetentionKey; readonly detail: string }[] {
  return retentionClasses.flatMap(({ key, name, shortestDays, because }) => {
    const days = periods[key];
    if (days === undefined || days === null) return [];
    if (Number.isInteger(days) && days >= shortestDays && days <= longestDays) return [];
    const detail = `${name}: ${shortestDays} to ${longestDays} days, or for ever. ${because}.`;
    return [{ key, detail }];
  });
}

/** What happened before it is due. */
export function dueBefore(now: Instant, days: number): Instant {
  return addMs(now, -days * DAY_MS);
}

/**
 * A day after the last run, or after anybody changed a period or ended the hold: who set one by mistake has a day to
 * notice, since nothing that went comes back.
 */
export function nextRunAfter(at: Instant): Instant {
  return addMs(at, DAY_MS);
}
