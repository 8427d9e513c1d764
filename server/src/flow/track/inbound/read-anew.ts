import { type Instant, toLocal, UTC } from "@haste/engine/base";
import type { ReplyClass } from "@haste/engine/condition";
import { readAs, type WrittenReading } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";
import type { InboundContent } from "../inbox/inbound-content.ts";
import { readOwnAddresses } from "../inbox/queries.ts";

interface WrittenMail {
  readonly mail: InboundContent["mail"];
  readonly reading: WrittenReading;
  readonly receivedAt: Instant;
  readonly name: ReplyClass;
}

/** What a mail means whose class somebody corrected; the days it names count from the one on which it arrived. */
export async function readAnew(tx: Tx, { mail, reading, receivedAt, name }: WrittenMail): Promise<WrittenReading> {
  const ownAddresses = await readOwnAddresses(tx);
  return readAs(mail, reading, { name, context: { ownAddresses, today: toLocal(UTC, receivedAt).epochDay } });
}
