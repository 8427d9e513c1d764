import { replyClasses } from "@haste/engine/condition";
import type { Opinion } from "@haste/engine/track";
import { z } from "zod";

/** The shape in which an opinion is asked for, and the only one in which it is read: a class of the table, a day, a number. */
const OpinionShape = z.strictObject({
  class: z.enum(replyClasses),
  until: z.iso.date().nullable(),
  confidence: z.number().min(0).max(1),
});

/** The envelope of the chat completions protocol, as far as we need it. */
const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** As servers are told that hold a model to a JSON schema while it writes. */
export const opinionSchema = z.toJSONSchema(OpinionShape);

/** The opinion in the body of an answer; null: it holds none, or anything beside one. */
export function readOpinion(body: string): Opinion | null {
  const completion = Completion.safeParse(parsed(body));
  const content = completion.data?.choices[0]?.message.content;
  return content === undefined ? null : (OpinionShape.safeParse(parsed(bare(content))).data ?? null);
}

/** Models that think aloud do so in `<think>` before they answer, and many put JSON into a fence of Markdown. */
function bare(content: string): string {
  const said = content.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  return /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(said)?.[1] ?? said;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
