import { existsSync, readFileSync } from "node:fs";
import { type EndpointKey, endpoints } from "@haste/contract/endpoints";
import { AbTest } from "@haste/contract/nouns/ab-tests";
import { eventNames, LiveEvent } from "@haste/contract/nouns/operations";
import { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Sequence } from "@haste/contract/nouns/sequences";
import { Step } from "@haste/contract/nouns/steps";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { outsideWorkspaces } from "../../server/src/platform/db/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const page = readFileSync("docs/specification.md", "utf8");

type Status = "works" | "not yet" | "decided otherwise";
interface Line {
  readonly subject: string;
  readonly status: Status;
  readonly where: string;
}

const lines: readonly Line[] = page.split("\n").flatMap((text) => {
  const [, subject, status, where, ...more] = text.split("|").map((cell) => cell.trim());
  if (subject === undefined || subject === "Specification" || subject.startsWith("---")) return [];
  if (where === undefined || more.length !== 1) throw new Error(`Not a row of three cells: ${text}`);
  return [{ subject, status: status as Status, where }];
});

/** The status of the row that speaks of exactly this. */
function statusOf(subject: string): Status | undefined {
  return lines.find((line) => line.subject === `\`${subject}\``)?.status;
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
}

/** The specification's own lists, word for word. */
const specifiedEndpoints = `
GET /sequences | POST /sequences | GET /sequences/:id | PUT /sequences/:id | DELETE /sequences/:id
POST /sequences/:id/steps | PUT /sequences/:id/steps/:stepId | DELETE /sequences/:id/steps/:stepId
PUT /sequences/:id/steps/reorder | POST /sequences/:id/activate | POST /sequences/:id/pause
POST /sequences/:id/duplicate | POST /sequences/:id/enroll | POST /sequences/:id/enroll/bulk
GET /sequences/:id/enrollments | DELETE /enrollments/:id | PUT /enrollments/:id/pause | PUT /enrollments/:id/resume
GET /contacts/:id/sequences | GET /contacts/:id/email-activities | GET /sequences/:id/analytics
GET /sequences/:id/funnel | GET /sequences/:id/ab-tests | GET /deliverability/score | GET /deliverability/issues
POST /deliverability/test | GET /reports/email-performance | GET /reports/engagement-trends
GET /reports/best-practices`;

const specifiedColumns: Readonly<Record<string, string>> = {
  email_sequences: `id workspace_id name description status timezone sending_days sending_hours reply_handling
    bounce_handling created_at updated_at created_by stats`,
  sequence_steps: `id sequence_id type order_index delay_value delay_unit template_id content conditions ab_test_id
    created_at updated_at`,
  sequence_enrollments: `id sequence_id contact_id status current_step enrolled_at enrolled_by completed_at stopped_at
    stop_reason context`,
  email_activities: `id enrollment_id step_id contact_id message_id subject from_email to_email status sent_at
    delivered_at opened_at open_count clicked_at click_count replied_at bounce_type bounce_reason spam_complaint
    unsubscribed variant_id created_at`,
};

const specifiedIndexes = `idx_sequences_workspace idx_sequences_status idx_sequence_steps_sequence
  idx_enrollments_sequence idx_enrollments_contact idx_enrollments_status idx_email_activities_enrollment
  idx_email_activities_contact idx_email_activities_message idx_email_activities_sent`;

const specifiedFields: Readonly<Record<string, string>> = {
  EmailSequence: `id name description status settings.timezone settings.sendingDays settings.sendingHours.start
    settings.sendingHours.end settings.replyHandling settings.bounceHandling steps createdAt updatedAt createdBy stats`,
  SequenceStep: "id type order delay.value delay.unit content conditions variants",
  EmailTemplate: `id name subject htmlContent textContent variables snippets category tags stats.sent stats.opened
    stats.clicked stats.replied stats.avgOpenRate stats.avgClickRate`,
  TemplateVariable: "name fallback source field",
  PersonalizationEngine: "replaceVariables evaluateConditions selectSnippet handleMissingData",
  PersonalizationContext: "contact company deal sender customData",
  SendingAccount: `id provider email displayName dailyLimit hourlyLimit currentUsage.daily currentUsage.hourly
    currentUsage.resetAt reputation bounceRate spamRate spf dkim dmarc`,
  ABTest: `id name type variants distribution sampleSize metric minSampleSize confidenceLevel winner results`,
  TestVariant: "id name content weight stats.sent stats.opens stats.clicks stats.replies stats.conversions",
  SequenceAnalytics: `sequenceId period summary.enrolled summary.active summary.completed summary.stopped summary.sent
    summary.delivered summary.opened summary.clicked summary.replied summary.converted stepMetrics.sent
    stepMetrics.deliveryRate stepMetrics.openRate stepMetrics.clickRate stepMetrics.replyRate stepMetrics.dropoffRate
    engagement.bestSendTimes engagement.bestDays engagement.avgTimeToOpen engagement.avgTimeToReply
    recipientBreakdown.byStatus recipientBreakdown.byEngagement recipientBreakdown.byIndustry
    recipientBreakdown.byTitle`,
  ComplianceSettings: `unsubscribeLink unsubscribeText globalSuppressionList domainSuppressionList
    includePhysicalAddress physicalAddress maxEmailsPerDay maxEmailsPerWeek cooldownPeriod spamKeywords linkWhitelist`,
  DeliverabilityMetrics: `senderScore domainReputation ipReputation deliveryRate bounceRate spamRate openRate clickRate
    replyRate blacklistStatus authenticationIssues contentIssues`,
  EmailSendingService: `queueEmail processQueue sendEmail sendBulk checkRateLimit updateUsage trackOpen trackClick
    trackReply processBounce processComplaint`,
  SequenceBuilderProps: "sequence onSave templates",
  TemplateEditorProps: "template onSave variables",
};

