import { SequenceInput } from "@haste/contract/nouns/sequences";
import { findZone } from "@haste/engine/base";
import { compileEmail } from "@haste/engine/render";
import { checkContent, snippetNames } from "@haste/engine/template";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../crm/csv/read-csv.ts";
import { temperOf } from "../personas/persona.ts";
import { isReplyLanguage } from "../personas/replies.ts";
import { castPeople, type DemoPerson, readDemoContacts } from "./build-demo-world.ts";
import { demoSequences } from "./sequences.ts";
import { demoSnippets, demoTemplates } from "./templates.ts";

/** The shipped file, read by the product's own import. */
async function people() {
  const { bytes } = await readDemoContacts();
  const file = readCsv(bytes);
  if (!file.ok) throw new Error(file.error.detail);
  const { columns } = file.value;
  return {
    bytes,
    columns,
    rows: [...file.value.records()].map(({ cells }) =>
      Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])),
    ),
  };
}

async function asPeople(): Promise<DemoPerson[]> {
  return (await people()).rows.map((row) => ({ id: row.Email ?? "", email: row.Email ?? "" }));
}

describe("the demo world", () => {
  test("its 200 people are read by the product's own import, line breaks in cells included", async () => {
    const { bytes, rows, columns } = await people();
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(columns[0]).toBe("Email");
    expect(rows).toHaveLength(200);
    expect(new Set(rows.map((row) => row.Email)).size).toBe(200);
    expect(rows.some((row) => row.Note?.includes("\n"))).toBe(true);
    expect(rows.some((row) => row.Note?.includes('"'))).toBe(true);
  });

  test("nobody in it can be reached: every address and domain ends in .example", async () => {
    for (const row of (await people()).rows) {
      expect(row.Email).toMatch(/^[a-z.-]+@[a-z-]+\.example$/);
      expect(row["Company domain"]).toMatch(/\.example$/);
    }
  });

  test("names come in many scripts, zones from six continents, and every language has words to answer in", async () => {
    const { rows } = await people();
    const names = rows.map((row) => `${row["First name"]}${row["Last name"]}`).join("");
    for (const script of ["Greek", "Cyrillic", "Han", "Hangul", "Arabic", "Devanagari", "Thai", "Latin"]) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, "u"));
    }
    const zones = new Set(rows.map((row) => row["Time zone"] ?? ""));
    for (const zone of zones) expect(findZone(zone).ok).toBe(true);
    const continents = new Set([...zones].map((zone) => zone.split("/")[0]));
    expect([...continents]).toEqual(
      expect.arrayContaining(["Africa", "America", "Asia", "Australia", "Europe", "Pacific"]),
    );
    for (const row of rows) expect(isReplyLanguage(row.Language ?? "")).toBe(true);
  });

  test("its three sequences are what the API takes, and every template can be filled", () => {
    const sequences = Object.values(demoSequences).map((sequence) => SequenceInput.parse(sequence));
    expect(sequences).toHaveLength(3);
    for (const sequence of sequences) {
      const steps = sequence.steps ?? [];
      expect(steps.length).toBeGreaterThanOrEqual(3);
      expect(steps[0]?.content?.subject).toBeTruthy();
      // A follow-up without a subject stays in the thread.
      expect(steps[1]?.content?.subject).toBeUndefined();
      for (const { content } of steps) {
        const compiled = compileEmail({
          subject: content?.subject ?? null,
          htmlContent: content?.htmlContent ?? null,
          textContent: content?.textContent ?? null,
        });
        expect(compiled.ok ? null : compiled.error).toBeNull();
      }
    }
  });

  test("its templates mention snippets that are made before them, and each can be filled", () => {
    const known = new Set<string>();
    for (const { name, htmlContent = "", choices = [], otherwise } of demoSnippets) {
      for (const needed of [...snippetNames([htmlContent]), ...choices.map(({ snippet }) => snippet), otherwise]) {
        if (needed !== undefined) expect([name, known.has(needed)]).toEqual([name, true]);
      }
      known.add(name);
    }
    expect(demoTemplates.length).toBeGreaterThanOrEqual(5);
    for (const { subject, htmlContent } of demoTemplates) {
      expect(checkContent({ subject, htmlContent, textContent: null }, (name) => known.has(name))).toEqual([]);
    }
  });

  test("the first on stage show everything that a recipient can do, and nobody is in two sequences", async () => {
    const all = await asPeople();
    const cast = castPeople(all);
    expect(new Set(cast.dockQueue.slice(0, 16).map(temperOf)).size).toBeGreaterThanOrEqual(10);
    const enrolled = [...cast.dockQueue, ...cast.portFair, ...cast.winterPlan];
    expect(enrolled).toHaveLength(120);
    expect(new Set(enrolled).size).toBe(120);
  });
});
