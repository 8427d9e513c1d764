import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Menu, Select } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../../app/paths.ts";
import { count, percent } from "../../ui/numbers.ts";
import { PageBody } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { place } from "../tree.ts";
import s from "./experiment.module.css";
import { type TestDeeds, useTest, useTestDeeds, useTests } from "./experiment-queries.ts";
import { FinePrint } from "./fine-print.tsx";
import { GuardRails } from "./guard-rails.tsx";
import { RateCurves, RatioRange, SharesOverTime } from "./plots.tsx";
import { TestForm } from "./test-form.tsx";
import { VariantTable } from "./variant-table.tsx";
import { countsPeople, wayWords } from "./ways.ts";

/** The tests of a sequence, one at a time: what may be said first, then what it stands on. */
export function ExperimentTab({ sequence }: { sequence: Sequence }) {
  const router = useRouter();
  const tests = useTests(sequence.id);
  const [url, setUrl] = useUrlState();
  if (tests.error) return <ErrorState error={tests.error} retry={() => void tests.refetch()} />;
  if (!tests.data) return <SkeletonRows rows={6} />;
  const all = tests.data.data;
  const chosen = all.find(({ id }) => id === url.test) ?? all[0];
  if (chosen === undefined)
    return (
      <PageBody label="Experiment">
        <Empty
          icon={<IconFlask size={28} stroke={1.4} />}
          title="Nothing is tested yet"
          text="Add a variant to an email step, or a split test of whole ways, and this page says which one people answer, as soon as it is sure."
        >
          <Button onClick={() => router.history.push(paths.sequence(sequence.id, "steps"))}>Look at the steps</Button>
        </Empty>
      </PageBody>
    );
  return (
    <PageBody label="Experiment">
      {all.length > 1 ? (
        <div className={s.pick}>
          <Select
            label="Test"
            allowDeselect={false}
            value={chosen.id}
            data={all.map((test) => ({ value: test.id, label: titleOf(test, sequence) }))}
            onChange={(test) => setUrl({ test }, { replace: true })}
          />
        </div>
      ) : null}
      <OneTest key={chosen.id} id={chosen.id} sequence={sequence} />
    </PageBody>
  );
}

function titleOf({ name, stepId, status }: AbTest, sequence: Sequence): string {
  const number = place(sequence.steps).find(({ step }) => step.id === stepId)?.number;
  return `${number === undefined ? "A step that is gone" : `Step ${number}`}, ${name} (${status})`;
}

function OneTest({ id, sequence }: { id: string; sequence: Sequence }) {
  const { data: test, error, refetch } = useTest({ id, sequenceId: sequence.id });
  const deeds = useTestDeeds({ id, sequenceId: sequence.id });
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!test) return <SkeletonRows rows={6} />;
  const letters = new Map(test.variants.map((variant, at) => [variant.id, { name: variant.name, at }]));
  const nameOf = (variantId: string) => letters.get(variantId)?.name ?? "A variant";
  const toneOf = (variantId: string) => `var(--v${((letters.get(variantId)?.at ?? 4) % 5) + 1})`;
  const { results } = test;
  const shown = results && results.arms.length > 0 ? { results, nameOf, toneOf } : null;
  return (
    <>
      <Verdict test={test} sequence={sequence} deeds={deeds} />
      {deeds.error ? <ErrorState error={deeds.error} retry={() => void refetch()} /> : null}
      <VariantTable test={test} toneOf={toneOf} ways={wayWords(test, sequence)} />
      <div className={s.grid}>
        {shown ? (
          <>
            <section aria-label="Rates">
              <RateCurves {...shown} />
            </section>
            <section aria-label="Difference">
              <RatioRange {...shown} counted={countsPeople(test) ? "People" : "Sent"} />
            </section>
            <GuardRails test={test} results={shown.results} />
            <section aria-label="Shares">
              <SharesOverTime {...shown} />
            </section>
          </>
        ) : null}
        <section aria-label="How it is decided">
          <h3>How it is decided</h3>
          <TestForm test={test} deeds={deeds} />
        </section>
        <FinePrint test={test} />
      </div>
    </>
  );
}

