import { z } from "zod";
import { Condition } from "../condition.ts";
import { Delay } from "../delay.ts";

/** Waits until `for` holds, at most as long as `upTo`. */
export const wait = z.object({ for: Condition.nullable(), upTo: Delay.nullable() });
