import type { Home } from "@haste/contract/nouns/home";
import { DAY_MS } from "@haste/engine/base";
import { sayProvider } from "@haste/engine/pace";
import { type DueSummary, sumUpDueTasks } from "../../catalog/tasks/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import {
  type AttentionRow,
  type PausedAccountRow,
  type ReplyRow,
  readAttention,
  readPausedAccounts,
  readPausedSequences,
  readReplies,
  readRunningJobs,
  readStoppedTowards,
  type StoppedTowardsRow,
} from "./queries/home.ts";

type Need = Home["needsYou"][number];

/** What costs most to ignore comes first: people who answered, what is due by hand, mail that cannot go on, accounts, sequences, jobs. */
export async function readNeeds(ctx: RequestContext): Promise<Need[]> {
  const replies = await readReplies(ctx.tx, new Date(ctx.now.getTime() - 2 * DAY_MS), 3);
  const attention = await readAttention(ctx.tx);
  const tasks = await sumUpDueTasks(ctx);
  const accounts = await readPausedAccounts(ctx.tx);
  const stops = await readStoppedTowards(ctx.tx);
  const sequences = await readPausedSequences(ctx.tx);
  const jobs = await readRunningJobs(ctx.tx);
  return [
    ...replies.map(replyNeed),
    ...(tasks === null ? [] : [taskNeed(tasks)]),
    ...accounts.map(accountNeed),
    ...stops.map(stopNeed),
    ...attention.map(attentionNeed),
    ...sequences.map(
      (sequence): Need => ({
        code: "paused-sequence",
        title: `${sequence.name} is paused`,
        detail: `${sequence.status_reason ?? "Paused by a person"} · ${sequence.people} people wait, nobody was lost`,
        at: sequence.updated_at.toISOString(),
        count: sequence.people,
        sequenceId: sequence.id,
      }),
    ),
    ...jobs.map(
      (job): Need => ({
        code: "job",
        title: jobTitles[job.kind] ?? job.kind,
        detail: job.total === null ? `${job.done} done` : `${job.done} of ${job.total}`,
        at: job.created_at.toISOString(),
        count: job.total ?? job.done,
        jobId: job.id,
      }),
    ),
  ];
}

const jobTitles: Readonly<Record<string, string>> = {
  import: "Importing contacts",
  enroll: "Enrolling people",
  clock: "Walking the clock",
};

function accountNeed(account: PausedAccountRow): Need {
  return {
    code: "failing-account",
    title: `${account.email} is paused`,
    detail: [account.status_reason, whoWaits(account)].filter(Boolean).join(" · "),
    at: account.updated_at.toISOString(),
    count: account.people,
    sendingAccountId: account.id,
  };
}

function stopNeed(stop: StoppedTowardsRow): Need {
  return {
    code: "stopped-towards",
    title: `${stop.email} is stopped towards ${sayProvider(stop.provider)}`,
    detail: `${stop.stop_reason} · ${whoWaits(stop)}`,
    at: stop.stopped_at.toISOString(),
    count: stop.people,
    sendingAccountId: stop.id,
  };
}

/** How many people of which sequence wait until an account goes on. */
function whoWaits(account: Pick<PausedAccountRow, "people" | "sequences" | "sequence_name">): string {
  const { people, sequences, sequence_name: name } = account;
  if (people === 0) return "Nobody waits for it";
  const rest = sequences > 2 ? `${sequences - 1} other sequences` : "another sequence";
  const where = sequences > 1 ? `${name} and ${rest}` : name;
  return people === 1 ? `1 person of ${where} waits for it` : `${people} people of ${where} wait for it`;
}

function replyNeed(reply: ReplyRow): Need {
  const name = [reply.first_name, reply.last_name].filter(Boolean).join(" ") || reply.email;
  const around = [reply.company, reply.sequence_name, "the sequence took note of the reply"].filter(Boolean);
  return {
    code: "reply",
    title: `${name} replied: “${reply.subject ?? ""}”`,
    detail: around.join(" · "),
    at: reply.received_at.toISOString(),
    count: 1,
    contactId: reply.contact_id,
    sequenceId: reply.sequence_id,
    emailId: reply.email_id,
  };
}

function taskNeed({ tasks, since, kinds }: DueSummary): Need {
  return {
    code: "task",
    title: tasks === 1 ? "1 task is due" : `${tasks} tasks are due`,
    detail: kinds,
    at: since.toISOString(),
    count: tasks,
  };
}

const attentionWords: Readonly<Record<AttentionRow["status"], { title: string; detail: string }>> = {
  approval: { title: "waiting for approval", detail: "Read and let them leave." },
  held: { title: "held", detail: "Mend what is missing, and they are planned again." },
  uncertain: {
    title: "uncertain: the server hung up after the mail was handed over",
    detail: "Not sent again. Settle them by hand.",
  },
  failed: { title: "failed", detail: "The server would not take them for five days." },
};

function attentionNeed(row: AttentionRow): Need {
  const words = attentionWords[row.status];
  const mails = row.people === 1 ? "1 mail" : `${row.people} mails`;
  const be = row.people === 1 ? "is " : "are ";
  const verb = row.status === "failed" ? "" : be;
  // A code where nobody was asked to mend anything; a sentence where somebody was.
  const reason = row.status === "approval" || row.sample_reason === "gave_up" ? null : row.sample_reason;
  return {
    code: row.status === "failed" ? "held" : row.status,
    title: `${mails} ${verb}${words.title}`,
    detail: [row.sequence_name, reason ?? words.detail].filter(Boolean).join(" · "),
    at: row.since.toISOString(),
    count: row.people,
    sequenceId: row.sequence_id,
  };
}
