import type { StepKindName } from "@haste/engine/sequence";
import { branch } from "./branch.ts";
import { call } from "./call.ts";
import { email } from "./email.ts";
import { enroll } from "./enroll.ts";
import { exit } from "./exit.ts";
import type { StepEffect } from "./kind.ts";
import { linkedin } from "./linkedin.ts";
import { sms } from "./sms.ts";
import { task } from "./task.ts";
import { wait } from "./wait.ts";

/** What each kind of step writes, by its name. */
export const effects: { readonly [K in StepKindName]: StepEffect<K> } = {
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
