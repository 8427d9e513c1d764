import { z } from "zod";
import { Condition } from "../condition.ts";
import { Delay } from "../delay.ts";
import { At, Id } from "../endpoint.ts";
import { branch } from "../kinds/branch.ts";
import { call } from "../kinds/call.ts";
import { email } from "../kinds/email.ts";
import { enroll } from "../kinds/enroll.ts";
import { exit } from "../kinds/exit.ts";
import { linkedin } from "../kinds/linkedin.ts";
import { sms } from "../kinds/sms.ts";
import { task } from "../kinds/task.ts";
import { wait } from "../kinds/wait.ts";
import { StepVariant, VariantInput } from "./variants.ts";

/** Kinds of steps; each has one file of this name in every registry of step kinds. */
export const stepKinds = ["email", "task", "call", "linkedin", "sms", "wait", "branch", "enroll", "exit"] as const;
export type StepKindName = (typeof stepKinds)[number];

/** So many emails of a step wait until somebody approves each; then the others leave by themselves. */
const Approval = z.object({ emails: z.union([z.int().min(1).max(10_000), z.literal("all")]) });

export const Tracking = z.object({ opens: z.boolean(), clicks: z.boolean() });

/** Judged when the step falls due; whoever it does not hold for skips the step, or leaves the sequence. */
const EntryCondition = z.object({
  if: Condition,
  else: z.object({ action: z.enum(["skip", "exit"]) }).default({ action: "skip" }),
});

// ── as it is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

type Lane<S> = z.infer<typeof branch> & { steps: S[] };
interface BranchBody<S> {
  type: "branch";
  content: { branches: Lane<S>[]; otherwise: S[] };
}
type OtherBody =
  | { type: "email"; content: z.infer<typeof email> }
  | { type: "task" | "call" | "linkedin" | "sms"; content: z.infer<typeof task> }
  | { type: "wait"; content: z.infer<typeof wait> }
  | { type: "enroll"; content: z.infer<typeof enroll> }
  | { type: "exit"; content: z.infer<typeof exit> };

const common = {
  id: Id,
  /** 0 is the first; counts depth-first over the whole tree. */
  order: z.int(),
  delay: Delay,
  conditions: z.array(EntryCondition),
  templateId: Id.nullable(),
  tracking: Tracking.nullable(),
  /** Of an email: who looks at it before it leaves; null: nobody. */
  approval: Approval.nullish(),
  /** Of an email or a branch: what its test tries out; absent where none is bound to it. */
  abTestId: Id.optional(),
  variants: z.array(StepVariant).optional(),
};
type Common = z.infer<z.ZodObject<typeof common>>;

/** A step as a version holds it. */
export type VersionStep = Common & { templateVersion?: number | undefined } & (OtherBody | BranchBody<VersionStep>);
/** A step of the draft. */
export type Step = Common & { createdAt: string; updatedAt: string } & (OtherBody | BranchBody<Step>);

/** The same tree over any common parts; a branch holds steps of the very shape it is. */
function treeOf<S>(parts: z.ZodRawShape): z.ZodType<S, S> {
  const self: z.ZodType<S, S> = z.lazy(() => {
    const of = <T extends StepKindName, C extends z.ZodType>(type: T, content: C) =>
      z.object({ ...parts, type: z.literal(type), content });
    const lanes = z.object({
      branches: z.array(branch.extend({ steps: z.array(self) })),
      otherwise: z.array(self),
    });
    const kinds = [
      of("email", email),
      of("task", task),
      of("call", call),
      of("linkedin", linkedin),
      of("sms", sms),
      of("wait", wait),
      of("branch", lanes),
      of("enroll", enroll),
      of("exit", exit),
    ] as const;
    return z.discriminatedUnion("type", kinds) as unknown as z.ZodType<S, S>;
  });
  return self;
}

export const VersionStep = treeOf<VersionStep>({ ...common, templateVersion: z.int().optional() });
export const Step = treeOf<Step>({ ...common, createdAt: At, updatedAt: At });

// ── as it is written ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Every part any kind knows, all of them optional: a draft may be unfinished, and only the parts of its kind are read. */
type ContentInput = Partial<
  Nullish<
    z.infer<typeof email> & z.infer<typeof task> & z.infer<typeof wait> & z.infer<typeof enroll> & z.infer<typeof exit>
  >
