import type { EmailAttempt } from "@haste/contract/nouns/emails";
import { useQuery } from "@tanstack/react-query";
import { useTimes } from "../app/clock.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import s from "./outbox.module.css";
import { traceQuery } from "./outbox-queries.ts";
import { outcomeWords, sayMs } from "./outbox-words.ts";

/** What was said to the mail server, attempt by attempt: no secrets, and nothing of the mail's own words. */
export function EmailTrace({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(traceQuery(id));
  return (
    <section className={s.part} aria-label="What was said to the server">
      <h3>What was said to the server</h3>
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <Bone width="60%" />}
      {data?.attempts.length === 0 ? <p className="quiet">Nothing yet.</p> : null}
      {data?.attempts.map((attempt, place) => (
        <Attempt key={attempt.attempt} attempt={attempt} isOpen={place === 0} />
      ))}
      {data ? (
        <dl className={s.names}>
          <dt>Message-ID</dt>
          <dd className="mono">{data.messageId}</dd>
          {data.providerMessageId ? (
            <>
              <dt>The provider calls it</dt>
              <dd className="mono">{data.providerMessageId}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </section>
  );
}

function Attempt({ attempt, isOpen }: { attempt: EmailAttempt; isOpen: boolean }) {
  const times = useTimes();
  const { host, port } = attempt.server;
  return (
    <details className={s.attempt} open={isOpen}>
      <summary>
        Attempt {attempt.attempt}, {outcomeWords[attempt.outcome]}
        <span className="quiet num"> · {times.full(attempt.at)}</span>
      </summary>
      <p className="second">
        {host}:{port}, {attempt.tls ?? "not encrypted"}
      </p>
      {attempt.opening.length > 0 ? (
        <details className={s.opening}>
          <summary>How the connection was opened</summary>
          <Lines lines={attempt.opening} />
        </details>
      ) : null}
      <Lines lines={attempt.lines} />
    </details>
  );
}

const speakers = { us: "we", server: "server", fault: "fault" } as const;

function Lines({ lines }: { lines: EmailAttempt["lines"] }) {
  return (
    <ol className={s.lines}>
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said never changes its place
        <li key={place} data-by={line.by}>
          <span className="quiet num">{sayMs(line.ms)}</span>
          <span className={s.by}>{speakers[line.by]}</span>
          <code>{line.said}</code>
        </li>
      ))}
    </ol>
  );
}
