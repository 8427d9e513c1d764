import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Template } from "@haste/contract/nouns/templates";
import { ActionIcon, SegmentedControl } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { count } from "../../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { viewOf } from "../kinds/index.ts";
import type { StepPlace } from "../kinds/kind.ts";
import { isTested, type TreeStep } from "../tree.ts";
import s from "./builder.module.css";
import type { StepNumbers } from "./outline-row.tsx";
import { StepForm } from "./step-form.tsx";

const PreviewTab = lazy(() => import("./preview-tab.tsx").then((module) => ({ default: module.PreviewTab })));

/** One step beside the tree: edited, seen as a person will get it, and what it did so far. */
export function Inspector(props: {
  sequence: Sequence;
  place: StepPlace;
  /** The same with the words of templates filled in. */
  shown: StepPlace;
  templates: readonly Template[];
  numbers: StepNumbers;
  tab: string;
  onTab: (tab: string) => void;
  onChange: (make: (step: TreeStep) => TreeStep, about: string | null) => void;
  onClose: () => void;
}) {
  const { place, tab, onClose, templates } = props;
  const { step, number } = place.one;
  const { Icon, name } = viewOf(step.type);
  const tabs = [
    { value: "edit", label: "Edit" },
    ...(step.type === "email" ? [{ value: "preview", label: "Preview" }] : []),
    { value: "numbers", label: "Numbers" },
  ];
  const shown = tabs.some(({ value }) => value === tab) ? tab : "edit";
  const [variant, setVariant] = useState(0);
  return (
    <SidePanel label={`Step ${number}`} width={400} over>
      <PanelHeader
        title={
          <span className={s.panelTitle}>
            <Icon size={16} stroke={1.6} aria-hidden="true" /> {isTested(step) ? "Split test" : name}{" "}
            <span className="quiet">step {number}</span>
          </span>
        }
      >
        <SegmentedControl aria-label="What is shown of this step" value={shown} onChange={props.onTab} data={tabs} />
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      {shown === "edit" ? (
        <StepForm
          place={place}
          templates={templates}
          variant={variant}
          onVariant={setVariant}
          onChange={props.onChange}
        />
      ) : null}
      {shown === "numbers" ? <Numbers step={step} numbers={props.numbers} /> : null}
      {shown === "preview" ? (
        <Suspense fallback={<SkeletonRows rows={5} />}>
          <PreviewTab place={props.shown} variant={variant} onVariant={setVariant} />
        </Suspense>
      ) : null}
    </SidePanel>
  );
}

function Numbers({ step, numbers }: { step: TreeStep; numbers: StepNumbers }) {
  const isMail = step.type === "email";
  return (
    <dl className={s.facts}>
      <dt>Standing here now</dt>
      <dd>{count(numbers.here(step.id) ?? 0)}</dd>
      <dt>Reached, enrolled now</dt>
      <dd>{numbers.reached(step.id) ?? "–"}</dd>
      {isMail ? (
        <>
          <dt>Mails sent</dt>
          <dd>{count(numbers.sent(step.id) ?? 0)}</dd>
          <dt>Answered</dt>
          <dd>{numbers.replied(step.id) ?? "–"}</dd>
        </>
      ) : null}
    </dl>
  );
}
