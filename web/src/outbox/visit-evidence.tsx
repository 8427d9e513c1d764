import type { VisitEvidence } from "@haste/contract/nouns/emails";
import s from "./outbox.module.css";

const who = { human: "a person", machine: "a machine", unknown: "unknown" } as const;

/** Why an open or click counts as a person's, a machine's or neither: what the rules saw, in sentences. */
export function WhyCounted({ evidence }: { evidence: VisitEvidence }) {
  const { verdict, findings, client, network, was, rules } = evidence;
  const last = was.at(-1);
  return (
    <details className={s.why}>
      <summary>{client?.os ? `${client.name}, ${client.os}` : (client?.name ?? "Why it counts as it does")}</summary>
      <p>{verdict}</p>
      {findings.length > 0 ? (
        <ul>
          {findings.map((finding) => (
            <li key={finding.rule}>{finding.words}</li>
          ))}
        </ul>
      ) : null}
      <p className="quiet">
        {network ? `From ${network.owner ?? "the network"} ${network.prefix}. ` : "From where is not known. "}
        Judged by version {rules} of the rules.
        {last ? ` Before: ${who[last.actor]}.` : ""}
      </p>
    </details>
  );
}
