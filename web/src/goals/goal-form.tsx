import type { Goal, GoalInput } from "@haste/contract/nouns/goals";
import { readPageRule } from "@haste/engine/goal";
import { Button, Modal, MultiSelect, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, problemCode } from "../app/api.ts";
import { goalsQuery } from "../app/goals.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useMedia } from "../ui/use-width.ts";
import { currencies, readAmount, writeAmount } from "./amount.ts";
import s from "./goals.module.css";

interface Form {
  readonly name: string;
  readonly kind: Goal["kind"];
  readonly stage: string | null;
  readonly event: string;
  readonly page: string;
  readonly counts: Goal["counts"];
  readonly windowDays: string;
  readonly valueFrom: Goal["value"]["from"];
  readonly amount: string;
  readonly currency: string;
  readonly sequenceIds: readonly string[];
}

/** Four kinds beside each other need so much. */
const NARROW = "(max-width: 559px)";

const kinds: { value: Goal["kind"]; label: string }[] = [
  { value: "deal_stage", label: "A deal’s stage" },
  { value: "meeting_booked", label: "A meeting" },
  { value: "custom_event", label: "An event" },
  { value: "page_visit", label: "A page is visited" },
];

function formOf(goal: Goal | null): Form {
  const fixed = goal?.value.from === "fixed" ? goal.value : null;
  return {
    ...{ name: goal?.name ?? "", kind: goal?.kind ?? "deal_stage", stage: goal?.stage ?? null },
    ...{
      event: goal?.event ?? "",
      page: goal?.page ?? "",
      counts: goal?.counts ?? "every",
      windowDays: String(goal?.windowDays ?? 30),
    },
    valueFrom: goal?.value.from ?? "signal",
    amount: fixed === null ? "" : writeAmount(fixed.amount, fixed.currency),
    currency: fixed?.currency ?? "EUR",
    sequenceIds: goal?.sequenceIds ?? [],
  };
}

/** As the API takes it; null while something is missing or cannot be meant. */
function bodyOf(form: Form): GoalInput | null {
  const { kind, stage, counts } = form;
  const windowDays = Number(form.windowDays);
  const isWindow = /^\d{1,3}$/.test(form.windowDays.trim()) && windowDays >= 1 && windowDays <= 365;
  const amount = readAmount(form.amount, form.currency);
  const isFixed = form.valueFrom === "fixed";
  const isEvent = kind === "custom_event";
  if (form.name.trim() === "" || !isWindow || (isFixed && amount === null)) return null;
  if (isEvent && form.event.trim() === "") return null;
  if (kind === "page_visit" && readPageRule(form.page) === null) return null;
  const value =
    isFixed && amount !== null
      ? { from: "fixed" as const, amount, currency: form.currency }
      : { from: form.valueFrom === "signal" && tellsWorth(kind) ? ("signal" as const) : ("nothing" as const) };
  return {
    name: form.name.trim(),
    kind,
    ...matchOf(form, stage),
    counts,
    windowDays,
    value,
    sequenceIds: [...form.sequenceIds],
  };
}

function matchOf({ kind, event, page }: Form, stage: string | null): Pick<GoalInput, "stage" | "event" | "page"> {
  if (kind === "custom_event") return { event: event.trim() };
  if (kind === "page_visit") return { page: page.trim() };
  return { stage: kind === "deal_stage" ? stage : null };
}

/** Meetings and visits say nothing of what they are worth. */
function tellsWorth(kind: Goal["kind"]): boolean {
  return kind === "deal_stage" || kind === "custom_event";
}

