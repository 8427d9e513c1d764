import type { Sequence } from "@haste/contract/nouns/sequences";
import { type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { Split } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { PreflightFoot } from "../preflight/preflight-foot.tsx";
import { PublishFoot } from "../publish/publish-foot.tsx";
import { useFilled, useStepTemplates } from "../step-template/use-step-templates.ts";
import { type Placed, place, type TreeStep } from "../tree.ts";
import { blankSequence } from "./blank-sequence.ts";
import s from "./builder.module.css";
import { commandsOf } from "./commands.ts";
import { Conflict } from "./conflict.tsx";
import type { BuilderTemplate } from "./draft-definition.ts";
import { DraftState } from "./draft-state.tsx";
import { ForecastBar } from "./forecast-bar.tsx";
import { Inspector } from "./inspector.tsx";
import type { Problem } from "./judge.ts";
import type { Place } from "./model.ts";
import { MoveDialog } from "./move-dialog.tsx";
import { focusRow, Outline } from "./outline.tsx";
import { focusField, ProblemBar } from "./problem-bar.tsx";
import { outlineRows, placeBehind, type Row } from "./rows.ts";
import { Toolbar } from "./toolbar.tsx";
import { useBuilderKeys } from "./use-builder-keys.ts";
import { useCursor } from "./use-cursor.ts";
import { type BuiltSequence, useDraft } from "./use-draft.ts";
import { useForecast } from "./use-forecast.ts";
import { useNumbers } from "./use-numbers.ts";
import { useProblems } from "./use-problems.ts";
import { CanvasView, useView, ViewSwitch } from "./view-switch.tsx";

export interface SequenceBuilderProps {
  /** Left out, an empty one is begun. */
  readonly sequence?: Sequence;
  /** Saves the draft for the version it was read at; rejects where that is not the newest any more. */
  readonly onSave: (sequence: BuiltSequence) => Promise<void>;
  readonly templates: readonly BuilderTemplate[];
  /** What the server said when it was asked to run the sequence. */
  readonly refusal?: unknown;
  /** Where the state of the draft is told; left out, above the steps. */
  readonly aside?: HTMLElement | null;
}

/** The plan of a sequence, built: the tree of its steps, one of them open beside it, everything by keys as well. */
export function SequenceBuilder({ sequence = blankSequence, onSave, refusal, aside, ...known }: SequenceBuilderProps) {
  const [draft, keeper] = useDraft(sequence, onSave);
  const { steps } = draft;
  const { linked, templates, shown } = useLinked(steps, known.templates);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [tab, setTab] = useState(useComesForAMail() ? "preview" : "edit");
  const [dialog, setDialog] = useState<"add" | "move" | null>(null);
  const [view, setView] = useView();
  const rows = useMemo(() => outlineRows(shown, view === "canvas" ? new Set() : folded), [shown, folded, view]);
  const problems = useProblems({ sequence, steps, templates, refusal });
  const reading = useForecast(sequence, steps);
  const numbers = useNumbers(sequence, shown, { problems, forecast: reading.forecast });
  const at = useCursor(rows);
  const commands = commandsOf(keeper, at.show);
  const all = place(steps);
  const open = all.find(({ step }) => step.id === at.openId);
  const chosen = at.row?.kind === "step" ? at.row.placed : undefined;
  const here = (): Place => placeBehind(at.row);
  const fold = (id: string, isFolded: boolean) => setFolded((before) => foldedWith(before, id, isFolded));

  const verbs = {
    add: () => setDialog("add"),
    branch: () => commands.add("branch", here()),
    move: () => chosen && setDialog("move"),
    moveBy: (by: -1 | 1) => {
      if (!chosen) return;
      commands.moveBy(chosen.step.id, by);
      at.show(chosen.step.id);
    },
    duplicate: () => chosen && commands.duplicate(chosen.step.id),
    remove: () => chosen && commands.remove(chosen.step.id),
    walk: (by: -1 | 1) => focusRow(rows[rows.findIndex((row) => row.id === at.cursor) + by]?.id),
    leave: at.close,
    undo: keeper.undo,
    redo: keeper.redo,
  };
  useBuilderKeys(verbs);
  const goTo = useJump();
  const jump = (problem: Problem) => {
    const found = all.find(({ step }) => step.id === problem.stepId);
    if (!found) return;
    setFolded((before) => new Set([...before].filter((id) => !found.lanes.has(id))));
    setTab("edit");
    at.open(found.step.id);
    goTo(problem.field);
  };

  function openRow(row: Row, by: "key" | "pointer") {
    if (row.kind === "end") setDialog("add");
    if (row.kind !== "step") return;
    at.open(row.id);
    if (by === "key") goTo("");
  }

  return (
    <Split>
      <div className={s.main}>
        <Toolbar
          lead={<ViewSwitch view={view} onView={setView} />}
          canUndo={draft.canUndo}
          canRedo={draft.canRedo}
          hasStep={chosen !== undefined}
          isAdding={dialog === "add"}
          onAdding={(isAdding) => setDialog(isAdding ? "add" : null)}
          onAdd={(what) => commands.add(what, here())}
          onUndo={keeper.undo}
          onRedo={keeper.redo}
          onMoveTo={verbs.move}
          onCopy={() => chosen && void copyByHand(commands.copy(chosen.step.id))}
          onPaste={() => void pasteByHand((text) => commands.paste(text, here()))}
          onDuplicate={verbs.duplicate}
          onRemove={verbs.remove}
        />
        <Aside to={aside}>
          <DraftState sequence={sequence} draft={draft} retry={() => void keeper.flush()} />
        </Aside>
        {draft.state === "failed" ? <ErrorState error={draft.error} retry={() => void keeper.flush()} /> : null}
        {draft.theirs ? (
          <Conflict
            mine={steps}
            theirs={draft.theirs}
            onKeep={() => keeper.keepMine()}
            onTake={() => keeper.takeTheirs()}
          />
        ) : null}
        <ForecastBar {...reading} />
        {view === "canvas" ? (
          <Suspense fallback={<SkeletonRows rows={6} />}>
            <CanvasView
              sequence={sequence}
              steps={shown}
              rows={rows}
              cursor={at.cursor}
              numbers={numbers}
              problems={problems}
              onCursor={at.moveTo}
              onOpen={openRow}
              onAdd={verbs.add}
              onMove={commands.moveTo}
            />
          </Suspense>
        ) : (
          <Outline
            rows={rows}
            cursor={at.cursor}
            numbers={numbers}
            onCursor={at.moveTo}
            onFold={fold}
            onOpen={openRow}
            onMove={commands.moveTo}
            onCopy={(id, cut) => {
              const text = commands.copy(id);
              if (cut) commands.remove(id);
              return text;
            }}
            onPaste={commands.paste}
          />
        )}
        {view === "canvas" ? null : <PublishFoot sequence={sequence} />}
        <PreflightFoot sequence={sequence} />
        <ProblemBar problems={problems} all={all} onJump={jump} />
      </div>
      {open ? (
        <Inspector
          key={open.step.id}
          sequence={sequence}
          {...placesOf(sequence, shown, open)}
          templates={linked}
          numbers={numbers}
          tab={tab}
          onTab={setTab}
          onChange={(make, about) => commands.change(open.step.id, make, about)}
          onClose={at.close}
        />
      ) : null}
      {dialog === "move" && chosen ? (
        <MoveDialog
          steps={steps}
          moved={chosen}
          placeOf={numbers.placeOf}
          onClose={() => setDialog(null)}
          onMove={(to) => {
            setDialog(null);
            commands.moveTo(chosen.step.id, to);
          }}
        />
      ) : null}
    </Split>
  );
}

function foldedWith(before: ReadonlySet<string>, id: string, isFolded: boolean): ReadonlySet<string> {
  return isFolded ? new Set([...before, id]) : new Set([...before].filter((each) => each !== id));
}

/** The templates that steps take words from, and the steps as they are with them. */
function useLinked(steps: readonly TreeStep[], known: SequenceBuilderProps["templates"]) {
  const linked = useStepTemplates(steps);
  const templates = useMemo(() => [...known, ...linked], [known, linked]);
  return { linked, templates, shown: useFilled(steps, linked) };
}

/** The step as it is written, and as it is with the words of its template, among steps that have theirs. */
function placesOf(sequence: Sequence, steps: readonly TreeStep[], open: Placed) {
  const all = place(steps);
  const one = all.find(({ step }) => step.id === open.step.id) ?? open;
  return { place: { sequence, all, one: open }, shown: { sequence, all, one } };
}

/** Whether the address names whose mails are to be seen: then that is what is open at first. */
function useComesForAMail(): boolean {
  return useUrlState()[0].order !== undefined;
}

function Aside({ to, children }: { to: HTMLElement | null | undefined; children: ReactNode }) {
  return to ? createPortal(children, to) : <div className={s.asideBar}>{children}</div>;
}

/** Puts the focus into a field once the step that was just opened is there. */
function useJump() {
  const [field, setField] = useState<string | null>(null);
  useEffect(() => {
    if (field === null) return undefined;
    const frame = requestAnimationFrame(() => {
      focusField(field);
      setField(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [field]);
  return setField;
}

/** Where the browser does not let the page write or read the clipboard, what was copied here last still goes around. */
async function copyByHand(text: string | null): Promise<void> {
  if (text === null) return;
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  toastDone("Copied. Paste it here or in another sequence.");
}

async function pasteByHand(paste: (text: string) => boolean): Promise<void> {
  const text = (await navigator.clipboard?.readText().catch(() => "")) ?? "";
  if (!paste(text)) toastDone("There is no step on the clipboard. Copy one first.");
}
