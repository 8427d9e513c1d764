import { ReplyLessons } from "@haste/contract/nouns/inbox";
import type { WorkContext } from "../../../platform/context/index.ts";
import { countLessons, readLessonsSince } from "./queries.ts";

/** What the team has taught the sorting of replies, by class. */
export async function showLessons({ tx }: WorkContext): Promise<ReplyLessons> {
  const [classes, since] = [await countLessons(tx), await readLessonsSince(tx)];
  return ReplyLessons.parse({ classes, forgottenAt: since?.toISOString() ?? null });
}
