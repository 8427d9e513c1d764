import type { RequestOf, ResponseOf } from "@haste/contract/client";
import type { Place } from "../support/product.ts";
import { until } from "../support/until.ts";

export type Sequence = ResponseOf<"GET /sequences/:id">;
export type Enrollment = ResponseOf<"GET /enrollments/:id">;
export type Email = ResponseOf<"GET /contacts/:id/email-activities">["data"][number];
export type Mail = ResponseOf<"GET /sandbox/emails/:id">;
export type Contact = ResponseOf<"GET /contacts/:id">;
export type LiveEvent = ResponseOf<"GET /events">["data"][number];

export interface StepText {
  readonly subject?: string;
  readonly html?: string;
  /** After the step before; default: at once for the first, two days for the others. */
  readonly delay?: { readonly value: number; readonly unit: "minutes" | "hours" | "days" | "weeks" };
}

/** Somebody in a sequence. */
export interface Person {
  readonly contact: Contact;
  readonly enrollmentId: string;
}

type Settings = NonNullable<RequestOf<"POST /sequences">["body"]["settings"]>;
type ContactFields = Partial<RequestOf<"POST /contacts">["body"]>;

/** Every hour of every day: what is not about windows should not wait for one. */
export const anyHour = {
  sendingDays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
  sendingHours: { start: "00:00", end: "24:00" },
} satisfies Settings;

let people = 0;
let sequences = 0;

/** What a customer does in one workspace, through the public API only. */
export class Scene {
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  get api(): Place["api"] {
    return this.place.api;
  }

  contact(fields: ContactFields = {}): Promise<Contact> {
    people += 1;
    const body = { email: `reader${people}@reader.example`, firstName: `Reader${people}`, ...fields };
    return this.api("POST /contacts", { body });
  }

  /** A sequence in draft: two emails at any hour unless said otherwise. */
  draft(steps: readonly StepText[] = [{}, {}], settings: Settings = anyHour): Promise<Sequence> {
    sequences += 1;
    return this.api("POST /sequences", {
      body: { name: `Founders ${sequences}`, settings, steps: steps.map(stepOf) },
    });
  }

  /** The same, active. */
  async sequence(steps?: readonly StepText[], settings?: Settings): Promise<Sequence> {
    const { id } = await this.draft(steps, settings);
    return this.api("POST /sequences/:id/activate", { params: { id } });
  }

  async enroll(sequence: Sequence, fields: ContactFields = {}): Promise<Person> {
    const contact = await this.contact(fields);
    const { id } = await this.api("POST /sequences/:id/enroll", {
      params: { id: sequence.id },
      body: { contactId: contact.id },
    });
    return { contact, enrollmentId: id };
  }

  /** Somebody new in the sequence who has just received its first mail. */
  async reader(sequence: Sequence, fields: ContactFields = {}): Promise<Person & { mail: Mail }> {
    const person = await this.enroll(sequence, fields);
    return { ...person, mail: await this.mailTo(person) };
  }

