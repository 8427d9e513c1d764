import type { LinkMap } from "@haste/contract/nouns/link-maps";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Select } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { count } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { type Placed, place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import s from "./link-map.module.css";
import { LinkTable } from "./link-table.tsx";
import { MappedMail } from "./mapped-mail.tsx";

type Wording = NonNullable<LinkMap["chosen"]>;

const keyOf = ({ version, variantId }: Wording) => `${version} ${variantId ?? "own"}`;

/** Where people clicked in the mail of a step; a step, and its words, are chosen above it. */
export function LinksSection({ sequence }: { sequence: Sequence }) {
  const all = place(sequence.steps);
  const mails = all.filter(({ step }) => step.type === "email");
  const [stepId, setStep] = useState(mails[0]?.step.id ?? "");
  const [words, setWords] = useState("");
  const [version, variantId] = words.split(" ");
  const query = version && variantId ? { version: Number(version), variantId } : {};
  const found = useQuery({
    queryKey: ["sequences", sequence.id, "links", stepId, query],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/steps/:stepId/link-map", { params: { id: sequence.id, stepId }, query, signal }),
    enabled: stepId !== "",
    placeholderData: keepPreviousData,
  });
  if (mails.length === 0) return null;
  const map = found.data;
  return (
    <Section title="Links" aside="Clicks of people; machines stand apart">
      <div className={s.choices}>
        <Select
          size="xs"
          className={s.step}
          aria-label="Links of the step"
          allowDeselect={false}
          value={stepId}
          data={mails.map((one) => ({ value: one.step.id, label: labelOf(all, one) }))}
          onChange={(value) => {
            setStep(value ?? stepId);
            setWords("");
          }}
        />
        {map?.chosen && map.wordings.length > 1 ? (
          <Select
            size="xs"
            className={s.words}
            aria-label="Which words of it"
            allowDeselect={false}
            value={keyOf(map.chosen)}
            data={map.wordings.map((each) => ({ value: keyOf(each), label: wordingName(each) }))}
            onChange={(value) => setWords(value ?? "")}
          />
        ) : null}
      </div>
      {found.error && !map ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {map || found.error ? null : <SkeletonRows rows={3} />}
      {map ? <Found key={`${stepId} ${words}`} map={map} sequenceId={sequence.id} stepId={stepId} /> : null}
    </Section>
  );
}

function labelOf(all: readonly Placed[], one: Placed): string {
  return `${one.number} ${plainLiquid(titleOf(all, one))}`;
}

function wordingName({ version, variantId, variantName, sent }: Wording): string {
  const who = variantId === null ? "" : `, ${variantName ?? "a variant"}`;
  return `Version ${version}${who} · ${count(sent)} sent`;
}

function Found({ map, sequenceId, stepId }: { map: LinkMap; sequenceId: string; stepId: string }) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (map.chosen === null) return <p className="quiet">No mail of this step has left yet.</p>;
  if (map.links.length === 0) return <p className="quiet">This mail has no link into the web.</p>;
  return (
    <div className={s.pair}>
      <LinkTable map={map} chosen={chosen} onChoose={setChosen} of={{ sequenceId, stepId }} />
      <MappedMail map={map} chosen={chosen} onChoose={setChosen} />
    </div>
  );
}
