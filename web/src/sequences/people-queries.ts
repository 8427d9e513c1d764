import type { Enrollment } from "@haste/contract/nouns/enrollments";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { personName } from "../ui/person.ts";
import { toastDone } from "../ui/toast.tsx";

const nameOf = (row: Enrollment) => (row.contact ? personName(row.contact) : "This person");

/** Pause, resume and take out one person. Pausing can be undone; taking out keeps the row with its reason. */
export function useEnrollmentDeeds() {
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["enrollments"] });
    void queries.invalidateQueries({ queryKey: ["emails"] });
    void queries.invalidateQueries({ queryKey: ["sequences"] });
  };
  const resume = useMutation({
    mutationFn: (row: Enrollment) => api("PUT /enrollments/:id/resume", { params: { id: row.id }, body: {} }),
    onSettled: refresh,
  });
  const pause = useMutation({
    mutationFn: (row: Enrollment) => api("PUT /enrollments/:id/pause", { params: { id: row.id }, body: {} }),
    onSuccess: (_, row) => toastDone(`${nameOf(row)} is paused here.`, () => resume.mutate(row)),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (row: Enrollment) => api("DELETE /enrollments/:id", { params: { id: row.id } }),
    onSuccess: (_, row) => toastDone(`${nameOf(row)} gets no further mail from this sequence.`),
    onSettled: refresh,
  });
  return { pause, resume, remove, error: pause.error ?? resume.error ?? remove.error };
}

export type EnrollmentDeeds = ReturnType<typeof useEnrollmentDeeds>;

export function toggle(deeds: EnrollmentDeeds, row: Enrollment): void {
  if (row.status === "active") deeds.pause.mutate(row);
  else if (row.status === "paused") deeds.resume.mutate(row);
}

export const isOpen = (row: Enrollment) => row.status === "active" || row.status === "paused";
