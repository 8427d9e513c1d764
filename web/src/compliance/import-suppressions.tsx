import { Button, FileInput, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { count, plural } from "../ui/numbers.ts";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./compliance.module.css";

/** A list from elsewhere: one column called email, address or domain, or nothing else in it. */
export function ImportSuppressions({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const load = useMutation({
    mutationFn: async (chosen: File) =>
      api("POST /suppressions/import", {
        body: new Uint8Array(await chosen.arrayBuffer()),
        headers: { "Content-Type": "text/csv" },
      }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["suppressions"] }),
  });
  const outcome = load.data;
  return (
    <Modal opened onClose={onClose} title="Import suppressions" size={520}>
      <div className={s.form}>
        <FileInput
          label="CSV file"
          description="Addresses and domains, in a column called email, address or domain"
          placeholder="Choose a file"
          accept=".csv,text/csv,text/plain"
          value={file}
          onChange={(chosen) => {
            load.reset();
            setFile(chosen);
          }}
        />
        {load.error ? <ErrorState error={load.error} /> : null}
        {outcome ? (
          <div role="status">
            <p>
              {plural(outcome.added, "entry", "entries")} added, {count(outcome.known)} known already
              {outcome.refused > 0 ? `, ${plural(outcome.refused, "line", "lines")} left out` : ""}.
            </p>
            <ul className={s.lines}>
              {outcome.lines.map(({ line, value, detail }) => (
                <li key={line} className="second">
                  Line {line}: <span dir="auto">{value || "nothing"}</span>. {detail}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <div className={s.foot}>
          <Button onClick={onClose}>{outcome ? "Close" : "Cancel"}</Button>
          {outcome ? null : (
            <Button
              variant="filled"
              loading={load.isPending}
              disabled={file === null}
              onClick={() => file && load.mutate(file)}
            >
              Import
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
