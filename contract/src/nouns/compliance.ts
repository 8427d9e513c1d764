import { z } from "zod";
import { At, endpoint } from "../endpoint.ts";

/**
 * What every mail of the workspace keeps to. Members of the specification that nothing keeps to yet are missing here, and
 * refused when they are written: a rule that is stored and not kept would be worse than none.
 */
const ComplianceSettings = z.object({
  /** Every mail has a way out. */
  unsubscribeLink: z.literal("required"),
  /** The footer adds the address where the mail itself does not have it. */
  includePhysicalAddress: z.literal(true),
  /** Empty: no sequence can be activated in a live workspace. */
  physicalAddress: z.string(),
  /** The newest thousand addresses that must not be mailed; `GET /suppressions` has them all, with their reasons. */
  globalSuppressionList: z.array(z.string()),
  globalSuppressionTotal: z.int(),
  version: z.int(),
  updatedAt: At,
});

export const complianceEndpoints = {
  "GET /compliance": endpoint({
    summary: "What every mail of the workspace keeps to",
    permission: "settings:read",
    status: 200,
    response: ComplianceSettings,
    etag: true,
  }),
  "PUT /compliance": endpoint({
    summary: "Change what every mail keeps to; what nothing keeps to yet is refused",
    permission: "settings:write",
    body: z.strictObject({
      unsubscribeLink: z.literal("required").optional(),
      includePhysicalAddress: z.literal(true).optional(),
      physicalAddress: z.string().trim().max(500).optional(),
    }),
    status: 200,
    response: ComplianceSettings,
    etag: true,
  }),
} as const;
