import { consentKinds, legalBases } from "@haste/engine/condition";
import { z } from "zod";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";

const Basis = z.enum([...legalBases, "none"]);
const Kind = z.enum(consentKinds);
const Day = z.iso.date();

/** On what mail to somebody rests, as one record. */
const Consent = z.object({
  /** `none`: withdrawn, or there is none. */
  basis: Basis,
  /** Of the basis `consent`: said, or implied by a purchase, an inquiry, or an address published for business. */
  kind: Kind.nullable(),
  /** Of the consent, the purchase or the inquiry. */
  givenOn: Day.nullable(),
  /** The first day on which an implied consent does not hold any more. */
  endsOn: Day.nullable(),
  source: z.string().nullable(),
  /** What was agreed to, in the words of then. */
  proof: z.string().nullable(),
  /** By hand, by the API, with a list, or by the custom fields `legalBasis`, `consentDate` and `consentSource`. */
  origin: z.enum(["hand", "api", "import", "custom_fields"]),
  recordedBy: z.string(),
  recordedAt: At,
});
export type Consent = z.infer<typeof Consent>;

/** What a mail rested on when it left: of the record that stood then. */
export const RestedOn = Consent.pick({ basis: true, kind: true, givenOn: true, source: true });

const ConsentOfContact = z.object({
  /** What stands; null: nothing was ever recorded. */
  current: Consent.nullable(),
  /** Every record, the newest first; none is ever changed. The newest 200. */
  history: z.array(Consent),
});
export type ConsentOfContact = z.infer<typeof ConsentOfContact>;

/** The whole record: what is left out is not known. Implied consents by purchase or inquiry need their date. */
const ConsentInput = z.strictObject({
  basis: Basis,
  kind: Kind.nullish(),
  givenOn: Day.nullish(),
  source: z.string().trim().max(500).nullish(),
  proof: z.string().trim().max(5_000).nullish(),
});

export const consentEndpoints = {
  "GET /contacts/:id/consent": endpoint({
    summary: "On what mail to a contact rests, and every record of it",
    permission: "contacts:read",
    params: IdParams,
    status: 200,
    response: ConsentOfContact,
  }),
  "PUT /contacts/:id/consent": endpoint({
    summary: "Record on what mail to a contact rests; the record before stays in the history",
    permission: "contacts:write",
    params: IdParams,
    body: ConsentInput,
    status: 200,
    response: ConsentOfContact,
  }),
  "POST /contacts/consent/bulk": endpoint({
    summary: "Record the same for up to 10,000 contacts, chosen by id or by a segment",
    permission: "contacts:write",
    body: z
      .strictObject({
        contactIds: z.array(Id).min(1).max(10_000).optional(),
        segmentId: Id.optional(),
        consent: ConsentInput,
      })
      .refine(({ contactIds, segmentId }) => (contactIds === undefined) !== (segmentId === undefined), {
        message: "Name contacts or a segment.",
      }),
    status: 200,
    response: z.object({
      /** How many got a new record. */
      recorded: z.int(),
      /** Of whom the same stood already. */
      unchanged: z.int(),
    }),
  }),
} as const;
