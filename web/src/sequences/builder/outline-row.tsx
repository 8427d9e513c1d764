// biome-ignore-all lint/a11y/useSemanticElements: no table can fold its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows of this treegrid have the focus, not its cells
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconFlag,
  IconPlus,
  IconUsers,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { said } from "../../ui/condition/condition-builder.tsx";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { count, plural } from "../../ui/numbers.ts";
import { viewOf } from "../kinds/index.ts";
import type { StepPlace } from "../kinds/kind.ts";
import type { BranchStep, Placed } from "../tree.ts";
import { isTested, placedBefore } from "../tree.ts";
import { delayOf, lineOf, nameOf } from "./lines.ts";
import s from "./outline.module.css";
import type { Row } from "./rows.ts";

/** What is known of each step beside its words. */
export interface StepNumbers {
  placeOf(one: Placed): StepPlace;
  here(stepId: string): number | undefined;
  sent(stepId: string): number | undefined;
  /** A share, or how many of how many. */
  replied(stepId: string): string | undefined;
  /** When the person of the forecast comes to it: `Tue 1 Dec, 09:40`. */
  reached(stepId: string): string | undefined;
  share(branch: BranchStep, laneId: string): LaneWords | undefined;
  problems(stepId: string): number;
}

/** Which share of people go one way. */
export interface LaneWords {
  /** `7 %` */
  readonly short: string;
  /** `7 % of 1,180 people went here` */
  readonly long: string;
}

interface RowProps<K extends Row["kind"]> {
  readonly row: Extract<Row, { kind: K }>;
  readonly numbers: StepNumbers;
  readonly onFold: (branchId: string, fold: boolean) => void;
}

export function OutlineRow(props: Omit<RowProps<Row["kind"]>, "row"> & { row: Row }) {
  const { row } = props;
  switch (row.kind) {
    case "start":
      return (
        <>
          <Tile plain>
            <IconUsers size={16} stroke={1.6} aria-hidden="true" />
          </Tile>
          <span role="gridcell" className={s.name}>
            <b>Enroll</b>
            <small>by hand, by import, or by the API</small>
          </span>
        </>
      );
    case "step":
      return <StepCells {...props} row={row} />;
    case "lane":
      return <LaneCells {...props} row={row} />;
    case "end":
      return <EndCells {...props} row={row} />;
  }
}

function Tile({ children, plain }: { children: ReactNode; plain?: boolean }) {
  return (
    <span role="gridcell" className={s.tile} data-plain={plain || undefined}>
      {children}
    </span>
  );
}

function StepCells({ row, numbers, onFold }: RowProps<"step">) {
  const { step, number } = row.placed;
  const { Icon, name } = viewOf(step.type);
  const place = numbers.placeOf(row.placed);
  const problems = numbers.problems(step.id);
  const reached = numbers.reached(step.id);
  const isMail = step.type === "email";
  return (
    <>
      <Tile plain={!isMail}>
        {row.isOpen === null ? null : (
          <button
            type="button"
            className={s.fold}
            tabIndex={-1}
            aria-label={row.isOpen ? "Fold its ways" : "Show its ways"}
            onClick={(event) => {
              event.stopPropagation();
              onFold(step.id, row.isOpen === true);
            }}
          >
            {row.isOpen ? <IconChevronDown size={14} stroke={1.75} /> : <IconChevronRight size={14} stroke={1.75} />}
          </button>
        )}
        <Icon size={16} stroke={1.6} role="img" aria-label={name} />
      </Tile>
      <span role="gridcell" className={s.number}>
        {number}
      </span>
      <span role="gridcell" className={s.name} dir="auto">
        <span className={s.titleLine}>
          <b className="cut">{nameOf(place)}</b>
          {problems > 0 ? (
            <span className={s.chip}>
              <IconAlertTriangle size={12} stroke={1.75} aria-hidden="true" /> {plural(problems, "problem", "problems")}
            </span>
          ) : null}
        </span>
        <small className="cut">
          <span className={s.waits}>
            {delayOf(place)}
            {reached ? `, ${reached}` : ""} ·{" "}
          </span>
          {lineOf(place)}
        </small>
      </span>
      <span role="gridcell" className={s.delay}>
        {delayOf(place)}
        {reached ? <small>{reached}</small> : null}
      </span>
      <span role="gridcell" className={s.here}>
        {numbers.here(step.id) ? <b>{count(numbers.here(step.id))}</b> : "–"}
      </span>
      <span role="gridcell" className={s.figure}>
        {count(isMail ? numbers.sent(step.id) : undefined)}
      </span>
      <span role="gridcell" className={s.figure}>
        {(isMail ? numbers.replied(step.id) : undefined) ?? "–"}
      </span>
    </>
  );
}

function LaneCells({ row, numbers }: RowProps<"lane">) {
  const place = numbers.placeOf(row.branch);
  const steps = placedBefore(place.all, place.one).map(({ step, number }) => {
    return { id: step.id, title: `step ${number}`, kind: step.type };
  });
  const words = row.lane.if ? said(row.lane.if, { steps }) : "everybody else";
  // The only condition of a branch stands in its title.
  const { step } = row.branch;
  const share = step.type === "branch" ? numbers.share(step, row.lane.id) : undefined;
  const isOnly = row.lane.if !== null && step.type === "branch" && step.content.branches.length === 1;
  const saysWords = !(isOnly || isTested(step));
  return (
    <span role="gridcell" className={s.laneName}>
      <b className={s.laneChip} dir="auto">
        {row.lane.name || "No name"}
      </b>
      <span className="cut">{[...(saysWords ? [words] : []), ...(share ? [share.long] : [])].join(" · ")}</span>
    </span>
  );
}

function EndCells({ row }: RowProps<"end">) {
  const words = row.next ? `Goes on with step ${row.next.number}` : "Finish";
  return (
    <>
      <Tile plain>{row.ends ? <IconFlag size={16} stroke={1.6} aria-hidden="true" /> : null}</Tile>
      <span role="gridcell" className={s.endName}>
        {row.ends ? <span>{words}</span> : null}
        <span className={s.addHere}>
          <IconPlus size={14} stroke={1.75} aria-hidden="true" /> Add a step
        </span>
        {row.parentId === null ? (
          <span className={s.paste}>
            or paste steps from another sequence <Kbd keys="mod+v" />
          </span>
        ) : null}
      </span>
    </>
  );
}
