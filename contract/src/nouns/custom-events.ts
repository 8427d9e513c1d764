import { z } from "zod";
import { At, endpoint, Id } from "../endpoint.ts";

const CustomEvent = z.object({
  /** The caller's own, or a new one. */
  id: z.string(),
  name: z.string(),
  contactId: Id,
  occurredAt: At,
  /** An event of this id came before: nothing happened again. */
  duplicate: z.boolean(),
});

export const customEventEndpoints = {
  "POST /custom-events": endpoint({
    summary:
      "Tell what a person did elsewhere; triggers may wait for its name. Of one id only the first counts. The names meeting_booked, meeting_canceled and deal_stage (with properties.stage) mean just that",
    permission: "events:write",
    body: z.object({
      name: z.string().trim().min(1).max(200),
      /** Whom it is about: this, or `email`. */
      contactId: Id.nullish(),
      email: z.string().trim().min(3).max(320).nullish(),
      /** Now where left out; never later than now. */
      occurredAt: At.nullish(),
      properties: z.record(z.string().max(200), z.unknown()).nullish(),
      /** Makes a repeated call safe. */
      id: z.string().min(1).max(200).nullish(),
    }),
    status: 201,
    response: CustomEvent,
  }),
} as const;
