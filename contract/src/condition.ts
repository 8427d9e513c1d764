import { checkShape, conditionOps, type Condition as EngineCondition, type Op } from "@haste/engine/condition";
import { z } from "zod";

/**
 * The shape as OpenAPI describes it. It is not what refuses: a recursive parser runs out of stack on deep input, and a
 * union that matches nowhere says little. Both are left to the engine, which looks first.
 */
export const ConditionShape: z.ZodType<EngineCondition, EngineCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(ConditionShape) }),
    z.strictObject({ any: z.array(ConditionShape) }),
    z.strictObject({ not: ConditionShape }),
    z.strictObject({
      field: z.string(),
      op: z.enum(Object.keys(conditionOps) as [Op, ...Op[]]),
      value: z.unknown().optional(),
      step: z.string().exactOptional(),
    }),
  ]),
);

/**
 * A condition as it travels: `{"all":[…]}`, `{"any":[…]}`, `{"not":…}` or `{"field","op","value","step"?}`. Whether its
 * fields, values and steps exist where it stands is judged by `validateCondition` of the engine.
 */
export const Condition = z.preprocess((written, context) => {
  for (const { pointer, detail } of checkShape(written)) {
    const path = pointer.split("/").slice(1);
    context.issues.push({ code: "custom", message: detail, path, input: written });
  }
  return written;
}, ConditionShape) as unknown as z.ZodType<EngineCondition, EngineCondition>;
export type Condition = EngineCondition;
