import type { ReportLink } from "@haste/contract/nouns/report-links";
import type { SavedView } from "@haste/contract/nouns/saved-views";
import { ActionIcon, Button, Select, TagsInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { Copyable } from "../ui/copyable.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { linksQuery } from "./queries.ts";
import s from "./reports.module.css";

interface LinksProps {
  readonly saved: readonly SavedView[];
  readonly open: string | undefined;
}

/** Links by which others read a view without signing in, and a new one. */
export function Links({ saved, open }: LinksProps) {
  const list = useQuery(linksQuery);
  const [isNew, setIsNew] = useState(false);
  const links = list.data?.data ?? [];
  return (
    <>
      <h3 className={s.panelTitle}>By link</h3>
      {list.error && !list.data ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && links.length === 0 ? (
        <p className={s.panelNote}>
          No link yet. Whoever has one reads what a view shows without signing in: sums only, small numbers hidden.
        </p>
      ) : null}
      <ol className={s.files}>
        {links.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </ol>
      {isNew ? (
        <LinkForm saved={saved} open={open} onDone={() => setIsNew(false)} />
      ) : (
        <div className={s.more}>
          <Button size="xs" disabled={saved.length === 0} onClick={() => setIsNew(true)}>
            Make a link
          </Button>
        </div>
      )}
    </>
  );
}

function LinkRow({ link }: { link: ReportLink }) {
  const queries = useQueryClient();
  const times = useTimes();
  const revoke = useMutation({
    mutationFn: () => api("DELETE /report-links/:id", { params: { id: link.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: linksQuery.queryKey }),
  });
  const frames = link.embedOrigins.length === 0 ? "" : ` · in ${link.embedOrigins.join(", ")}`;
  return (
    <li>
      <div className={s.fileWhat}>
        <span className={s.fileTitle} dir="auto">
          {link.viewName}
        </span>
        <span className="num">
          until {times.when(link.expiresAt)} · {link.createdBy}
          {frames}
        </span>
        <Copyable label={`The link to ${link.viewName}`} text={link.url} />
      </div>
      <ActionIcon onClick={() => revoke.mutate()} loading={revoke.isPending} aria-label={`Revoke ${link.viewName}`}>
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </li>
  );
}

const spans = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `For ${days} days` }));

function LinkForm({ saved, open, onDone }: LinksProps & { readonly onDone: () => void }) {
  const queries = useQueryClient();
  const [viewId, setViewId] = useState(open ?? saved[0]?.id ?? "");
  const [days, setDays] = useState("30");
  const [embedOrigins, setEmbedOrigins] = useState<string[]>([]);
  const create = useMutation({
    mutationFn: () => api("POST /report-links", { body: { viewId, days: Number(days), embedOrigins } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: linksQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className={s.newFile}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Select
        size="xs"
        label="View"
        allowDeselect={false}
        value={viewId}
        data={saved.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value) => setViewId(value ?? "")}
      />
      <Select
        size="xs"
        label="Holds"
        allowDeselect={false}
        value={days}
        data={spans}
        onChange={(value) => setDays(value ?? "30")}
      />
      <TagsInput
        size="xs"
        label="May be framed by"
        description="Pages that show it within themselves; none, and it opens only by itself."
        placeholder={embedOrigins.length === 0 ? "https://wiki.example" : ""}
        value={embedOrigins}
        acceptValueOnBlur
        onChange={setEmbedOrigins}
      />
      {create.error ? <ErrorState error={create.error} /> : null}
      <div className={s.formFoot}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={viewId === ""} loading={create.isPending}>
          Make the link
        </Button>
      </div>
    </form>
  );
}
