import { z } from "zod";
import { Condition } from "../condition.ts";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";

/**
 * What a rule does with a mail to somebody for whom its condition holds. A required text may hold
 * `{{ postalAddress }}` and `{{ unsubscribeUrl }}`, which stand for the mail's own.
 */
const RuleEffect = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("block") }),
  z.strictObject({ do: z.literal("approve") }),
  z.strictObject({ do: z.literal("require"), text: z.string().trim().min(1).max(500) }),
]);

const ComplianceRule = z.object({
  id: Id,
  name: z.string(),
  condition: Condition,
  /** Empty: mail of every sequence, and mail of none. */
  sequenceIds: z.array(Id),
  effect: RuleEffect,
  isOn: z.boolean(),
  createdAt: At,
  updatedAt: At,
});

/** Rules as a law has them, with where it says so. */
const RulePack = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  sources: z.array(z.object({ title: z.string(), url: z.string() })),
  rules: z.array(z.object({ name: z.string(), effect: RuleEffect })),
  isOn: z.boolean(),
});

const RuleInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  condition: Condition,
  sequenceIds: z.array(Id).max(500).default([]),
  effect: RuleEffect,
  isOn: z.boolean().default(true),
});

export const complianceRuleEndpoints = {
  "GET /compliance-rules": endpoint({
    summary: "The rules of the workspace, and the packs of laws it may switch on (`PUT /compliance`, `rulePacks`)",
    permission: "settings:read",
    status: 200,
    response: z.object({ data: z.array(ComplianceRule), packs: z.array(RulePack) }),
  }),
  "POST /compliance-rules": endpoint({
    summary: "Add a rule: block, hold for approval, or require words in mail to whom its condition means",
    permission: "settings:write",
    body: RuleInput,
    status: 201,
    response: ComplianceRule,
  }),
  "PUT /compliance-rules/:id": endpoint({
    summary: "Change a rule; what waits to leave is planned and written again",
    permission: "settings:write",
    params: IdParams,
    body: z.strictObject({
      name: RuleInput.shape.name.optional(),
      condition: Condition.optional(),
      sequenceIds: z.array(Id).max(500).optional(),
      effect: RuleEffect.optional(),
      isOn: z.boolean().optional(),
    }),
    status: 200,
    response: ComplianceRule,
  }),
  "DELETE /compliance-rules/:id": endpoint({
    summary: "Remove a rule",
    permission: "settings:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
