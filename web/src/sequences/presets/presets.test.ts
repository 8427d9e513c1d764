import { sequenceEndpoints } from "@haste/contract/nouns/sequences";
import { must } from "@haste/engine/base";
import { checkTemplate, compileEmail, fillEmail, fillText, type PersonalizationContext } from "@haste/engine/render";
import { defaultSettings, isManual, normalize, validate } from "@haste/engine/sequence";
import { describe, expect, test } from "vitest";
import { type Preset, presets } from "./index.ts";

/** Somebody of whom only the address is known, written to by somebody without a signature. */
const stranger: PersonalizationContext = {
  contact: { email: "x@example.test", firstName: null, lastName: null, title: null, timezone: null, customFields: {} },
  company: null,
  deal: null,
  sender: { name: "Amina Yusuf", email: "amina@example.test", signature: null },
  sequence: { name: "Any" },
  customData: {},
  postalAddress: "1 Quay Street, Bristol",
};
const links = { unsubscribeUrl: "https://example.test/u/1", pixelUrl: null, clickUrl: null };

function definitionOf(preset: Preset) {
  const body = sequenceEndpoints["POST /sequences"].body.parse({ name: preset.title, steps: preset.steps });
  const steps = (body.steps ?? []).map((step, at) => ({
    id: `${at}`,
    type: step.type ?? ("email" as const),
    parentId: null,
    conditions: [],
    delay: step.delay ?? { value: 0, unit: "minutes" as const },
    content: {
      subject: step.content?.subject ?? null,
      htmlContent: step.content?.htmlContent ?? null,
      textContent: step.content?.textContent ?? null,
      title: step.content?.title ?? null,
      notes: step.content?.notes ?? null,
      dueIn: step.content?.dueIn ?? null,
      waitForCompletion: step.content?.waitForCompletion ?? null,
    },
    tracking: step.tracking ?? null,
    templateId: null,
    template: null,
  }));
  return normalize({ sequenceId: "s", name: body.name, settings: defaultSettings, steps }, 1, "Europe/Berlin");
}

function emailsOf(preset: Preset) {
  return definitionOf(preset).steps.filter((step) => step.kind === "email");
}

function mailsOf(preset: Preset) {
  return emailsOf(preset).map((step) => {
    const compiled = must(compileEmail(step.content), "its templates can be read");
    return must(fillEmail(compiled, stranger, links), "nothing is missing");
  });
}

test("the gallery offers eight ready sequences", () => {
  expect(new Set(presets.map((preset) => preset.id)).size).toBe(8);
  expect(new Set(presets.map((preset) => preset.title)).size).toBe(8);
});

test("some of them ask for a call or for LinkedIn, by a name that is always known and with a date", () => {
  const byHand = presets.flatMap((preset) => definitionOf(preset).steps.filter((step) => isManual(step)));
  expect(new Set(byHand.map(({ kind }) => kind))).toEqual(new Set(["call", "linkedin"]));
  for (const { content } of byHand) {
    const title = fillText(content.title ?? "", stranger);
    expect(title.ok ? title.value : title.error).toMatch(/x@example\.test/);
    expect(content.dueIn).not.toBeNull();
  }
});

describe.each(presets.map((preset) => [preset.title, preset] as const))("the ready sequence “%s”", (_title, preset) => {
  test("could be activated as it is", () => {
    expect(
      validate(definitionOf(preset), { checkTemplate, checkSequence: () => null, checkSegment: () => null }),
    ).toEqual([]);
  });

  test("reads well for somebody of whom only the address is known", () => {
    for (const { subject, text } of mailsOf(preset)) {
      expect(text).not.toMatch(/\{\{|\}\}|undefined|null| [,.?!]|\(\)/);
      expect(text).toMatch(/^Hi there,/);
      expect(text).toContain("Amina");
      expect(subject ?? "a reply").toMatch(/^\S.*\S$/);
    }
  });

  test("opens one thread, and its follow-ups wait for business days", () => {
    const [opener, ...followUps] = emailsOf(preset);
    expect(opener?.content.subject).toMatch(/\S/);
    expect(followUps.length).toBeGreaterThan(0);
    for (const step of followUps) {
      expect(step.content.subject).toBeNull();
      expect(step.delay).toMatchObject({ unit: "businessDays" });
    }
  });

  test("follows the first mail to strangers neither by pixel nor by link", () => {
    const tracking = definitionOf(preset).steps[0]?.tracking;
    expect(tracking).toEqual(preset.id.startsWith("cold") ? { opens: false, clicks: false } : null);
  });
});
