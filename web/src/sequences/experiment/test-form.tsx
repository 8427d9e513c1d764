import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { Select, TextInput } from "@mantine/core";
import { metricLabels } from "./evidence-words.ts";
import s from "./experiment.module.css";
import type { TestDeeds } from "./experiment-queries.ts";
import { countsPeople } from "./ways.ts";

const distributions = [
  { value: "equal", label: "Everybody alike" },
  { value: "weighted", label: "By weights" },
  { value: "multi_armed_bandit", label: "More of what wins" },
];

/** What decides the test; fixed once it was started, because a measure chosen after looking lets chance win. */
export function TestForm({ test, deeds }: { test: AbTest; deeds: TestDeeds }) {
  const { change } = deeds;
  const isFixed = test.startedAt !== null;
  const isOver = test.status === "decided";
  const number = (part: "sampleSize" | "minSampleSize", most: number) => ({
    defaultValue: String(test[part]),
    inputMode: "numeric" as const,
    onBlur: (event: { currentTarget: HTMLInputElement }) => {
      const value = Number.parseInt(event.currentTarget.value, 10);
      if (value >= 1 && value <= most && value !== test[part]) change.mutate({ [part]: value });
      else event.currentTarget.value = String(test[part]);
    },
  });
  return (
    <div className={s.form}>
      <TextInput
        label="Name"
        defaultValue={test.name}
        maxLength={255}
        onBlur={(event) => {
          const name = event.currentTarget.value.trim();
          if (name && name !== test.name) change.mutate({ name });
        }}
      />
      <Select
        label="Measure"
        disabled={isFixed}
        allowDeselect={false}
        value={test.metric}
        data={Object.entries(metricLabels).map(([value, label]) => ({ value, label }))}
        onChange={(metric) => change.mutate({ metric: metric as AbTest["metric"] })}
      />
      <Select
        label="How people are split"
        disabled={isOver}
        allowDeselect={false}
        value={test.distribution}
        data={distributions}
        onChange={(distribution) => change.mutate({ distribution: distribution as AbTest["distribution"] })}
      />
      <TextInput label="Takes part, percent" disabled={isOver} {...number("sampleSize", 100)} />
      <TextInput
        label={`${countsPeople(test) ? "People" : "Emails"} each before a verdict`}
        disabled={isFixed}
        {...number("minSampleSize", 1_000_000)}
      />
      <Select
        label="Confidence"
        disabled={isFixed}
        allowDeselect={false}
        value={String(test.confidenceLevel)}
        data={["90", "95", "99"].map((value) => ({ value, label: `${value} %` }))}
        onChange={(level) => change.mutate({ confidenceLevel: Number(level) as AbTest["confidenceLevel"] })}
      />
    </div>
  );
}
