import type { ResponseOf } from "@haste/contract/client";
import { mostTopics } from "@haste/engine/preferences";
import { dropTopicSuppressions, keepRefusalsOfTopic } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  deleteTopic,
  findTopicByName,
  knownSequences,
  listTopics,
  placeSequences,
  type TopicRow,
  topicsOfSequences,
  writeTopic,
} from "./queries/topics.ts";

type Wire = ResponseOf<"POST /topics">;

interface TopicChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly sequenceIds?: readonly string[] | undefined;
}

export async function showTopics(ctx: WorkContext): Promise<ResponseOf<"GET /topics">> {
  return { data: (await listTopics(ctx.tx)).map(toWire) };
}

/** @throws Problem `name_taken`, `invalid_request` */
export async function addTopic(ctx: WorkContext, wanted: TopicChanges & { readonly name: string }): Promise<Wire> {
  const topics = await listTopics(ctx.tx);
  if (topics.length >= mostTopics) throw refused("/name", `A page shows at most ${mostTopics} topics.`);
  const id = ctx.newId();
  await save(ctx, { id, name: wanted.name, description: wanted.description ?? "" }, wanted.sequenceIds);
  const after = await getTopic(ctx, id);
  await audit(ctx, "topic.added", { kind: "topic", id }, { name: after.name });
  return toWire(after);
}

/** @throws Problem `not_found`, `name_taken`, `invalid_request` */
export async function changeTopic(ctx: WorkContext, id: string, changes: TopicChanges): Promise<Wire> {
  const before = await getTopic(ctx, id);
  const { name = before.name, description = before.description, sequenceIds } = changes;
  await save(ctx, { id, name, description }, sequenceIds);
  const after = await getTopic(ctx, id);
  await audit(ctx, "topic.changed", { kind: "topic", id }, { before: saidOf(before), after: saidOf(after) });
  return toWire(after);
}

/** Who did not want it does not want what it held: nobody gets mail because a name is gone. @throws Problem `not_found` */
export async function removeTopic(ctx: WorkContext, id: string): Promise<void> {
  const before = await getTopic(ctx, id);
  const held = await topicsOfSequences(ctx.tx, { topicId: id });
  await keepRefusalsOfTopic(ctx.tx, id, [...held.keys()]);
  await dropTopicSuppressions(ctx.tx, id);
  await deleteTopic(ctx.tx, id);
  await audit(ctx, "topic.removed", { kind: "topic", id }, saidOf(before));
}

async function save(
  ctx: WorkContext,
  topic: { readonly id: string; readonly name: string; readonly description: string },
  sequenceIds: readonly string[] | undefined,
): Promise<void> {
  const taken = await findTopicByName(ctx.tx, topic.name);
  if (taken !== null && taken !== topic.id) throw new Problem("name_taken");
  const wanted = sequenceIds === undefined ? null : [...new Set(sequenceIds)];
  const known = wanted === null ? new Set() : await knownSequences(ctx.tx, wanted);
  const stranger = wanted?.findIndex((id) => !known.has(id)) ?? -1;
  if (stranger !== -1) throw refused(`/sequenceIds/${stranger}`, "There is no such sequence.");
  await writeTopic(ctx.tx, { ...topic, at: ctx.now });
  if (wanted !== null) await move(ctx, topic.id, wanted);
}

/** Puts exactly these sequences under the topic; what people said of the topics they leave stays with them. */
async function move(ctx: WorkContext, topicId: string, wanted: readonly string[]): Promise<void> {
  const here = await topicsOfSequences(ctx.tx, { topicId });
  const elsewhere = await topicsOfSequences(ctx.tx, { sequenceIds: wanted });
  const leaving = [...here].filter(([id]) => !wanted.includes(id));
  const coming = [...elsewhere].filter(([, from]) => from !== topicId);
  for (const [from, moved] of Map.groupBy([...leaving, ...coming], ([, from]) => from))
    await keepRefusalsOfTopic(
      ctx.tx,
      from,
      moved.map(([id]) => id),
    );
  await placeSequences(ctx.tx, topicId, wanted);
}

async function getTopic(ctx: WorkContext, id: string): Promise<TopicRow> {
  const row = (await listTopics(ctx.tx)).find((topic) => topic.id === id);
  if (row === undefined) throw new Problem("not_found", { detail: "There is no such topic." });
  return row;
}

const saidOf = ({ name, description, sequences }: TopicRow) => ({
  ...{ name, description },
  sequences: sequences.map(({ id }) => id),
});

function refused(pointer: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code: "invalid", detail }] });
}

function toWire({ created_at: createdAt, updated_at: updatedAt, ...topic }: TopicRow): Wire {
  return { ...topic, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
