import type { SequenceConversions } from "@haste/contract/nouns/goals";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { modelNames } from "@haste/engine/report";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { parts } from "../../app/conversion-words.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { moneys } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { BarList } from "../../ui/plots/bar-list.tsx";
import { Frame } from "../../ui/plots/frame.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "./conversions.module.css";
import { HoldOutResult } from "./hold-out.tsx";
import { costWords, leadWords } from "./words.ts";

/** Goals reached after its mails, whose merit that is by each model, what came back of the costs, and what chance says. */
export function Conversions({ sequence }: { sequence: Sequence }) {
  const found = useQuery({
    queryKey: ["sequences", sequence.id, "conversions"],
    queryFn: ({ signal }) => api("GET /sequences/:id/conversions", { params: { id: sequence.id }, signal }),
  });
  if (found.error)
    return (
      <Section title="Conversions">
        <ErrorState error={found.error} retry={() => void found.refetch()} />
      </Section>
    );
  if (found.data === undefined) return null;
  return (
    <Section title="Conversions" aside={found.data.isCapped ? "Of the workspace’s newest 5,000" : undefined}>
      <div className={s.pair}>
        {found.data.conversions === 0 ? <NothingYet /> : <Merit found={found.data} />}
        <HoldOutResult sequence={sequence} />
      </div>
    </Section>
  );
}

function NothingYet() {
  return (
    <div>
      <h3>What came of it</h3>
      <p>No goal was reached after its mails yet.</p>
      <p className={s.note}>
        <A className="link" href={paths.goals}>
          What counts as one
        </A>
      </p>
    </div>
  );
}

/** The last mail first: it is what most people mean. */
const order = Object.keys(modelNames) as (keyof typeof modelNames)[];

function Merit({ found }: { found: SequenceConversions }) {
  const models = order.flatMap((name) => found.models.find(({ model }) => model === name) ?? []);
  const cost = costWords(found);
  return (
    <div>
      <h3>{leadWords(found)}</h3>
      <Frame
        caption="What these mails have of it, beside those of other sequences"
        columns={["Whose merit", "Conversions", "Revenue"]}
        rows={models.map(({ model, conversions, revenue }) => ({
          key: model,
          cells: [modelNames[model], parts(conversions), moneys(revenue) || "–"],
        }))}
      >
        <BarList
          label="Conversions by model"
          of={found.conversions}
          rows={models.map(({ model, conversions }) => ({
            label: modelNames[model],
            n: conversions,
            words: parts(conversions),
          }))}
        />
      </Frame>
      <p className={s.note}>
        {cost ?? (
          <A className="link" href={paths.goals}>
            Say what mailing costs to see the return
          </A>
        )}
      </p>
    </div>
  );
}
