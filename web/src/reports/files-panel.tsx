import type { Export, ExportInput } from "@haste/contract/nouns/exports";
import { ActionIcon, Button, Checkbox, SegmentedControl } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { FileRow } from "./file-row.tsx";
import { exportsQuery } from "./queries.ts";
import s from "./reports.module.css";
import { fileWords, formatNames } from "./words.ts";

type Asked = Pick<ExportInput, "report" | "query">;

/** Writes what the report shows as a file, and lists those that were written. */
export function FilesPanel({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Reports", run: onClose }]);
  const list = useQuery(exportsQuery);
  return (
    <SidePanel label="Files" width={420} over>
      <PanelHeader title="Report as a file">
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <NewFile asked={asked} />
      {list.error && !list.data ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={3} height={56} /> : null}
      {list.data ? <Files files={list.data.data} /> : null}
    </SidePanel>
  );
}

function NewFile({ asked }: { asked: Asked }) {
  const queries = useQueryClient();
  const [format, setFormat] = useState<ExportInput["format"]>("xlsx");
  const [includePeople, setIncludePeople] = useState(false);
  const write = useMutation({
    mutationFn: () => api("POST /exports", { body: { ...asked, format, includePeople } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey }),
  });
  return (
    <form
      className={s.newFile}
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      <p>{fileWords(asked)}</p>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Format"
        value={format}
        data={Object.entries(formatNames).map(([value, label]) => ({ value, label }))}
        onChange={(value) => setFormat(value as ExportInput["format"])}
      />
      {asked.report === "emails" ? (
        <Checkbox
          size="xs"
          label="Names, addresses and subjects"
          description="Such a file is removed when somebody in it is erased."
          checked={includePeople}
          onChange={(event) => setIncludePeople(event.currentTarget.checked)}
        />
      ) : null}
      {write.error ? <ErrorState error={write.error} /> : null}
      <Button type="submit" variant="filled" loading={write.isPending}>
        Write the file
      </Button>
    </form>
  );
}

function Files({ files }: { files: readonly Export[] }) {
  if (files.length === 0)
    return <p className={s.panelNote}>No file yet. The team sees files here for seven days, then they are removed.</p>;
  return (
    <>
      <p className={s.panelNote}>The team's files, the latest first; each is kept for seven days.</p>
      <ol className={s.files}>
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </ol>
    </>
  );
}
