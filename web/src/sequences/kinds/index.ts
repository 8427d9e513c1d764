import type { Step } from "@haste/contract/nouns/steps";
import { branch } from "./branch.tsx";
import { call } from "./call.tsx";
import { email } from "./email.tsx";
import { enroll } from "./enroll.tsx";
import { exit } from "./exit.tsx";
import type { StepKindView } from "./kind.ts";
import { linkedin } from "./linkedin.tsx";
import { sms } from "./sms.tsx";
import { task } from "./task.tsx";
import { wait } from "./wait.tsx";

const kinds: { readonly [K in Step["type"]]: StepKindView<K> } = {
  email,
  task,
  call,
  linkedin,
  sms,
  wait,
  branch,
  enroll,
  exit,
};

/** What a kind of step looks like, for callers that do not care which it is. */
export function viewOf<K extends Step["type"]>(type: K): StepKindView<K> {
  return kinds[type] as unknown as StepKindView<K>;
}
