import { Select } from "@mantine/core";
import { IconArrowRampRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function EnrollForm({ content, place, onChange }: StepFormProps<"enroll">) {
  const list = useQuery({
    queryKey: ["sequences", "to-enroll"],
    queryFn: ({ signal }) =>
      api("GET /sequences", { query: { limit: 200, "filter[status]": "active,paused" }, signal }),
  });
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const others = (list.data?.data ?? []).filter((each) => each.id !== place.sequence.id);
  return (
    <Select
      label="Sequence"
      data-field="/content/sequenceId"
      placeholder={list.data && others.length === 0 ? "No other sequence runs yet" : "Choose a running sequence"}
      searchable
      value={content.sequenceId}
      data={others.map((each) => ({ value: each.id, label: each.name }))}
      description="They finish here and begin there, unless a guard of that sequence keeps them out."
      inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={(sequenceId) => onChange({ sequenceId })}
    />
  );
}

export const enroll: StepKindView<"enroll"> = {
  name: "Other sequence",
  letter: "o",
  Icon: IconArrowRampRight,
  Form: EnrollForm,
  blank: () => ({ sequenceId: null }),
  line: ({ sequenceId }) => (sequenceId ? "they finish here and begin there" : "No sequence chosen yet"),
};