interface VerdictProps {
  readonly test: AbTest;
  readonly sequence: Sequence;
  readonly deeds: TestDeeds;
}

/** What giving one variant to everybody is called. */
const applying = {
  email: {
    toAll: (name: string) => `Send ${name} to all`,
    fromNowOn: "To everybody from now on; nobody is mailed again",
  },
  way: {
    toAll: (name: string) => `Lead all by ${name}`,
    fromNowOn: "Everybody who comes from now on; whoever is in another way stays there",
  },
};

function Verdict({ test, sequence, deeds }: VerdictProps) {
  const words = countsPeople(test) ? applying.way : applying.email;
  const open = test.variants.filter(({ stoppedAt, isPublished }) => stoppedAt === null && isPublished);
  const leader = open.find(({ id }) => id === test.results?.verdict.variantId);
  return (
    <section className={s.verdict} aria-label="Verdict">
      <div>
        <h2>{sentenceOf(test)}</h2>
        <p>{underOf(test, sequence)}</p>
      </div>
      <div className={s.deeds}>
        {test.status === "running" ? (
          <Button loading={deeds.stop.isPending} onClick={() => deeds.stop.mutate()}>
            Stop
          </Button>
        ) : null}
        {test.status === "draft" || test.status === "stopped" ? (
          <Button
            variant={test.status === "draft" ? "filled" : "default"}
            loading={deeds.start.isPending}
            onClick={() => deeds.start.mutate()}
          >
            {test.status === "draft" ? "Start the test" : "Go on"}
          </Button>
        ) : null}
        {test.startedAt !== null && test.status !== "decided" && open.length > 0 ? (
          <Menu width={240}>
            <Menu.Target>
              <Button>{leader ? `${words.toAll(leader.name)}…` : `${words.toAll("one")}…`}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{words.fromNowOn}</Menu.Label>
              {open.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => deeds.apply.mutate(id)}>
                  {words.toAll(name)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
    </section>
  );
}

function sentenceOf(test: AbTest): string {
  const { status, winner, variants, results } = test;
  if (status === "draft") {
    return countsPeople(test)
      ? "Not started: people go as the conditions say, else by the control."
      : "Not started: everybody gets the step as it is.";
  }
  if (status === "decided") {
    const name = variants.find(({ id }) => id === winner)?.name;
    return countsPeople(test) ? `Decided: everybody goes by ${name}.` : `Decided: everybody gets ${name}.`;
  }
  const verdict = results?.verdict.sentence ?? "Nothing is known yet.";
  return status === "stopped" ? `Stopped. ${verdict}` : verdict;
}

function underOf(test: AbTest, sequence: Sequence): string {
  if (test.status === "running" && !test.variants.some(({ isPublished }) => isPublished))
    return sequence.publishedVersion === null
      ? "Activate the sequence, and people are dealt its variants."
      : "Its variants stand in the draft only. Publish it, and people are dealt.";
  if (test.status === "draft" || test.results === null) return "Choose below what decides it, then start it.";
  const best = test.results.arms.toSorted((one, other) => other.isBest - one.isBest)[0];
  if (best === undefined || test.results.arms.length < 2) return "Look as often as you like.";
  const name = test.variants.find(({ id }) => id === best.variantId)?.name;
  const loss = (best.expectedLoss * 100).toFixed(2);
  const needs = test.results.emailsPerVariant;
  const power =
    needs === null
      ? ""
      : ` A difference of +50 % needs ≈ ${count(Number(needs.toPrecision(2)))} ${countsPeople(test) ? "people per way" : "emails per variant"}.`;
  return `${name} is best with probability ${percent(best.isBest)}; choosing it now would cost ${loss} points on average.${power} Look as often as you like: the range holds at any hour.`;
}
