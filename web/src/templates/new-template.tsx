import { Button, Modal, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useKeepTemplate } from "./queries.ts";
import s from "./templates.module.css";

type Start = "blank" | "html" | "text";

/** A name, and what it begins with: an empty page, or a mail from elsewhere. */
export function NewTemplate({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const keep = useKeepTemplate();
  const [name, setName] = useState("");
  const [start, setStart] = useState<Start>("blank");
  const [source, setSource] = useState("");
  const create = useMutation({
    mutationFn: () =>
      start === "blank"
        ? api("POST /templates", { body: { name } }).then((template) => ({ ...template, notes: [] as string[] }))
        : api("POST /templates/import", { body: { name, format: start, source } }),
    onSuccess: ({ notes, ...template }) => {
      keep(template);
      router.history.push(paths.template(template.id));
      if (notes.length > 0) toastDone(notes.join(" "));
    },
  });
  const canMake = name.trim() !== "" && (start === "blank" || source.trim() !== "");
  return (
    <Modal opened onClose={onClose} title="New template" size={start === "blank" ? 440 : 640}>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canMake) create.mutate();
        }}
      >
        {create.error ? <ErrorState error={create.error} /> : null}
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          maxLength={255}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="Dock queue, first touch"
          dir="auto"
        />
        <SegmentedControl
          aria-label="What it begins with"
          value={start}
          onChange={(value) => setStart(value as Start)}
          data={[
            { value: "blank", label: "Empty" },
            { value: "html", label: "HTML from elsewhere" },
            { value: "text", label: "Plain text" },
          ]}
        />
        {start === "blank" ? null : (
          <Textarea
            label={start === "html" ? "HTML" : "Text"}
            description="Merge tags of other products are translated; scripts and forms are left out."
            className="mono"
            rows={12}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
            spellCheck={false}
          />
        )}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!canMake} loading={create.isPending}>
            {start === "blank" ? "Create template" : "Bring it in"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
