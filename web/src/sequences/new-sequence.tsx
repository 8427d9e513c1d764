import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, problemCode } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./new-sequence.module.css";
import { type Preset, presets } from "./presets.ts";
import { useKeepSequence } from "./queries.ts";

const [blank] = presets as readonly [Preset, ...Preset[]];

/** A name that was typed is a wish; a preset's own name may get a number, so that using it twice needs no thought. */
async function createNamed(preset: Preset, name: string, mayNumber: boolean) {
  for (let number = 1; ; number++) {
    try {
      return await api("POST /sequences", {
        body: { ...preset.make, name: number === 1 ? name : `${name} ${number}` },
      });
    } catch (error) {
      if (!mayNumber || number === 20 || problemCode(error) !== "name_taken") throw error;
    }
  }
}

/** Begin from a preset or from nothing: choose, name, create, and stand in its steps. */
export function NewSequence({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const keep = useKeepSequence();
  const [preset, setPreset] = useState<Preset>(presets[1] ?? blank);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? preset.make.name;
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
    <Modal opened onClose={onClose} title="New sequence" size={560}>
      <form onSubmit={submit}>
        <div className={s.gallery} role="radiogroup" aria-label="Begin from">
          {presets.map((each) => (
            // biome-ignore lint/a11y/useSemanticElements: a radio that shows what it makes; arrow keys are not needed for four
            <button
              key={each.id}
              type="button"
              role="radio"
              aria-checked={each.id === preset.id}
              className={s.preset}
              onClick={() => setPreset(each)}
            >
              <div className={s.bars} aria-hidden="true">
                {each.make.steps?.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the position is the step
                  <i key={at} />
                ))}
              </div>
              <b>{each.title}</b>
              <span>{each.text}</span>
            </button>
          ))}
        </div>
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder="What your colleagues will call it"
          maxLength={255}
          data-autofocus
          error={taken ? "A sequence has this name. Choose another one." : undefined}
        />
        {create.error && !taken ? <ErrorState error={create.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={create.isPending}
            disabled={!name.trim()}
            rightSection={<Kbd keys="Enter" on />}
          >
            Create draft
          </Button>
        </div>
      </form>
    </Modal>
  );
}
