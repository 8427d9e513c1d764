import type { Template } from "@haste/contract/nouns/templates";
import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { plural } from "../ui/numbers.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useUsage } from "./queries.ts";
import s from "./templates.module.css";

/** Asks, because nothing takes it back but a copy; steps that use it keep their words. */
export function ArchiveTemplate(props: { template: Template; onClose: () => void; onDone?: () => void }) {
  const { template, onClose, onDone } = props;
  const queries = useQueryClient();
  const usage = useUsage(template.id);
  const archive = useMutation({
    mutationFn: () => api("DELETE /templates/:id", { params: { id: template.id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["templates"] });
      toastDone(`${template.name} is archived.`);
      onClose();
      onDone?.();
    },
  });
  const used = usage.data?.sequences.length ?? 0;
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">Archive {template.name}</span>} size={440}>
      {archive.error ? <ErrorState error={archive.error} /> : null}
      <p>
        {used > 0
          ? `${plural(used, "sequence uses", "sequences use")} it; their steps keep its words and can be edited there.`
          : "No sequence uses it."}{" "}
        <span className="second">It stays under Archived, where it can be read and copied.</span>
      </p>
      <div className={s.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button className={s.danger ?? ""} loading={archive.isPending} onClick={() => archive.mutate()}>
          Archive it
        </Button>
      </div>
    </Modal>
  );
}
