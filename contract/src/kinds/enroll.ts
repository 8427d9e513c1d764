import { z } from "zod";
import { Id } from "../endpoint.ts";

/** Ends this sequence for the person and begins that one. */
export const enroll = z.object({ sequenceId: Id.nullable() });