/** One goal; `null` makes a new one. */
export function GoalForm({ goal, onClose }: { goal: Goal | null; onClose: () => void }) {
  const queries = useQueryClient();
  const isNarrow = useMedia(NARROW);
  const [form, setForm] = useState(() => formOf(goal));
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const body = bodyOf(form);
  const save = useMutation({
    mutationFn: (written: GoalInput) =>
      goal === null
        ? api("POST /goals", { body: written })
        : api("PUT /goals/:id", { params: { id: goal.id }, body: written }),
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: goalsQuery.queryKey });
      toastDone(`${saved.name} is counted from now on.`);
      onClose();
    },
  });
  const isTaken = problemCode(save.error) === "name_taken";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (body !== null) save.mutate(body);
  }
  return (
    <Modal opened onClose={onClose} title={goal === null ? "New goal" : goal.name} size={520}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Name"
          value={form.name}
          maxLength={100}
          required
          withAsterisk={false}
          data-autofocus
          error={isTaken && "Another goal has this name. Choose a different one."}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Labeled label="What is wanted">
          <SegmentedControl
            aria-label="What is wanted"
            value={form.kind}
            data={kinds}
            orientation={isNarrow ? "vertical" : "horizontal"}
            onChange={(kind) => set({ kind: kind as Form["kind"] })}
          />
        </Labeled>
        <Match form={form} set={set} />
        <Worth form={form} set={set} />
        <TextInput
          label="Days before, in which a mail shares in it"
          inputMode="numeric"
          value={form.windowDays}
          maxLength={3}
          error={windowFault(form.windowDays)}
          onChange={(event) => set({ windowDays: event.currentTarget.value })}
        />
        <Whose form={form} set={set} />
        {save.error && !isTaken ? <ErrorState error={save.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={body === null}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface Part {
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
}

function windowFault(text: string): string | null {
  const days = Number(text);
  return /^\d{1,3}$/.test(text.trim()) && days >= 1 && days <= 365 ? null : "Write a whole number from 1 to 365.";
}

/** Which stage or event; how often one person may reach it. */
function Match({ form, set }: Part) {
  const pipelines = useQuery({
    queryKey: ["pipelines"],
    queryFn: ({ signal }) => api("GET /pipelines", { query: { limit: 200 }, signal }),
  });
  const stages = new Set(pipelines.data?.data.flatMap((each) => each.stages.map(({ name }) => name)) ?? []);
  if (form.stage !== null) stages.add(form.stage);
  if (form.kind === "deal_stage")
    return (
      <Select
        label="Stage"
        placeholder="Any stage in which a deal is won"
        clearable
        searchable
        value={form.stage}
        data={[...stages]}
        nothingFoundMessage="No pipeline has such a stage."
        onChange={(stage) => set({ stage })}
      />
    );
  if (form.kind === "page_visit") return <PageField form={form} set={set} />;
  return (
    <>
      {form.kind === "custom_event" ? (
        <TextInput
          label="Name of the event"
          description="As your system tells it: POST /custom-events"
          placeholder="purchase"
          value={form.event}
          maxLength={200}
          dir="auto"
          onChange={(event) => set({ event: event.currentTarget.value })}
        />
      ) : null}
      <Labeled label="Of one person">
        <SegmentedControl
          aria-label="Of one person"
          value={form.counts}
          data={[
            { value: "every", label: "Each time counts" },
            { value: "once", label: "The first counts" },
          ]}
          onChange={(counts) => set({ counts: counts as Form["counts"] })}
        />
      </Labeled>
    </>
  );
}

/** Which page. Each person counts once. */
function PageField({ form, set }: Part) {
  const isWrong = form.page.trim() !== "" && readPageRule(form.page) === null;
  return (
    <TextInput
      label="Page"
      description="A star at the end means every page that begins so; /*thanks* every page with it inside."
      placeholder="shop.example/thanks"
      value={form.page}
      maxLength={200}
      dir="ltr"
      error={isWrong && "Write a page such as shop.example/thanks, without a query."}
      onChange={(event) => set({ page: event.currentTarget.value })}
    />
  );
}

function Worth({ form, set }: Part) {
  const told = form.kind === "custom_event" ? "The event’s amount" : "The deal’s amount";
  const options: { value: Form["valueFrom"]; label: string }[] = [
    { value: "nothing", label: "Nothing" },
    { value: "fixed", label: "A fixed amount" },
    ...(tellsWorth(form.kind) ? [{ value: "signal" as const, label: told }] : []),
  ];
  const isKnown = options.some(({ value }) => value === form.valueFrom);
  const isWrong = form.amount.trim() !== "" && readAmount(form.amount, form.currency) === null;
  return (
    <>
      <Labeled label="What it is worth">
        <SegmentedControl
          aria-label="What it is worth"
          value={isKnown ? form.valueFrom : "nothing"}
          data={options}
          onChange={(valueFrom) => set({ valueFrom: valueFrom as Form["valueFrom"] })}
        />
      </Labeled>
      {form.valueFrom === "fixed" ? (
        <div className={s.fields}>
          <TextInput
            label="Amount"
            inputMode="decimal"
            autoComplete="off"
            value={form.amount}
            error={isWrong && "Write an amount such as 12.50."}
            onChange={(event) => set({ amount: event.currentTarget.value })}
          />
          <Select
            label="Currency"
            allowDeselect={false}
            value={form.currency}
            data={[...new Set([...currencies, form.currency])]}
            onChange={(code) => code && set({ currency: code })}
          />
        </div>
      ) : null}
    </>
  );
}

/** Whose mails share in it. */
function Whose({ form, set }: Part) {
  const sequences = useQuery({
    queryKey: ["sequences", "names"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
  });
  const names = new Map(sequences.data?.data.map(({ id, name }) => [id, name]));
  const ids = new Set([...names.keys(), ...form.sequenceIds]);
  return (
    <MultiSelect
      label="Sequences it counts for"
      placeholder={form.sequenceIds.length === 0 ? "Every sequence" : undefined}
      clearable
      searchable
      hidePickedOptions
      disabled={sequences.isPending}
      value={[...form.sequenceIds]}
      data={[...ids].map((id) => ({ value: id, label: names.get(id) ?? "An archived sequence" }))}
      nothingFoundMessage="No sequence has this name."
      onChange={(sequenceIds) => set({ sequenceIds })}
    />
  );
}

function Labeled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <div className={s.legend}>{label}</div>
      {children}
    </div>
  );
}
