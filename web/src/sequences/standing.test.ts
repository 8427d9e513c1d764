import type { Sequence } from "@haste/contract/nouns/sequences";
import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";

type Facts = Parameters<typeof standingOf>[0];
type Stats = NonNullable<Sequence["stats"]>;

function sequence(changes: Partial<Facts> = {}, stats: Partial<Stats> = {}): Facts {
  const attention = { problems: 0, held: 0, approvals: 0, uncertain: 0, failed: 0, reason: null };
  return {
    id: "s1",
    status: "active",
    statusReason: null,
    archivedAt: null,
    hasUnpublishedChanges: false,
    publishedVersion: 1,
    stats: { active: 3, paused: 0, attention, ...stats } as Stats,
    ...changes,
  };
}

test("a sequence that runs well says no more than that", () => {
  expect(standingOf(sequence())).toEqual({ state: "active", isTroubled: false, reason: null, next: null });
});

test("a paused sequence says who paused it, once, and can be resumed on the spot", () => {
  expect(standingOf(sequence({ status: "paused", statusReason: "Paused by Amina Yusuf" }))).toMatchObject({
    isTroubled: true,
    reason: "by Amina Yusuf",
    next: { label: "Resume", deed: "activate" },
  });
});

test("mails that wait for a person are told before anything else, with the way to them", () => {
  const attention = { problems: 0, held: 38, approvals: 5, uncertain: 1, failed: 0, reason: "company.name is empty" };
  expect(standingOf(sequence({ hasUnpublishedChanges: true }, { attention }))).toMatchObject({
    word: "Active, 38 held",
    isTroubled: true,
    reason: "company.name is empty",
    next: { label: "See why", href: "/sequences/s1/emails?status=held" },
  });
  expect(standingOf(sequence({}, { attention: { ...attention, held: 0 } }))).toMatchObject({
    word: "Active, 1 uncertain",
    reason: null,
    next: { href: "/sequences/s1/emails?status=uncertain" },
  });
  expect(standingOf(sequence({}, { attention: { ...attention, held: 0, uncertain: 0 } }))).toMatchObject({
    word: "Active, 5 to approve",
    next: { label: "Read them", href: "/approvals?sequence=s1" },
  });
});

test("a running sequence with a newer draft leads to it, one without people to enrolling", () => {
  expect(standingOf(sequence({ hasUnpublishedChanges: true, publishedVersion: 2 }))).toMatchObject({
    reason: "Version 3 is not published",
    next: { label: "Review", href: "/sequences/s1/steps" },
  });
  expect(standingOf(sequence({}, { active: 0 }))).toMatchObject({
    reason: "Nobody is in it",
    next: { label: "Enroll", href: "/sequences/s1/people?enroll=1" },
  });
});

test("a draft is activated from the list, or leads to its problems", () => {
  const draft = { status: "draft", statusReason: "2 problems to solve before it can run" } as const;
  const attention = { problems: 2, held: 0, approvals: 0, uncertain: 0, failed: 0, reason: null };
  expect(standingOf(sequence(draft, { attention })).next).toEqual({ label: "Solve", href: "/sequences/s1/steps" });
  expect(standingOf(sequence(draft)).next).toEqual({ label: "Activate", deed: "activate" });
});

test("what is archived asks for nothing", () => {
  const archived = standingOf(sequence({ status: "completed", archivedAt: "2026-11-23T09:00:00.000Z" }));
  expect(archived).toEqual({ state: "archived", isTroubled: false, reason: null, next: null });
});
