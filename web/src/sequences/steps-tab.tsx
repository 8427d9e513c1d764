import type { Sequence } from "@haste/contract/nouns/sequences";
import { SequenceBuilder } from "./builder/sequence-builder.tsx";
import { useSaveSteps } from "./step-queries.ts";

/** Those that its steps take words from are read by the builder. */
const noOthers: never[] = [];

/** The plan of the sequence, in the builder. */
export function StepsTab(props: { sequence: Sequence; refusal: unknown; aside: HTMLElement | null }) {
  const save = useSaveSteps();
  return (
    <SequenceBuilder
      key={props.sequence.id}
      sequence={props.sequence}
      onSave={save}
      templates={noOthers}
      refusal={props.refusal}
      aside={props.aside}
    />
  );
}
