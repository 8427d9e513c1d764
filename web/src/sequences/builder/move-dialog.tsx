import { Modal, TextInput } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Placed } from "../tree.ts";
import s from "./builder.module.css";
import { nameOf } from "./lines.ts";
import type { Place, Steps } from "./model.ts";
import type { StepNumbers } from "./outline-row.tsx";
import { outlineRows, placeBehind, type Row } from "./rows.ts";

/** Every place a step can go to; does without dragging what dragging does. */
export function MoveDialog(props: {
  steps: Steps;
  moved: Placed;
  placeOf: StepNumbers["placeOf"];
  onMove: (to: Place) => void;
  onClose: () => void;
}) {
  const { steps, moved, placeOf } = props;
  const [wanted, setWanted] = useState("");
  const stops = useRef<HTMLDivElement>(null);
  const places = outlineRows(steps, new Set([moved.step.id]))
    .filter((row) => row.kind !== "end" && row.id !== moved.step.id)
    .map((row) => ({ row, to: placeBehind(row), words: wordsFor(row, placeOf) }))
    .filter(({ to }) => !(to.parentId === moved.parentId && to.at === moved.at))
    .filter(({ words }) => words.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Modal opened onClose={props.onClose} title={`Move step ${moved.number} to`} size={440}>
      <div ref={stops}>
        <TextInput
          aria-label="Find a place"
          placeholder="Find a place"
          data-autofocus
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = places;
            if (event.key === "Enter" && first) props.onMove(first.to);
            else walkPlaces(event, stops.current);
          }}
        />
        <ul className={s.places}>
          {places.map(({ row, to, words }) => (
            <li key={row.id}>
              <button
                type="button"
                className={s.place}
                style={{ paddingInlineStart: 8 + row.level * 16 + (row.kind === "lane" ? 16 : 0) }}
                onClick={() => props.onMove(to)}
                onKeyDown={(event) => walkPlaces(event, stops.current)}
                dir="auto"
              >
                <span className="cut">{words}</span>
              </button>
            </li>
          ))}
        </ul>
        {places.length === 0 ? <p className="quiet">There is no other place of this name.</p> : null}
      </div>
    </Modal>
  );
}

function wordsFor(row: Row, placeOf: StepNumbers["placeOf"]): string {
  if (row.kind === "start") return "First, before everything";
  if (row.kind === "lane") return `First in “${row.lane.name}” of step ${row.branch.number}`;
  if (row.kind === "step") return `After ${row.placed.number} ${nameOf(placeOf(row.placed))}`;
  return "";
}

/** Arrows walk from the field through the places. */
function walkPlaces(event: KeyboardEvent<HTMLElement>, within: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || within === null) return;
  event.preventDefault();
  const stops = [...within.querySelectorAll<HTMLElement>("input, button")];
  stops[stops.indexOf(event.currentTarget) + by]?.focus();
}
