import { z } from "zod";
import { At, endpoint, Id, IdParams } from "../endpoint.ts";

/** What recipients choose on their page: a sequence belongs to one topic at most. */
export const Topic = z.object({
  id: Id,
  name: z.string(),
  /** What the recipient reads below the name. */
  description: z.string(),
  sequences: z.array(z.object({ id: Id, name: z.string() })),
  /** How many addresses do not want it. */
  refusals: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type Topic = z.infer<typeof Topic>;

const Name = z.string().trim().min(1).max(60);
const Description = z.string().trim().max(140);
/** All sequences of the topic; one that belonged to another leaves it. */
const SequenceIds = z.array(Id).max(500);

export const topicEndpoints = {
  "GET /topics": endpoint({
    summary: "What recipients may choose on their page, by name; at most twenty",
    permission: "suppressions:read",
    status: 200,
    response: z.object({ data: z.array(Topic) }),
  }),
  "POST /topics": endpoint({
    summary: "Add a topic; with its sequences, which leave the topic they had",
    permission: "settings:write",
    body: z.strictObject({
      name: Name,
      description: Description.default(""),
      sequenceIds: SequenceIds.default([]),
    }),
    status: 201,
    response: Topic,
  }),
  "PUT /topics/:id": endpoint({
    summary: "Change a topic; whoever does not want it does not want the sequences that leave it either",
    permission: "settings:write",
    params: IdParams,
    body: z.strictObject({
      name: Name.optional(),
      description: Description.optional(),
      sequenceIds: SequenceIds.optional(),
    }),
    status: 200,
    response: Topic,
  }),
  "DELETE /topics/:id": endpoint({
    summary: "Remove a topic; whoever did not want it goes on not getting its sequences",
    permission: "settings:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
