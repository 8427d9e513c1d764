import type { Domain } from "@haste/contract/nouns/deliverability";
import { Button } from "@mantine/core";
import { toastDone } from "../ui/toast.tsx";
import s from "./deliverability.module.css";
import { StateWords } from "./state-words.tsx";
import { findingLooks, kindWords } from "./words.ts";

type Finding = Domain["findings"][number];

/** One record: found, expected, and what to do where they differ. */
export function FindingRow({ finding }: { finding: Finding }) {
  const [name, what] = kindWords[finding.kind];
  const { expected } = finding;
  return (
    <li className={s.finding} data-state={finding.state}>
      <div className={s.findingHead}>
        <h3>{name}</h3>
        <span className="quiet">{what}</span>
        <StateWords look={findingLooks[finding.state]} />
      </div>
      <p>{finding.detail}</p>
      <dl className={s.record}>
        <dt>Stands at</dt>
        <dd>
          <code>{finding.name}</code>
        </dd>
        {finding.found.map((record) => (
          <Line key={record} term="Found" text={record} />
        ))}
        {expected ? (
          <>
            <Line term="Expected" text={expected.value} />
            <dd className={s.copy}>
              <Button size="xs" onClick={() => copy(`${name} record`, expected.value)}>
                Copy {name} value
              </Button>
              <Button size="xs" onClick={() => copy(`${name} name`, expected.name)}>
                Copy {name} name
              </Button>
              <span className="quiet">Type {expected.type}</span>
            </dd>
          </>
        ) : null}
      </dl>
      {finding.fix ? (
        <p className={s.fix}>
          {finding.fix}{" "}
          {finding.page ? (
            <a className={s.how} href={finding.page} target="_blank" rel="noreferrer">
              How
            </a>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}

function Line({ term, text }: { term: string; text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        <code>{text}</code>
      </dd>
    </>
  );
}

function copy(what: string, text: string): void {
  void navigator.clipboard?.writeText(text).then(() => toastDone(`The ${what} is copied.`));
}
