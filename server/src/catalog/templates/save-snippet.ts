import type { SnippetChanges, SnippetInput } from "@haste/contract/nouns/snippets";
import { validateCondition } from "@haste/engine/condition";
import { checkContent, snippetNames } from "@haste/engine/template";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem, type ProblemItem } from "../../platform/problem/index.ts";
import { namesReaching } from "./library.ts";
import type { TemplatePorts } from "./ports.ts";
import { insertSnippet, listAllSnippets, lockSnippet, type SnippetRow, updateSnippet } from "./queries/snippets.ts";
import { noSuchSnippet, refuseFaults } from "./refuse.ts";
import { mentionsOf, sourceOf } from "./usage.ts";

/** @throws Problem `name_taken`, `template_syntax`, `invalid_request` */
export async function createSnippet(ctx: WorkContext, input: SnippetInput): Promise<SnippetRow> {
  const blank: SnippetRow = {
    id: ctx.newId(),
    name: input.name,
    kind: input.kind ?? "text",
    description: null,
    ...{ htmlContent: "", textContent: "", choices: [], otherwiseId: null, snippets: [] },
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    archivedAt: null,
  };
  const snippet = checked(applyTo(blank, input), await listAllSnippets(ctx.tx));
  await insertSnippet(ctx.tx, snippet).catch(nameTaken(snippet.name));
  await audit(ctx, "snippet.created", subject(snippet), { name: snippet.name });
  return snippet;
}

export interface ChangedSnippet {
  readonly snippet: SnippetRow;
  readonly touches: { id: string; name: string }[];
}

/**
 * Changes a snippet. What was published keeps its words; drafts that mention it, however far, have something to publish.
 * @throws Problem `snippet_in_use` for another name while something mentions it
 */
export async function changeSnippet(
  ctx: WorkContext,
  ports: TemplatePorts,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: SnippetChanges,
): Promise<ChangedSnippet> {
  const before = await lockSnippet(ctx.tx, what.id);
  if (before === null) throw noSuchSnippet();
  what.checkVersion(before.version);
  const written = applyTo(before, change);
  if (written.name !== before.name) await refuseWhereUsed(ctx, ports, before);
  const all = await listAllSnippets(ctx.tx);
  const after = { ...checked(written, all), version: before.version + 1, updatedAt: ctx.now };
  await updateSnippet(ctx.tx, after).catch(nameTaken(after.name));
  await audit(ctx, "snippet.changed", subject(after), { fields: Object.keys(change) });
  const touches = saysTheSame(before, after)
    ? []
    : await ports.wordsChanged(ctx, await sourceOf(ctx.tx, namesReaching(all, before.name)));
  return { snippet: after, touches };
}

/** @throws Problem `snippet_in_use` */
export async function removeSnippet(ctx: WorkContext, ports: TemplatePorts, id: string): Promise<void> {
  const snippet = await lockSnippet(ctx.tx, id);
  if (snippet === null) throw noSuchSnippet();
  await refuseWhereUsed(ctx, ports, snippet);
  await updateSnippet(ctx.tx, { ...snippet, version: snippet.version + 1, archivedAt: ctx.now, updatedAt: ctx.now });
  await audit(ctx, "snippet.removed", subject(snippet), { name: snippet.name });
}

async function refuseWhereUsed(ctx: WorkContext, ports: TemplatePorts, snippet: SnippetRow): Promise<void> {
  const { templates, snippets, sequences } = await mentionsOf(ctx, ports, snippet);
  const named = [...templates, ...snippets, ...sequences].map(({ name }) => `"${name}"`);
  if (named.length === 0) return;
  const more = named.length > 5 ? ` and ${named.length - 5} more` : "";
  throw new Problem("snippet_in_use", {
    detail: `“${snippet.name}” is mentioned by ${named.slice(0, 5).join(", ")}${more}.`,
  });
}

