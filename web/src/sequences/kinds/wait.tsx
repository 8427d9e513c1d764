import { IconHourglass } from "@tabler/icons-react";
import { said } from "../../ui/condition/condition-builder.tsx";
import { askedSteps, ConditionField } from "../builder/condition-field.tsx";
import { DelayField } from "../delay-field.tsx";
import s from "../steps.module.css";
import { delayWords } from "../words.ts";
import type { StepFormProps, StepKindView } from "./kind.ts";

function WaitForm({ content, place, onChange }: StepFormProps<"wait">) {
  return (
    <>
      <fieldset className={s.fieldset} data-field="/content/for">
        <legend className={s.legend}>Wait until</legend>
        <ConditionField
          condition={content.for ?? { all: [] }}
          place={place}
          whenEmpty="Nothing yet: add what it waits for"
          onChange={(condition) => onChange({ ...content, for: condition }, "for")}
        />
      </fieldset>
      <DelayField
        legend="At most"
        field="/content/upTo"
        delay={content.upTo}
        none="Not said yet"
        effect="It goes on as soon as it holds, and at the latest then."
        onChange={(upTo) => onChange({ ...content, upTo }, "upTo")}
      />
    </>
  );
}

export const wait: StepKindView<"wait"> = {
  name: "Wait",
  letter: "w",
  Icon: IconHourglass,
  Form: WaitForm,
  blank: () => ({ for: null, upTo: { value: 3, unit: "days" } }),
  line: ({ for: until, upTo }, place) =>
    [
      until ? `until: ${said(until, { steps: askedSteps(place) })}` : "for nothing yet",
      upTo ? `at most ${delayWords(upTo)}` : "",
    ]
      .filter(Boolean)
      .join(" · "),
};
