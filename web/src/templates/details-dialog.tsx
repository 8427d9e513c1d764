import type { Template } from "@haste/contract/nouns/templates";
import { Autocomplete, Button, Modal, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { useFolders, useKeepTemplate } from "./queries.ts";
import s from "./templates.module.css";
import { categoryWords, optionsOf, sharingLong, sharingWords } from "./words.ts";

/** What a template is called, where it lies and who sees it. */
export function DetailsDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const keep = useKeepTemplate();
  const folders = useFolders().data?.data.map(({ folder }) => folder) ?? [];
  const [now, set] = useState({
    name: template.name,
    category: template.category,
    folder: template.folder ?? "",
    tags: template.tags,
    sharing: template.sharing,
    locked: template.locked,
  });
  const change = (part: Partial<typeof now>) => set((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      api("PUT /templates/:id", {
        params: { id: template.id },
        body: { ...now, folder: now.folder.trim() || null },
      }),
    onSuccess: ({ touches: _, ...next }) => {
      keep(next);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Name, folder, sharing" size={440}>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error ? <ErrorState error={save.error} /> : null}
        <TextInput
          label="Name"
          data-autofocus
          value={now.name}
          maxLength={255}
          onChange={(event) => change({ name: event.currentTarget.value })}
          dir="auto"
        />
        <Select
          label="Category"
          allowDeselect={false}
          value={now.category}
          data={optionsOf(categoryWords)}
          onChange={(value) => value && change({ category: value as Template["category"] })}
        />
        <Autocomplete
          label="Folder"
          placeholder="None"
          description="Folders in folders by a slash: Founders/Follow-ups"
          value={now.folder}
          data={folders}
          onChange={(folder) => change({ folder })}
        />
        <TagsInput label="Tags" placeholder="Add a tag" value={now.tags} onChange={(tags) => change({ tags })} />
        <Select
          label="Who sees it"
          allowDeselect={false}
          description={sharingLong[now.sharing]}
          inputWrapperOrder={["label", "input", "description"]}
          value={now.sharing}
          data={optionsOf(sharingWords)}
          onChange={(value) => value && change({ sharing: value as Template["sharing"] })}
        />
        <Switch
          label="Locked: only its owner and admins change it"
          checked={now.locked}
          onChange={(event) => change({ locked: event.currentTarget.checked })}
        />
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={now.name.trim() === ""} loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
