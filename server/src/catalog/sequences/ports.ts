import type { Definition, Transfer } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";

/** What a sequence asks of the ledger, in the transaction of its own change. Each also wakes who must look again. */
export interface SequenceLedger {
  /** Nothing may leave any more: cancels the emails that wait and gives their capacity back; people keep their place. */
  parkSequence(ctx: WorkContext, sequenceId: string): Promise<void>;
  /** Plans everybody who is active again, from now on, never as a burst. */
  resumeSequence(ctx: WorkContext, sequenceId: string): Promise<void>;
  /** Stops everybody who is active or paused and cancels what waits. */
  stopSequence(ctx: WorkContext, sequenceId: string, reason: "archived"): Promise<void>;
  /** Takes those who are active or paused and have a transfer to this version; the others stay on theirs. */
  movePeople(ctx: WorkContext, publishing: Publishing): Promise<void>;
  /** Tells whoever looks at this sequence that it changed. */
  sequenceChanged(ctx: WorkContext, sequenceId: string): Promise<void>;
}

export interface Publishing {
  readonly after: Definition;
  /** Where people who stand there go on; null = they stay on the version they run by. */
  readonly transferOf: (who: { readonly stepId: string | null; readonly version: number }) => Transfer | null;
}

export interface SequencePorts {
  readonly ledger: SequenceLedger;
  /** The address in links and pixels, known once the product listens. */
  readonly publicUrl: () => string;
}
