import type { Template } from "@haste/contract/nouns/templates";
import { Button, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { mailDocument } from "../../ui/mail/mail-document.ts";
import { personName } from "../../ui/person.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { plainLiquid } from "../words.ts";
import s from "./step-template.module.css";

/** Typing rests this long before templates are searched. */
const REST_MS = 200;

/** Every template somebody may use, the one looked at as a real person would get it. */
export function ChooseTemplate(props: {
  sequenceId: string;
  onChoose: (template: Template) => void;
  onClose: () => void;
}) {
  const [q, setQ] = useState("");
  const [rested] = useDebouncedValue(q, REST_MS);
  const [looked, setLooked] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ["templates", "choose", rested],
    queryFn: ({ signal }) => api("GET /templates", { query: { limit: 50, ...(rested ? { q: rested } : {}) }, signal }),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.data ?? [];
  const shown = rows.find(({ id }) => id === looked) ?? rows[0];
  return (
    <Modal opened onClose={props.onClose} title="Use a template" size={860}>
      <div className={s.choose}>
        <div className={s.side}>
          <TextInput
            aria-label="Find a template"
            placeholder="Find a template"
            data-autofocus
            leftSection={<IconSearch size={14} stroke={1.75} />}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
          {list.isPending ? <SkeletonRows rows={4} /> : null}
          {list.data && rows.length === 0 ? <p className="second">No template fits.</p> : null}
          <ul className={s.list} aria-label="Templates">
            {rows.map((template) => (
              <li key={template.id}>
                <button
                  type="button"
                  aria-current={template.id === shown?.id}
                  onClick={() => setLooked(template.id)}
                  onDoubleClick={() => props.onChoose(template)}
                >
                  <b className="cut" dir="auto">
                    {template.name}
                  </b>
                  <small className="cut" dir="auto">
                    {plainLiquid(template.subject) || "Stays in the thread"}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </div>
        <section className={s.look} aria-label="The mail">
          {shown ? <Look template={shown} sequenceId={props.sequenceId} /> : null}
        </section>
      </div>
      <div className={s.foot}>
        <span className="second">The step takes its words over each time the sequence is published.</span>
        <Button onClick={props.onClose}>Cancel</Button>
        <Button variant="filled" disabled={!shown} onClick={() => shown && props.onChoose(shown)}>
          Use it
        </Button>
      </div>
    </Modal>
  );
}

function Look({ template, sequenceId }: { template: Template; sequenceId: string }) {
  const person = useQuery({
    queryKey: ["contacts", "first"],
    queryFn: async ({ signal }) => (await api("GET /contacts", { query: { limit: 1 }, signal })).data[0] ?? null,
    staleTime: 60_000,
  });
  const contactId = person.data?.id;
  const preview = useQuery({
    queryKey: ["templates", template.id, "preview", contactId, template.version, sequenceId],
    queryFn: ({ signal }) =>
      api("POST /templates/:id/preview", {
        params: { id: template.id },
        body: { contactId: contactId ?? "", sequenceId: sequenceId || null },
        signal,
      }),
    enabled: contactId !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (preview.error) return <ErrorState error={preview.error} />;
  if (person.data === null) return <p className="second">There is nobody yet to show it for.</p>;
  if (!preview.data || !person.data) return <SkeletonRows rows={4} />;
  const { refusal, subject, html } = preview.data;
  return (
    <>
      <header>
        <h3 dir="auto">{refusal ? template.name : (subject ?? "Answers in its thread")}</h3>
        <p className="second cut">for {personName(person.data)}</p>
      </header>
      {refusal ? (
        <p className={s.held}>
          Held for {personName(person.data)}: {refusal.detail}
        </p>
      ) : (
        <iframe className={s.frame} title="The mail’s text" sandbox="" srcDoc={scrolling(html)} />
      )}
    </>
  );
}

function scrolling(html: string): string {
  return mailDocument(html, { pictures: true, dark: false }).html.replace("overflow: hidden;", "overflow: auto;");
}
