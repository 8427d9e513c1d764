import type { Import } from "@haste/contract/nouns/crm";
import { Select } from "@mantine/core";
import { IconAlertTriangle, IconArrowRight } from "@tabler/icons-react";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { fieldChoices, remap, unread } from "./fields.ts";
import s from "./import.module.css";
import { useRemap } from "./import-queries.ts";

/** Below this a guess asks to be looked at. */
const sureFrom = 0.7;

type Column = Import["columns"][number];

/** Your columns, two samples of each, what they become, and how sure that guess is. */
export function ColumnsSection({ found }: { found: Import }) {
  const change = useRemap(found);
  const locked = found.status === "running";
  const hasEmail = Object.values(found.mapping).includes("email");
  return (
    <Section
      title="Columns"
      aside={<span className={s.wide}>yours · two samples · our field and how sure we are</span>}
    >
      {hasEmail ? null : (
        <p className={s.ask} role="alert">
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" /> Which column holds the address? Map one to
          Email; then every row can be checked.
        </p>
      )}
      <ul className={s.columns}>
        {found.columns.map((column) => (
          <li key={column.name} className={s.column}>
            <span className={`${s.columnName} mono`} dir="auto" title={column.name}>
              {column.name}
            </span>
            <Samples column={column} />
            <IconArrowRight className={s.arrow} size={14} stroke={1.75} aria-hidden="true" />
            <Select
              size="xs"
              aria-label={`What ${column.name} is`}
              data={fieldChoices(column.name)}
              value={found.mapping[column.name] ?? unread}
              allowDeselect={false}
              disabled={locked}
              onChange={(field) => change.mutate(remap(found.mapping, column.name, field ?? unread))}
            />
            <Confidence column={column} field={found.mapping[column.name] ?? null} />
          </li>
        ))}
      </ul>
      {change.error ? <ErrorState error={change.error} /> : null}
    </Section>
  );
}

function Samples({ column }: { column: Column }) {
  const [first, second] = column.samples;
  return (
    <>
      <span className={`${s.sample} cut`} dir="auto" title={first}>
        {first ?? <span className="quiet">empty in the first rows</span>}
      </span>
      <span className={`${s.sample} ${s.second} cut`} dir="auto" title={second}>
        {second}
      </span>
    </>
  );
}

function Confidence({ column, field }: { column: Column; field: string | null }) {
  if (field === null) return <span className={s.sure}>{column.field ? "left out by you" : "not read"}</span>;
  if (field !== column.field) return <span className={s.sure}>chosen by you</span>;
  const percent = Math.round(column.confidence * 100);
  const doubt = column.confidence < sureFrom;
  return (
    <span className={s.sure} data-doubt={doubt || undefined}>
      <span className={s.meter} aria-hidden="true">
        <i style={{ width: `${percent}%` }} />
      </span>
      <span>
        <span className="num">{percent} %</span>
        {column.note ? `, ${column.note.charAt(0).toLowerCase()}${column.note.slice(1).replace(/\.$/, "")}` : ""}
      </span>
    </span>
  );
}
