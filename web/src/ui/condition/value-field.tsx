import { type ConditionField, conditionOps, type Test } from "@haste/engine/condition";
import { NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import s from "./condition.module.css";

interface ValueFieldProps {
  readonly test: Test;
  readonly field: ConditionField;
  readonly label: string;
  readonly onChange: (value: unknown) => void;
}

/** What is compared with, by what the operation wants and the field holds. */
export function ValueField(props: ValueFieldProps) {
  const { test, field, label, onChange } = props;
  const { wants } = conditionOps[test.op];
  if (wants === "nothing") return null;
  if (field.name === "split") return <ShareField {...props} />;
  if (field.type === "enum") return <EnumField {...props} />;
  if (wants === "list") return <ListField {...props} />;
  if (wants === "date")
    return (
      <TextInput
        type="date"
        aria-label={label}
        value={typeof test.value === "string" ? test.value.slice(0, 10) : ""}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    );
  if (wants === "days" || wants === "number" || field.type === "number")
    return (
      <NumberInput
        aria-label={label}
        {...(wants === "days" ? { min: 1, suffix: " days" } : {})}
        value={typeof test.value === "number" || typeof test.value === "string" ? test.value : ""}
        onChange={(value) => onChange(typeof value === "number" ? value : undefined)}
      />
    );
  return (
    <TextInput
      aria-label={label}
      placeholder="value"
      value={typeof test.value === "string" ? test.value : ""}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      dir="auto"
    />
  );
}

function ShareField({ test, label, onChange }: ValueFieldProps) {
  return (
    <NumberInput
      aria-label={label}
      min={0}
      max={100}
      suffix=" % of people"
      value={typeof test.value === "number" ? Math.round(test.value * 1000) / 10 : ""}
      onChange={(value) => onChange(typeof value === "number" ? value / 100 : undefined)}
    />
  );
}

const spoken = (value: string) => value.replaceAll("_", " ");

function EnumField({ test, field, label, onChange }: ValueFieldProps) {
  const values = field.values ?? [];
  if (conditionOps[test.op].wants !== "list")
    return (
      <Select
        aria-label={label}
        allowDeselect={false}
        value={typeof test.value === "string" ? test.value : null}
        data={values.map((value) => ({ value, label: spoken(value) }))}
        onChange={(value) => value && onChange(value)}
      />
    );
  const chosen = new Set(Array.isArray(test.value) ? test.value : []);
  return (
    <fieldset className={s.chips}>
      <legend className="sr">{label}</legend>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          className={s.chip}
          aria-pressed={chosen.has(value)}
          onClick={() => onChange(values.filter((each) => (each === value ? !chosen.has(each) : chosen.has(each))))}
        >
          {spoken(value)}
        </button>
      ))}
    </fieldset>
  );
}

/** Values between commas; what is typed stays as typed until the field is left. */
function ListField({ test, label, onChange }: ValueFieldProps) {
  const list = Array.isArray(test.value) ? test.value.map(String) : [];
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      aria-label={label}
      placeholder="one, another"
      value={typed ?? list.join(", ")}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const values = event.currentTarget.value.split(",").map((each) => each.trim());
        onChange(values.filter((each) => each !== ""));
      }}
      onBlur={() => setTyped(null)}
      dir="auto"
    />
  );
}
