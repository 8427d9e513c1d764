import { Select } from "@mantine/core";

/** Half hours of a day, 24:00 where it is an end; a time that is none of them is kept as it is. */
export function HourField(props: { label: string; end?: boolean; value: string; onChange: (time: string) => void }) {
  const times = Array.from(
    { length: props.end ? 49 : 48 },
    (_, at) => `${String(Math.floor(at / 2)).padStart(2, "0")}:${at % 2 ? "30" : "00"}`,
  );
  return (
    <Select
      label={props.label}
      searchable
      allowDeselect={false}
      value={props.value}
      data={[...new Set([...times, props.value])].sort()}
      onChange={(time) => time && props.onChange(time)}
    />
  );
}
