import type { RetentionSettings } from "@haste/contract/nouns/retention";
import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import c from "../compliance.module.css";
import s from "./retention.module.css";
import { useChangeRetention } from "./retention-queries.ts";

/** A law suit or an inquiry: nothing is removed until somebody says it is over. */
export function Hold({ settings: { hold }, mayChange }: { settings: RetentionSettings; mayChange: boolean }) {
  const times = useTimes();
  const [isAsked, setIsAsked] = useState(false);
  const end = useChangeRetention(() => toastDone("The hold is over. The next run comes in a day."));
  if (hold === null && !mayChange) return null;
  return (
    <div className={hold === null ? s.hold : `${s.hold} ${s.held}`}>
      <div>
        <strong>{hold === null ? "No hold" : "Everything is held"}</strong>
        <p className="second" dir="auto">
          {hold === null
            ? "In a law suit or an inquiry nothing may be thrown away: a hold stops every run, the one that is on as well."
            : `Since ${times.full(hold.since)}${hold.by === null ? "" : `, by ${hold.by}`}: ${hold.reason}`}
        </p>
        {end.error ? <ErrorState error={end.error} /> : null}
      </div>
      {mayChange && hold === null ? <Button onClick={() => setIsAsked(true)}>Hold everything</Button> : null}
      {mayChange && hold !== null ? (
        <Button loading={end.isPending} onClick={() => end.mutate({ hold: null })}>
          End the hold
        </Button>
      ) : null}
      {isAsked ? <AskWhy onClose={() => setIsAsked(false)} /> : null}
    </div>
  );
}

function AskWhy({ onClose }: { onClose: () => void }) {
  const [reason, setReason] = useState("");
  const begin = useChangeRetention(() => {
    toastDone("Nothing is removed until the hold ends.");
    onClose();
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    begin.mutate({ hold: { reason: reason.trim() } });
  }
  return (
    <Modal opened onClose={onClose} title="Hold everything" size={480}>
      <form onSubmit={submit} className={c.form}>
        <Textarea
          label="Why must nothing go?"
          description="Kept in the log with your name"
          rows={3}
          maxLength={500}
          value={reason}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {begin.error ? <ErrorState error={begin.error} /> : null}
        <div className={c.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={begin.isPending} disabled={reason.trim().length < 3}>
            Hold everything
          </Button>
        </div>
      </form>
    </Modal>
  );
}
