import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCopy } from "@tabler/icons-react";
import s from "./state.module.css";

/** What the API says about a refusal, as far as a person wants to know it. */
interface Told {
  title: string;
  detail: string;
  fix: string;
  requestId: string;
  errors: { pointer: string; detail: string }[];
}

function tell(error: unknown): Told {
  const body = (error as { body?: Partial<Told> & { instance?: string } } | null)?.body;
  if (body?.title)
    return {
      title: body.title,
      detail: body.detail ?? "",
      fix: body.fix ?? "",
      requestId: body.instance ?? "",
      errors: body.errors ?? [],
    };
  // What fetch throws when nobody answers is a TypeError; anything else is a fault of this page.
  const unreachable = error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
  return {
    title: unreachable ? "The product does not answer" : "This page made a mistake",
    detail: unreachable || !(error instanceof Error) ? "" : error.message,
    fix: unreachable
      ? "Check that it still runs and that this machine can reach it, then try again."
      : "Try again; if it comes back, reload the page.",
    requestId: "",
    errors: [],
  };
}

/** A failure in its place: what it is, what mends it, the request id for the operator, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const told = tell(error);
  return (
    <div className={s.error} role="alert">
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <h2>{told.title}</h2>
        <p>
          {told.detail ? `${told.detail.replace(/\.$/, "")}. ` : ""}
          {told.fix}
        </p>
        {told.errors.length > 0 ? (
          <ul className={s.errors}>
            {told.errors.map((each) => (
              <li key={`${each.pointer}${each.detail}`}>{each.detail}</li>
            ))}
          </ul>
        ) : null}
        <div className={s.errorFoot}>
          {retry ? (
            <Button size="xs" onClick={retry}>
              Try again
            </Button>
          ) : null}
          {told.requestId ? (
            <button
              type="button"
              className={`${s.id} mono`}
              title="Copy the request id"
              onClick={() => void navigator.clipboard?.writeText(told.requestId)}
            >
              {told.requestId} <IconCopy size={12} stroke={1.75} aria-hidden="true" />
            </button>
          ) : null}
        </div>
      </div>
    </div>
  );
}