> & { branches?: LaneInput[] | null | undefined; otherwise?: StepInput[] | null | undefined };
type Nullish<T> = { [K in keyof T]?: T[K] | null | undefined };
interface LaneInput {
  id?: string | undefined;
  name?: string | undefined;
  if?: Condition | undefined;
  steps?: StepInput[] | null | undefined;
}
export interface StepChanges {
  type?: StepKindName | undefined;
  delay?: Delay | null | undefined;
  templateId?: string | null | undefined;
  content?: ContentInput | null | undefined;
  conditions?: z.infer<typeof EntryCondition>[] | null | undefined;
  tracking?: z.infer<typeof Tracking> | null | undefined;
  approval?: z.infer<typeof Approval> | null | undefined;
  /** Null or none: no test is bound to it any more. */
  variants?: VariantInput[] | null | undefined;
}
/** A step as written whole; an `id` that lives on keeps its people, none makes a new step. */
export interface StepInput extends StepChanges {
  id?: string | undefined;
}

const changes = z.lazy(() => {
  const list = z.array(StepShape).max(mostSteps).nullish();
  const lane = z.object({
    id: Id.optional(),
    name: branch.shape.name.optional(),
    if: Condition.optional(),
    steps: list,
  });
  const nullish = <T extends z.ZodRawShape>(shape: T) =>
    Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, (part as z.ZodType).nullish()]));
  return z.object({
    type: z.enum(stepKinds).optional(),
    delay: Delay.nullish(),
    templateId: Id.nullish(),
    content: z
      .object({
        ...nullish(email.shape),
        ...nullish(task.shape),
        ...nullish(wait.shape),
        ...nullish(enroll.shape),
        ...nullish(exit.shape),
        branches: z.array(lane).max(20).nullish(),
        otherwise: list,
      })
      .nullish(),
    conditions: z.array(EntryCondition).max(20).nullish(),
    tracking: Tracking.nullish(),
    approval: Approval.nullish(),
    variants: z.array(VariantInput).max(5).nullish(),
  });
});

/** As OpenAPI describes it; what is too deep is refused before it is walked. */
export const StepShape: z.ZodType<StepInput, StepInput> = z.lazy(
  () => changes.unwrap().extend({ id: Id.optional() }) as unknown as z.ZodType<StepInput, StepInput>,
);

export const mostSteps = 200;
/** Branches inside branches; nobody reads more. */
const mostNestedBranches = 10;

/** How deep branches are nested in a list of steps, counted with a stack of its own: input may be deeper than ours. */
function nestedBranches(steps: unknown): number {
  let deepest = 0;
  const ahead: { list: unknown; level: number }[] = [{ list: steps, level: 0 }];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    deepest = Math.max(deepest, next.level);
    if (deepest > mostNestedBranches || !Array.isArray(next.list)) continue;
    for (const step of next.list) {
      const content = (step as { content?: { branches?: unknown; otherwise?: unknown } } | null)?.content;
      const lanes = Array.isArray(content?.branches) ? content.branches : [];
      for (const list of [content?.otherwise, ...lanes.map((lane) => (lane as { steps?: unknown } | null)?.steps)])
        if (list !== undefined) ahead.push({ list, level: next.level + 1 });
    }
  }
  return deepest;
}

function refuseTooDeep(steps: (written: unknown) => unknown) {
  return (written: unknown, context: z.RefinementCtx) => {
    if (nestedBranches(steps(written)) > mostNestedBranches) {
      const message = `Branches nest at most ${mostNestedBranches} deep. Let a lane enroll into another sequence.`;
      context.issues.push({ code: "custom", message, path: [], input: written });
      return z.NEVER;
    }
    return written;
  };
}

/** The steps of a sequence, written whole. */
export const StepInputs = z.preprocess(
  refuseTooDeep((steps) => steps),
  z.array(StepShape).max(mostSteps).nullish(),
) as unknown as z.ZodType<StepInput[] | null | undefined, StepInput[] | null | undefined>;

/** No defaults here: the same shape changes a step, where what is left out stays as it is. */
export const StepChanges = z.preprocess(
  refuseTooDeep((step) => [step]),
  changes,
) as unknown as z.ZodType<StepChanges, StepChanges>;

/** A new step, and where it goes: by default the last of the top. */
export const NewStep = z.preprocess(
  refuseTooDeep((step) => [step]),
  z.lazy(() => changes.unwrap().extend({ id: Id.optional(), parentId: Id.nullish(), order: z.int().min(0).nullish() })),
) as unknown as z.ZodType<NewStep, NewStep>;
export interface NewStep extends StepInput {
  /** A lane's id, or a branch's for its `otherwise`; absent: the top. */
  parentId?: string | null | undefined;
  /** Among its siblings, from 0. */
  order?: number | null | undefined;
}
