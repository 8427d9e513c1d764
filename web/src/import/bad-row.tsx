import { ApiProblem } from "@haste/contract/client";
import type { Import, ImportRow } from "@haste/contract/nouns/crm";
import { Button, TextInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { count } from "../ui/numbers.ts";
import { cellToMend } from "./bad-kinds.ts";
import s from "./import.module.css";
import { suggestAddress } from "./suggest-address.ts";

interface Props {
  readonly row: ImportRow;
  /** The answer to the last correction, if one was made here. */
  readonly mended: ImportRow | undefined;
  readonly found: Import;
  readonly onCheck: (cells: Record<string, string>) => Promise<ImportRow>;
}

/** One row that cannot be read: its cell, why, and what was probably meant. It stays in its place once mended. */
export function BadRow({ row, mended, found, onCheck }: Props) {
  const now = mended ?? row;
  const column = cellToMend(row, found.mapping);
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const check = useCheck(onCheck);
  const good = now.verdict !== "invalid" && now.verdict !== null;
  const written = column ? (now.cells[column] ?? "") : "";
  const value = text ?? written;
  const suggestion = column && !good && found.mapping[column] === "email" ? suggestAddress(value) : null;
  function submit(wanted: string) {
    if (!column || wanted === written || check.busy) return;
    setText(wanted);
    void check.run({ [column]: wanted }).then((answer) => {
      if (answer) setText(null);
    });
  }
  return (
    <li className={s.bad}>
      <div className={s.badRow}>
        <span className={`${s.rowNo} num`}>{count(row.row)}</span>
        <span className={`${s.badColumn} mono cut`} dir="auto">
          {column ?? "the whole row"}
        </span>
        {column ? (
          <TextInput
            size="xs"
            className={s.badCell ?? ""}
            classNames={{ input: s.badInput ?? "" }}
            aria-label={`${column} of row ${row.row}`}
            value={value}
            disabled={check.busy}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={() => submit(value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") submit(value);
              if (event.key === "Escape") setText(null);
            }}
          />
        ) : (
          <Button size="xs" className={s.badCell ?? ""} onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? "Close the cells" : "Edit the cells"}
          </Button>
        )}
        <span className={s.why}>{good ? <Good done={found.status === "done"} /> : (check.refusal ?? now.detail)}</span>
        <span className={s.suggest}>
          {suggestion ? (
            <button type="button" className="link" onClick={() => submit(suggestion)}>
              use {suggestion}
            </button>
          ) : null}
        </span>
      </div>
      {open ? (
        <AllCells key={JSON.stringify(now.cells)} row={now} found={found} busy={check.busy} onCheck={check.run} />
      ) : null}
    </li>
  );
}

function Good({ done }: { done: boolean }) {
  return (
    <span className={s.good} role="status">
      <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" /> {done ? "imported" : "would come in"}
    </span>
  );
}

/** Sends a correction; what refuses it stands in the place of the reason. */
function useCheck(onCheck: Props["onCheck"]) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  async function run(cells: Record<string, string>): Promise<ImportRow | null> {
    setBusy(true);
    setRefusal(null);
    try {
      return await onCheck(cells);
    } catch (error) {
      setRefusal(
        error instanceof ApiProblem ? `${error.body.title}. ${error.body.fix}` : "The product does not answer.",
      );
      return null;
    } finally {
      setBusy(false);
    }
  }
  return { busy, refusal, run };
}

interface CellsProps {
  readonly row: ImportRow;
  readonly found: Import;
  readonly busy: boolean;
  readonly onCheck: (cells: Record<string, string>) => Promise<unknown>;
}

/** All cells of a row whose cells may have moved; only the file's own columns can be sent back. */
function AllCells({ row, found, busy, onCheck }: CellsProps) {
  const [cells, setCells] = useState<Record<string, string>>({});
  const names = found.columns.map((column) => column.name);
  const extra = Object.entries(row.cells).filter(([name]) => !names.includes(name));
  return (
    <form
      className={s.cells}
      onSubmit={(event) => {
        event.preventDefault();
        void onCheck({ ...Object.fromEntries(names.map((name) => [name, row.cells[name] ?? ""])), ...cells });
      }}
    >
      {names.map((name) => (
        <TextInput
          key={name}
          size="xs"
          label={name}
          value={cells[name] ?? row.cells[name] ?? ""}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setCells((before) => ({ ...before, [name]: value }));
          }}
        />
      ))}
      {extra.map(([name, value]) => (
        <p key={name} className="quiet">
          {name}: <span className="mono">{value}</span>
        </p>
      ))}
      <Button size="xs" type="submit" loading={busy}>
        Check this row
      </Button>
    </form>
  );
}