/** Interfaces that the API shows as a resource of their own. A new one joins with its first endpoint. */
const shapes: Readonly<Record<string, z.ZodType>> = {
  EmailSequence: Sequence,
  SequenceStep: Step,
  SendingAccount,
  ABTest: AbTest,
  TestVariant: AbTest.shape.variants.element,
  ComplianceSettings: endpoints["GET /compliance"].response,
  SequenceAnalytics: endpoints["GET /sequences/:id/analytics"].response,
  LiveEvent,
};

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
}

/** Whether a resource has the field; a map by id is walked through as if each entry were the map itself. */
function has(shape: Described, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const kinds = shape.anyOf ?? shape.oneOf;
  if (kinds !== undefined) return kinds.some((one) => has(one, [name, ...rest]));
  const property = shape.properties?.[name];
  if (property !== undefined) return has(property, rest);
  return typeof shape.additionalProperties === "object" && has(shape.additionalProperties, [name, ...rest]);
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function ask(text: string): Promise<{ name: string }[]> {
  return outsideWorkspaces(database.db, (tx) => tx.rows<{ name: string }>(text));
}

describe("the page about the specification", () => {
  const keys = specifiedEndpoints.split(/[|\n]/).flatMap((key) => (key.trim() === "" ? [] : [key.trim()]));

  test("tells of every endpoint whether the API has it", () => {
    expect(keys).toHaveLength(29);
    for (const key of keys) {
      const [method, path] = key.split(" ");
      expect([key, statusOf(`${method} /api/v1${path}`)]).toEqual([
        key,
        (key as EndpointKey) in endpoints ? "works" : "not yet",
      ]);
    }
  });

  test("tells of every column of the four tables whether the migrated database has it", async () => {
    const rows = await ask(
      "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'",
    );
    const known = new Set(rows.map((row) => row.name));
    for (const [table, columns] of Object.entries(specifiedColumns)) {
      for (const column of words(columns)) {
        const name = `${table}.${column}`;
        expect([name, statusOf(name)]).toEqual([name, known.has(name) ? "works" : "not yet"]);
      }
    }
  });

  test("names for every index and unique key the one that the migrated database has in its place", async () => {
    const rows = await ask("select indexname as name from pg_indexes");
    const known = new Set(rows.map((row) => row.name));
    const constraints = lines.filter((line) => /^(?:INDEX|UNIQUE)/.test(line.subject));
    for (const { subject, where } of constraints)
      expect([subject, known.has(quoted(where)[0] ?? "")]).toEqual([subject, true]);
    const told = constraints.flatMap((line) => quoted(line.subject));
    expect(told.toSorted()).toEqual(words(specifiedIndexes).toSorted());
  });

  test("has every field of every interface, and none works that the API does not show", () => {
    for (const [type, fields] of Object.entries(specifiedFields)) {
      for (const field of words(fields))
        expect([`${type}.${field}`, statusOf(`${type}.${field}`)]).not.toContain(undefined);
    }
    for (const { subject, status, where } of lines) {
      const [, type = "", field = ""] = /^`([A-Z]\w+)\.([\w.]+)`$/.exec(subject) ?? [];
      const shape = shapes[type];
      if (shape === undefined) continue;
      const shows = has(z.toJSONSchema(shape, { io: "output", unrepresentable: "any" }) as Described, field.split("."));
      // What the API shows as null until something fills it is promised, and its row says so.
      const isPromise = shows && where.includes("null so far");
      expect([subject, status]).toEqual([subject, shows && !isPromise ? "works" : "not yet"]);
    }
  });

  test("has every live event of the specification under its own name", () => {
    for (const name of ["email.opened", "email.clicked", "email.replied"]) {
      expect(eventNames).toContain(name);
      expect(lines.find((line) => line.subject === `Socket event \`${name}\``)?.status).toBe("works");
    }
  });

  test("gives every line one of three answers, with what it needs", () => {
    expect(lines.length).toBeGreaterThan(300);
    const headings = new Set(
      [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\w ]/g, "")
          .replaceAll(" ", "-"),
      ),
    );
    for (const { subject, status, where } of lines) {
      expect(["works", "not yet", "decided otherwise"], subject).toContain(status);
      if (status === "not yet") expect(where, subject).toMatch(/^[a-z][\w -]+/i);
      if (status !== "decided otherwise") continue;
      const [, target = ""] = /\]\(([^)]+)\)/.exec(where) ?? [];
      expect(target.startsWith("#") ? headings.has(target.slice(1)) : existsSync(`docs/${target}`), subject).toBe(true);
    }
  });

  test("names no file that is not there", () => {
    const files = quoted(page).filter((name) => /^[\w.-]+(?:\/[\w.-]+)+\.\w+$/.test(name));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
