import type { Consent, ConsentOfContact } from "@haste/contract/nouns/consents";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { useClock, useTimes } from "../../app/clock.tsx";
import { consentWords, dayWords, groundOf, groundWords, hasEnded } from "../../ui/consent-words.ts";
import { cx } from "../../ui/cx.ts";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import p from "../../ui/panes.module.css";
import { ErrorState } from "../../ui/state/error.tsx";
import { Bone } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import contact from "../contact.module.css";
import s from "./consent.module.css";
import { RecordConsent } from "./record-consent.tsx";

/** On what mail to this person rests, until when, and what stood before. */
export function ConsentCard({ contactId, name }: { contactId: string; name: string }) {
  const [url, setUrl] = useUrlState();
  const found = useQuery<ConsentOfContact>({
    queryKey: ["contact", contactId, "consent"],
    queryFn: ({ signal }) => api("GET /contacts/:id/consent", { params: { id: contactId }, signal }),
  });
  const open = () => setUrl({ consent: "1" });
  useKeys([{ keys: "r", label: "Record consent", group: "Contacts", run: open }]);
  return (
    <section className={cx(p.part, contact.part)} aria-label="Consent">
      <div className={s.head}>
        <h3>Consent</h3>
        <Button size="xs" onClick={open} rightSection={<Kbd keys="r" />}>
          Record…
        </Button>
      </div>
      {found.isPending ? <Bone width="60%" /> : null}
      {found.error && !found.data ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? <Standing consent={found.data} /> : null}
      {url.consent && found.data ? (
        <RecordConsent
          choice={{ contactIds: [contactId] }}
          whom={name}
          current={found.data.current}
          onClose={() => setUrl({ consent: null }, { replace: true })}
        />
      ) : null}
    </section>
  );
}

function Standing({ consent: { current, history } }: { consent: ConsentOfContact }) {
  if (current === null)
    return (
      <p className="quiet">Nothing is recorded. Laws that are switched on may hold mail to them until something is.</p>
    );
  return (
    <>
      <Current record={current} />
      {history.length > 1 ? <Earlier records={history.slice(1)} /> : null}
    </>
  );
}

function Current({ record }: { record: Consent }) {
  const { now } = useClock();
  return (
    <div className={s.current}>
      <p>
        <b>{groundWords[groundOf(record)].name}</b>
        {record.givenOn ? <span className="second">{`, ${dayWords(record.givenOn, now)}`}</span> : null}
      </p>
      {record.endsOn ? <End endsOn={record.endsOn} /> : null}
      {record.source ? (
        <p className="second" dir="auto">
          {record.source}
        </p>
      ) : null}
      {record.proof ? (
        <blockquote className={s.proof} dir="auto">
          {record.proof}
        </blockquote>
      ) : null}
      <Recorded record={record} />
    </div>
  );
}

function End({ endsOn }: { endsOn: string }) {
  const { now } = useClock();
  const ended = hasEnded(endsOn, now);
  return (
    <p className={s.end} data-ended={ended || undefined}>
      {ended ? `Ended ${dayWords(endsOn, now)} in Canada` : `Ends ${dayWords(endsOn, now)} in Canada`}
    </p>
  );
}

const origins: Readonly<Record<Consent["origin"], string>> = {
  hand: "by hand",
  api: "through the API",
  import: "with a list",
  custom_fields: "from custom fields",
};

function Recorded({ record }: { record: Consent }) {
  const times = useTimes();
  return (
    <p className={p.hint} title={times.full(record.recordedAt)}>
      Recorded {times.when(record.recordedAt)} {origins[record.origin]} · <span dir="auto">{record.recordedBy}</span>
    </p>
  );
}

const shownFirst = 3;

/** What stood before, the newest first; no record is ever changed. */
function Earlier({ records }: { records: readonly Consent[] }) {
  const { now } = useClock();
  const [all, setAll] = useState(false);
  const shown = all ? records : records.slice(0, shownFirst);
  return (
    <>
      <h4 className={s.earlier}>Before</h4>
      <ol className={s.history}>
        {shown.map((record) => (
          <li key={`${record.recordedAt} ${groundOf(record)} ${record.givenOn}`}>
            <span>
              {consentWords(record, now)}
              {record.source ? <span className="second" dir="auto">{` · ${record.source}`}</span> : null}
            </span>
            <Recorded record={record} />
          </li>
        ))}
      </ol>
      {records.length > shown.length ? (
        <button type="button" className="link" onClick={() => setAll(true)}>
          All {records.length}
        </button>
      ) : null}
    </>
  );
}