  /** Everybody who is or was in the sequence. */
  async people(sequence: Pick<Sequence, "id">): Promise<Enrollment[]> {
    const found: Enrollment[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const { data, page } = await this.api("GET /sequences/:id/enrollments", { params: { id: sequence.id }, query });
      found.push(...data);
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  }

  enrollment(person: Pick<Person, "enrollmentId">): Promise<Enrollment> {
    return this.api("GET /enrollments/:id", { params: { id: person.enrollmentId } });
  }

  why(person: Pick<Person, "enrollmentId">) {
    return this.api("GET /enrollments/:id/why", { params: { id: person.enrollmentId } });
  }

  /** The person's emails as the product knows them, oldest first. */
  async emails(person: Pick<Person, "contact">): Promise<Email[]> {
    const { data } = await this.api("GET /contacts/:id/email-activities", { params: { id: person.contact.id } });
    return data.toReversed();
  }

  /** What lies in the person's mailbox, oldest first. */
  async mails(person: Pick<Person, "contact">): Promise<Mail[]> {
    const { data } = await this.api("GET /sandbox/emails", { query: { to: person.contact.email } });
    return data.toReversed();
  }

  /** The person's `nth` mail with its source, once it has arrived. */
  async mailTo(person: Pick<Person, "contact">, nth = 1): Promise<Mail> {
    const { email } = person.contact;
    const mail = await until(`mail ${nth} reached ${email}`, async () => (await this.mails(person))[nth - 1]);
    return this.api("GET /sandbox/emails/:id", { params: { id: mail.id } });
  }

  /** Waits until all their mails that arrived are known to have left. */
  sent(person: Pick<Person, "contact">): Promise<true> {
    return until("what arrived was recorded as sent", async () => {
      const known = (await this.emails(person)).filter((email) => email.sentAt !== null);
      return known.length === (await this.mails(person)).length;
    });
  }

  /** Waits for the person to be in this state. */
  reach(
    person: Pick<Person, "enrollmentId">,
    wanted: Partial<Pick<Enrollment, "status" | "state" | "stopReason" | "pauseReason">>,
  ): Promise<Enrollment> {
    const words = JSON.stringify(wanted);
    return until(`the person was ${words}`, async () => {
      const found = await this.enrollment(person);
      const isThere = Object.entries(wanted).every(([name, value]) => found[name as keyof Enrollment] === value);
      if (!isThere) throw new Error(`It was ${JSON.stringify(found)}`);
      return found;
    });
  }

  /** Walks the clock; resolves when all of it has happened, with how many mails left on the way. */
  advance(value: number, unit: "seconds" | "minutes" | "hours" | "days" | "weeks"): Promise<number | null> {
    return this.walk({ by: { value, unit } });
  }

  advanceTo(to: Date): Promise<number | null> {
    return this.walk({ to: to.toISOString() });
  }

  /** To the next time it is this hour and minute in UTC, on that day of the week (0 = Sunday) where one is given. */
  async advanceToTime(hour: number, minute = 0, weekday?: number): Promise<void> {
    const now = await this.now();
    const to = new Date(now);
    to.setUTCHours(hour, minute, 0, 0);
    while (to <= now || (weekday !== undefined && to.getUTCDay() !== weekday)) to.setUTCDate(to.getUTCDate() + 1);
    await this.advanceTo(to);
  }

  async walk(body: RequestOf<"POST /sandbox/clock/advance">["body"]): Promise<number | null> {
    const answer = await this.api("POST /sandbox/clock/advance", { body });
    if ("settled" in answer) return answer.sent;
    await this.finish(answer.id);
    return null;
  }

  /** Resolves when nothing is due or under way. */
  async settle(): Promise<void> {
    await this.advance(0, "seconds");
  }

  /** The job, once it is done. */
  finish(jobId: string) {
    return until(
      `job ${jobId} was done`,
      async () => {
        const job = await this.api("GET /jobs/:id", { params: { id: jobId } });
        if (job.status === "failed" || job.status === "canceled") throw new Error(`It ${job.status}: ${job.error}`);
        return job.status === "done" && job;
      },
      60_000,
    );
  }

  async now(): Promise<Date> {
    return new Date((await this.api("GET /sandbox/clock")).now);
  }

  /** Everything that happened after `seq`, read page by page. */
  async events(after = 0, limit = 1_000): Promise<LiveEvent[]> {
    const found: LiveEvent[] = [];
    for (;;) {
      const last = found.at(-1)?.seq ?? after;
      const page = await this.api("GET /events", { query: { after: last, limit } });
      found.push(...page.data);
      if (!page.hasMore) return found;
    }
  }
}

function stepOf(step: StepText, index: number) {
  const delay =
    step.delay ?? (index === 0 ? { value: 0, unit: "minutes" as const } : { value: 2, unit: "days" as const });
  const subject = step.subject ?? (index === 0 ? "Hello {{ contact.firstName | default: 'there' }}" : undefined);
  const htmlContent = step.html ?? `<p>Step ${index + 1}. <a href="https://tidewater.example/page">A page</a></p>`;
  return { type: "email" as const, delay, content: { ...(subject === undefined ? {} : { subject }), htmlContent } };
}
