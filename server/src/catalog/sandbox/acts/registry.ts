import type { ActKind } from "../queries/acts.ts";
import type { ActKindFile } from "./act.ts";
import { bounce } from "./bounce.ts";
import { click } from "./click.ts";
import { complain } from "./complain.ts";
import { open } from "./open.ts";
import { outOfOffice } from "./out-of-office.ts";
import { reply } from "./reply.ts";
import { unsubscribe } from "./unsubscribe.ts";

/** Each kind of act has one file of its name. */
export const actFiles: Readonly<Record<ActKind, ActKindFile>> = {
  open,
  click,
  reply,
  "out-of-office": outOfOffice,
  bounce,
  complain,
  unsubscribe,
};
