import type { Segment } from "@haste/contract/nouns/segments";
import type { Condition } from "@haste/engine/condition";
import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { problemCode } from "../../app/api.ts";
import { ConditionBuilder } from "../../ui/condition/condition-builder.tsx";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { count } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { Bone } from "../../ui/state/skeleton.tsx";
import { MemberList } from "./member-list.tsx";
import { faultsOf, usePreview, useSaveSegment } from "./segment-queries.ts";
import { segmentFields } from "./segment-words.ts";
import s from "./segments.module.css";

const everybody: Condition = { all: [] };

interface Props {
  /** Null makes a new one. */
  readonly segment: Segment | null;
  readonly onClose: () => void;
  readonly onSaved: (segment: Segment) => void;
}

/** A name and a condition; beside it, whom that means now. */
export function SegmentForm({ segment, onClose, onSaved }: Props) {
  const [name, setName] = useState(segment?.name ?? "");
  const [condition, setCondition] = useState<Condition>(segment?.condition ?? everybody);
  const save = useSaveSegment(segment);
  const faults = faultsOf(condition);
  const isTaken = problemCode(save.error) === "name_taken";
  const isReady = name.trim() !== "" && faults.length === 0;
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (isReady && !save.isPending) save.mutate({ name: name.trim(), condition }, { onSuccess: onSaved });
  }
  useKeys([{ keys: "mod+Enter", label: "Save the segment", group: "This dialog", run: () => submit() }]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span dir="auto">{segment === null ? "New segment" : segment.name}</span>}
      size={860}
    >
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Name"
          placeholder="As your colleagues will call them"
          value={name}
          maxLength={100}
          required
          withAsterisk={false}
          data-autofocus
          dir="auto"
          error={isTaken && "Another segment has this name. Choose a different one."}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={s.columns}>
          <fieldset className={s.whom}>
            <legend>Who is in it</legend>
            <ConditionBuilder
              condition={condition}
              onChange={setCondition}
              fields={segmentFields}
              steps={[]}
              faults={faults}
              whenEmpty="Everybody: add what decides"
            />
          </fieldset>
          <Preview condition={condition} isSound={faults.length === 0} />
        </div>
        {segment !== null && segment.sequences > 0 ? (
          <p className={s.note}>Who comes in by this change sets off no trigger; only changes of people do.</p>
        ) : null}
        {save.error && !isTaken ? <ErrorState error={save.error} /> : null}
        <div className={s.foot}>
          <span className="second">Whoever matches is in it, from the moment they do.</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={save.isPending}
            disabled={!isReady}
            rightSection={isReady ? <Kbd keys="mod+Enter" on /> : null}
          >
            Save segment
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Old numbers stay, dimmed, until new ones have come, or as long as a test is not whole. */
function Preview({ condition, isSound }: { condition: Condition; isSound: boolean }) {
  const { data, error, isFetching, isPlaceholderData } = usePreview(condition);
  if (error && isSound) return <ErrorState error={error} />;
  if (!data)
    return (
      <div className={s.preview}>
        {isFetching ? <Bone width="60%" height={14} /> : <p className={s.note}>Finish the tests to see who matches.</p>}
      </div>
    );
  const others = data.matching - data.sample.length;
  return (
    <section className={s.preview} aria-label="Who matches now" data-dim={!isSound || isPlaceholderData || undefined}>
      <p className={s.matches} role="status">
        <b className="num">{count(data.matching)}</b> of {data.complete ? "" : "the newest "}
        <span className="num">{count(data.of)}</span> people match now
      </p>
      <MemberList label="The newest who match" people={data.sample} isPlain />
      {others > 0 ? <p className={s.note}>and {count(others)} more</p> : null}
    </section>
  );
}
