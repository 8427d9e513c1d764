import { sentenceOf } from "@haste/engine/condition";
import { IconHourglass } from "@tabler/icons-react";
import { DelayField } from "../delay-field.tsx";
import s from "../steps.module.css";
import type { StepFormProps, StepKindView } from "./kind.ts";

function WaitForm({ content, onChange }: StepFormProps<"wait">) {
  return (
    <>
      <p className={s.effect}>
        Until {content.for ? sentenceOf(content.for, { stepName: () => "an earlier step" }) : "nothing yet"}
      </p>
      <DelayField legend="At most" delay={content.upTo} onChange={(upTo) => onChange({ ...content, upTo })} />
    </>
  );
}

export const wait: StepKindView<"wait"> = { name: "Wait", Icon: IconHourglass, Form: WaitForm };
