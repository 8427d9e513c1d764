import { z } from "zod";
import { Condition } from "../condition.ts";
import { Id } from "../endpoint.ts";

/** One way through a branch, without its steps: those are a list of the same shape as a sequence's. */
export const branch = z.object({ id: Id, name: z.string().trim().max(100), if: Condition });