function applyTo(before: SnippetRow, change: SnippetChanges): SnippetRow {
  const { name, description, htmlContent, textContent, choices, otherwiseId } = change;
  return {
    ...before,
    name: name ?? before.name,
    description: description === undefined ? before.description : description,
    htmlContent: htmlContent === undefined ? before.htmlContent : (htmlContent ?? ""),
    textContent: textContent === undefined ? before.textContent : (textContent ?? ""),
    choices: choices === undefined ? before.choices : (choices ?? []),
    otherwiseId: otherwiseId === undefined ? before.otherwiseId : otherwiseId,
  };
}

/** With what it mentions; refused where it could not be written into a mail. */
function checked(snippet: SnippetRow, all: readonly SnippetRow[]): SnippetRow {
  const others = all.filter(({ id }) => id !== snippet.id);
  const errors = snippet.kind === "group" ? groupFaults(snippet, others) : textFaults(snippet);
  if (errors.length > 0) throw new Problem("invalid_request", { detail: errors[0]?.detail ?? "", errors });
  const { htmlContent, textContent } = snippet;
  const whole = { ...snippet, snippets: snippetNames([htmlContent, textContent]) };
  refuseFaults(
    checkContent({ subject: null, htmlContent, textContent }, (name) => others.some((other) => other.name === name)),
  );
  refuseCircle(whole, others);
  return whole;
}

function textFaults({ choices, otherwiseId }: SnippetRow): ProblemItem[] {
  if (choices.length === 0 && otherwiseId === null) return [];
  return [{ pointer: "/choices", code: "unwanted", detail: "Only a snippet of the kind group chooses among others." }];
}

function groupFaults({ htmlContent, textContent, choices, otherwiseId }: SnippetRow, others: readonly SnippetRow[]) {
  const errors: ProblemItem[] = [];
  if (`${htmlContent}${textContent}`.trim() !== "") {
    const detail = "A group has no text of its own. Let it choose among snippets.";
    errors.push({ pointer: "/htmlContent", code: "unwanted", detail });
  }
  if (choices.length === 0) {
    errors.push({ pointer: "/choices", code: "required", detail: "A group needs at least one choice." });
  }
  const isText = (id: string) => others.some((other) => other.id === id && other.kind === "text");
  for (const [place, { if: condition, snippetId }] of choices.entries()) {
    const faults = validateCondition(condition, { steps: null });
    errors.push(...faults.map((fault) => ({ ...fault, pointer: `/choices/${place}/if${fault.pointer}` })));
    if (!isText(snippetId)) errors.push(unknownChoice(`/choices/${place}/snippetId`));
  }
  if (otherwiseId !== null && !isText(otherwiseId)) errors.push(unknownChoice("/otherwiseId"));
  return errors;
}

function unknownChoice(pointer: string): ProblemItem {
  return { pointer, code: "not_found", detail: "There is no such snippet with a text of its own." };
}

/** A snippet that comes back to itself would never end. */
function refuseCircle(snippet: SnippetRow, others: readonly SnippetRow[]): void {
  const all = [...others, snippet];
  const group = new Map(all.map(({ id, name }) => [id, name]));
  const reaching = namesReaching(all, snippet.name);
  const leads = [...snippet.choices.map((choice) => group.get(choice.snippetId) ?? ""), ...snippet.snippets];
  const circle = leads.find((name) => name === snippet.name || reaching.includes(name));
  if (circle === undefined) return;
  const detail = `“${circle}” comes back to “${snippet.name}”, so it would never end.`;
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/htmlContent", code: "circle", detail }] });
}

function saysTheSame(before: SnippetRow, after: SnippetRow): boolean {
  const words = ({ htmlContent, textContent, choices, otherwiseId }: SnippetRow) =>
    JSON.stringify([htmlContent, textContent, choices, otherwiseId]);
  return words(before) === words(after);
}

function subject({ id }: SnippetRow) {
  return { kind: "snippet", id };
}

function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "snippets_name") throw err;
    throw new Problem("name_taken", { detail: `Another snippet is called "${name}".`, cause: err });
  };
}
