import { customNameOf, customValue, type Facts } from "../condition/index.ts";

/** What became of one email of an enrollment, as far as conditions ask; engagement is what people did. */
export interface EmailFacts {
  readonly stepId: string;
  readonly sent: boolean;
  readonly opened: boolean;
  readonly clicked: boolean;
  readonly replied: boolean;
  readonly bounced: boolean;
  /** Addresses of the links that were clicked. */
  readonly links: readonly string[];
  readonly replyClass: string | null;
}

/** What is known of one person on their way through a sequence: plain values, so a snapshot can be written down. */
export interface PersonFacts {
  /** By field name: `contact.title`, `company.industry`. */
  readonly person: Readonly<Record<string, unknown>>;
  /** Custom fields, where they are looked up: the enrollment's context, then the contact's, then the company's. */
  readonly custom: readonly (Readonly<Record<string, unknown>> | null)[];
  /** ISO 8601. */
  readonly enrolledAt: string;
  readonly emails: readonly EmailFacts[];
  readonly tasks: readonly { readonly stepId: string; readonly outcome: string }[];
}

/** Somebody of whom nothing is known. */
export const nothingKnown: PersonFacts = { person: {}, custom: [], enrolledAt: "", emails: [], tasks: [] };

const happened: Readonly<Record<string, (email: EmailFacts) => boolean>> = {
  "email.sent": (email) => email.sent,
  "email.opened": (email) => email.opened,
  "email.clicked": (email) => email.clicked,
  "email.replied": (email) => email.replied,
  "email.bounced": (email) => email.bounced,
};

/** The facts as conditions look them up; without a step, any email or task of the enrollment counts. */
export function factsOf({ person, custom, enrolledAt, emails, tasks }: PersonFacts): Facts {
  return {
    valueOf(field, step) {
      const ofStep = <T extends { stepId: string }>(all: readonly T[]) =>
        step === undefined ? all : all.filter((one) => one.stepId === step);
      const did = happened[field];
      if (did !== undefined) return ofStep(emails).some(did);
      if (field === "email.clickedLink") return ofStep(emails).flatMap((email) => email.links);
      if (field === "reply.class") return ofStep(emails).flatMap((email) => email.replyClass ?? []);
      if (field === "task.outcome") return ofStep(tasks).map((task) => task.outcome);
      if (field === "enrollment.enrolledAt") return enrolledAt === "" ? null : enrolledAt;
      const name = customNameOf(field);
      return name === null ? person[field] : customValue(name, custom);
    },
  };
}
