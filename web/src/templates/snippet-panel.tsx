import type { Snippet, SnippetChanges } from "@haste/contract/nouns/snippets";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useSnippetChoices, useSnippets } from "../app/mail/snippets.ts";
import { commonVariables } from "../ui/mail/choices.ts";
import { MailBody } from "../ui/mail/mail-body.tsx";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { type GroupDraft, GroupFields, isReadyGroup } from "./group-fields.tsx";
import s from "./templates.module.css";
import { UsageList } from "./usage-panel.tsx";

interface SnippetPanelProps {
  /** Null: one that is being made. */
  readonly snippet: Snippet | null;
  /** Of one that is being made. */
  readonly kind?: Snippet["kind"];
  readonly onClose: () => void;
  readonly onMade: (id: string) => void;
}

/** One snippet: what it is called, what it says, and who says it. */
export function SnippetPanel({ snippet, kind = "text", onClose, onMade }: SnippetPanelProps) {
  const queries = useQueryClient();
  const others = useSnippetChoices().filter(({ name }) => name !== snippet?.name);
  const [name, setName] = useState(snippet?.name ?? "");
  const [html, setHtml] = useState(snippet?.htmlContent ?? "");
  const isGroup = (snippet?.kind ?? kind) === "group";
  const texts = (useSnippets().data?.data ?? []).filter((other) => other.kind === "text");
  const saved: GroupDraft = { choices: snippet?.choices ?? [], otherwiseId: snippet?.otherwiseId ?? null };
  const [group, setGroup] = useState(saved);
  const isOther = isGroup ? JSON.stringify(group) !== JSON.stringify(saved) : html !== (snippet?.htmlContent ?? "");
  const isChanged = name !== (snippet?.name ?? "") || isOther;
  const refresh = () => void queries.invalidateQueries({ queryKey: ["snippets"] });
  const save = useMutation({
    mutationFn: async () => {
      const says: SnippetChanges = isGroup ? group : { htmlContent: html };
      const body = { ...says, name: name.trim() };
      if (snippet === null) return api("POST /snippets", { body: { ...body, kind } });
      const headers = { "If-Match": `"v${snippet.version}"` };
      return api("PUT /snippets/:id", { params: { id: snippet.id }, body, headers });
    },
    onSuccess: (saved) => {
      refresh();
      onMade(saved.id);
      toastDone(`“${saved.name}” is saved.`);
    },
  });
  const remove = useMutation({
    mutationFn: () => api("DELETE /snippets/:id", { params: { id: snippet?.id ?? "" } }),
    onSuccess: () => {
      refresh();
      onClose();
      toastDone(`“${snippet?.name}” is removed.`);
    },
  });
  const error = save.error ?? remove.error;
  return (
    <SidePanel label="Snippet" width={520} over>
      <PanelHeader title={snippet?.name ?? (isGroup ? "New group" : "New snippet")}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <form
        className={s.snippet}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {error ? <ErrorState error={error} /> : null}
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder={isGroup ? "Proof for their industry" : "Short sign-off"}
          dir="auto"
        />
        {isGroup ? (
          <GroupFields group={group} texts={texts} onChange={setGroup} />
        ) : (
          <MailBody label="Words" value={html} onChange={setHtml} variables={commonVariables} snippets={others} />
        )}
        <div className={s.foot}>
          {snippet ? (
            <Button variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          ) : null}
          <span style={{ flex: 1 }} />
          <Button
            type="submit"
            variant="filled"
            disabled={!isChanged || name.trim() === "" || (isGroup && !isReadyGroup(group))}
            loading={save.isPending}
          >
            {snippet ? "Save" : `Create ${isGroup ? "group" : "snippet"}`}
          </Button>
        </div>
      </form>
      {snippet ? <SnippetUsage id={snippet.id} /> : null}
    </SidePanel>
  );
}

function SnippetUsage({ id }: { id: string }) {
  const usage = useQuery({
    queryKey: ["snippets", id, "usage"],
    queryFn: ({ signal }) => api("GET /snippets/:id/usage", { params: { id }, signal }),
  });
  return usage.data ? <UsageList usage={usage.data} /> : null;
}
