import { asInstant, refuse } from "@haste/engine/base";
import type { JudgedMail, RuleVerdict } from "@haste/engine/compliance";
import { dealVariant, sharesOf } from "@haste/engine/experiment";
import { type Finding, inspectEmail, inspectPerson, type StepToInspect, stepToInspect } from "@haste/engine/preflight";
import { fillEmail, type PersonalizationContext, type PublicLinks } from "@haste/engine/render";
import { type Definition, type StepOf, stepAs } from "@haste/engine/sequence";
import { type Chosen, resolveGroups } from "@haste/engine/template";
import type { WorkContext } from "../../../platform/context/index.ts";
import { chooseFor, compiledStep } from "../compiled-step.ts";
import { judgeFor } from "../judge-rules.ts";
import { contextOf } from "../person-context.ts";
import { type MailRules, readPeople } from "../queries.ts";
import type { SenderRow, StoredFinding } from "./queries/findings.ts";

/** Whom to look at, with what came with their enrollment, if they have one. */
export interface PersonToInspect {
  readonly contactId: string;
  readonly customData: Readonly<Record<string, unknown>>;
  readonly accountId: string | null;
  /** The deal their enrollment names; null: their newest open one. */
  readonly dealId: string | null;
  /** Why enrolling would refuse them. */
  readonly codes: readonly string[];
}

/** What a pre-flight reads once for all its people. */
export interface Around {
  readonly definition: Definition;
  readonly senders: readonly SenderRow[];
  readonly rules: MailRules;
}

export interface InspectedPerson {
  readonly contactId: string;
  readonly emails: number;
  readonly findings: readonly StoredFinding[];
}

/** As long as the signed addresses of a real mail: size is part of what is checked. */
const token = "x".repeat(90);
const unsubscribeUrl = `https://mail.example/u/${token}`;
const publicLinks = {
  unsubscribeUrl,
  pixelUrl: `https://mail.example/t/o/${token}`,
  clickUrl: (link: number) => `https://mail.example/t/c/${token}${link}`,
};
const nobody = { displayName: "Your name", email: "you@example.com", signature: null };

/** How often each email took too long. One that loops would take hours for a whole list; soon nobody tries it any more. */
const tooLong = new WeakMap<object, number>();
const mostTimedOut = 5;
const loops = { code: "template_limit", detail: "as for others before" } as const;

/** Found out once for each version and choice of snippets. */
const known = new WeakMap<object, StepToInspect>();

/** Renders every email of these people as sending would, and says what is wrong; nobody who is gone is looked at. */
export async function inspectPeople(
  ctx: WorkContext,
  people: readonly PersonToInspect[],
  around: Around,
): Promise<InspectedPerson[]> {
  const { definition, senders, rules } = around;
  const { address } = rules;
  const rows = await readPeople(ctx.tx, people);
  const at = ctx.now;
  const choices = await chooseFor(
    ctx.tx,
    definition.snippetGroups,
    people.map(({ contactId, customData }) => ({ contactId, customData, at })),
  );
  const judge = await judgeFor(
    ctx.tx,
    rules.rules,
    people.map(({ contactId }) => contactId),
  );
  const steps = definition.steps.filter((step): step is StepOf<"email"> => step.kind === "email");
  return people.flatMap(({ contactId, customData, accountId, codes }, place) => {
    const row = rows[place];
    if (row === undefined) return [];
    const sender = senders.find(({ id }) => id === accountId) ?? senders[0] ?? nobody;
    const around = { sequenceName: definition.name, ...address, customData };
    const context = { ...contextOf(row, sender, around), timezone: definition.settings.timezone };
    const own = inspectPerson({ timezone: row.timezone, codes });
    const chosen = choices.get(contactId) ?? {};
    const findings = [
      ...own.map((finding) => ({ ...finding, contactId, stepId: null })),
      ...steps.flatMap((step) =>
        inspectStep({
          definition,
          step: stepAs(step, likelyVariant(step, contactId)),
          chosen,
          context,
          moment: { now: asInstant(at.getTime()), seed: contactId },
          judge: (mail) => judge({ ...mail, contactId, customData, at }),
        }).map((finding) => ({
          ...finding,
          contactId,
          stepId: step.id,
        })),
      ),
    ];
    return [{ contactId, emails: steps.length, findings }];
  });
}

/** The variant they would be dealt evenly: over everybody, each variant is looked at. */
function likelyVariant({ test }: StepOf<"email">, contactId: string): string | null {
  if (test === undefined) return null;
  const shares = sharesOf(test.variants.map(({ id }) => ({ id, weight: null })));
  return dealVariant(test.testId, contactId, shares);
}

interface OneEmail {
  readonly definition: Definition;
  readonly step: StepOf<"email">;
  readonly chosen: Chosen;
  readonly context: PersonalizationContext;
  readonly moment: NonNullable<PublicLinks["moment"]>;
  /** What the workspace's rules say of it, filled. */
  readonly judge: (mail: JudgedMail) => RuleVerdict | null;
}

function inspectStep({ definition, step, chosen, context, moment, judge }: OneEmail) {
  const compiled = compiledStep(definition, step, chosen);
  if (!compiled.ok) {
    const { part, line, column, detail } = compiled.error;
    const said = `The ${part} cannot be read at line ${line}, column ${column}: ${detail}`;
    return [{ severity: "error" as const, code: "template_syntax", detail: said }];
  }
  let inspected = known.get(compiled.value);
  if (inspected === undefined) {
    inspected = stepToInspect(resolveGroups(step.content, definition.snippetGroups ?? {}, chosen), compiled.value);
    known.set(compiled.value, inspected);
  }
  const timedOut = tooLong.get(compiled.value) ?? 0;
  if (timedOut >= mostTimedOut) return inspectEmail(inspected, { filled: refuse(loops), context, unsubscribeUrl });
  const filled = fillEmail(compiled.value, context, { ...publicLinks, moment });
  if (!filled.ok && filled.error.code === "template_limit") tooLong.set(compiled.value, timedOut + 1);
  const findings = inspectEmail(inspected, { filled, context, unsubscribeUrl });
  if (!filled.ok) return findings;
  const { html, text } = filled.value;
  const { postalAddress } = context;
  const verdict = judge({ html, text, postalAddress, unsubscribeUrl, sequenceId: definition.sequenceId });
  return verdict === null ? findings : [...findings, ruleFinding(verdict)];
}

/** What waits for approval goes on by itself once somebody looked. */
function ruleFinding({ effect, detail }: RuleVerdict): Finding {
  return effect === "approve"
    ? { severity: "warning", code: "rule_approval", detail }
    : { severity: "error", code: "rule_blocks", detail };
}
