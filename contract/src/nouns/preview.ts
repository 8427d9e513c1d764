import { z } from "zod";
import { endpoint, Id, IdParams } from "../endpoint.ts";

const Fields = z.record(z.string(), z.unknown());

/** Everything a template may ask of one person of one sequence, as the renderer takes it; null is not known. */
const PersonalizationContext = z.object({
  contact: z.object({
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    title: z.string().nullable(),
    timezone: z.string().nullable(),
    customFields: Fields,
  }),
  company: z
    .object({
      name: z.string(),
      domain: z.string().nullable(),
      industry: z.string().nullable(),
      customFields: Fields,
    })
    .nullable(),
  /** The one the person's enrollment names, else their newest open one. */
  deal: z
    .object({
      name: z.string(),
      stage: z.string(),
      /** As people say it: 12.5 of 1250 cents. */
      amount: z.number().nullable(),
      currency: z.string().nullable(),
      customFields: Fields,
    })
    .nullable(),
  sender: z.object({ name: z.string(), email: z.string(), signature: z.string().nullable() }),
  sequence: z.object({ name: z.string() }),
  customData: Fields,
  postalAddress: z.string(),
});

export const previewEndpoints = {
  "GET /sequences/:id/preview-context": endpoint({
    summary: "What the templates of a sequence may ask of one person, to see a mail before it is sent",
    permission: "sequences:read",
    params: IdParams,
    query: z.object({ contactId: Id }),
    status: 200,
    response: PersonalizationContext,
  }),
} as const;
