import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, problemCode } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./new-sequence.module.css";
import { PresetPreview } from "./preset-preview.tsx";
import { blank, type Preset, presets } from "./presets/index.ts";
import { useKeepSequence } from "./queries.ts";

/** A name that was typed is a wish; a preset's own name may get a number, so that using it twice needs no thought. */
async function createNamed(preset: Preset, name: string, mayNumber: boolean) {
  for (let number = 1; ; number++) {
    try {
      return await api("POST /sequences", {
        body: { name: number === 1 ? name : `${name} ${number}`, steps: [...preset.steps] },
      });
    } catch (error) {
      if (!mayNumber || number === 20 || problemCode(error) !== "name_taken") throw error;
    }
  }
}

/** Begin from a ready sequence or from nothing: read what it sends, use it, and stand in its steps. */
export function NewSequence({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const keep = useKeepSequence();
  const [preset, setPreset] = useState<Preset>(presets[0]);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? (preset === blank ? "" : preset.title);
  const create = useMutation({
    mutationFn: () => createNamed(preset, name.trim(), typed === null),
    onSuccess: (sequence) => {
      keep(sequence);
      router.history.replace(paths.sequence(sequence.id, "steps"));
    },
  });
  const taken = problemCode(create.error) === "name_taken";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim()) create.mutate();
  }
  return (
    <Modal opened onClose={onClose} title="New sequence" size={860} classNames={{ body: s.body ?? "" }}>
      <form onSubmit={submit} className={s.form}>
        <div className={s.columns}>
          <PresetList chosen={preset} onChoose={setPreset} />
          <PresetPreview key={preset.id} preset={preset} />
        </div>
        {create.error && !taken ? <ErrorState error={create.error} /> : null}
        <div className={s.foot}>
          <TextInput
            className={s.name}
            aria-label="Name"
            value={name}
            onChange={(event) => setTyped(event.currentTarget.value)}
            placeholder="Name it, as your colleagues will call it"
            maxLength={255}
            error={taken ? "A sequence has this name. Choose another one." : undefined}
          />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={create.isPending}
            disabled={!name.trim()}
            rightSection={<Kbd keys="Enter" on />}
          >
            {preset === blank ? "Start blank" : "Use this sequence"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function PresetList({ chosen, onChoose }: { chosen: Preset; onChoose: (preset: Preset) => void }) {
  return (
    <div className={s.gallery} role="radiogroup" aria-label="Begin from">
      {[...presets, blank].map((each) => (
        <label key={each.id} className={s.preset} data-chosen={each.id === chosen.id || undefined}>
          <input
            type="radio"
            name="preset"
            className="sr"
            checked={each.id === chosen.id}
            onChange={() => onChoose(each)}
            {...(each.id === chosen.id ? { "data-autofocus": true } : {})}
          />
          <b>{each.title}</b>
          <span className={s.bars} aria-hidden="true">
            {each.steps.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the position is the step
              <i key={at} />
            ))}
          </span>
          <span>{each.text}</span>
        </label>
      ))}
    </div>
  );
}
