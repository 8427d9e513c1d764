import { getSchema } from "@tiptap/core";
import { EditorState } from "@tiptap/pm/state";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inlineNodes } from "./chips.ts";
import { keptMails, refusedMails } from "./mails.fixture.ts";
import { blockNodes } from "./schema.ts";
import { type ReadMail, readMail } from "./source/read-mail.ts";
import { isSameMail } from "./source/same.ts";
import { MailWriter } from "./source/writer.ts";

const schema = getSchema([...blockNodes, ...inlineNodes]);

function read(source: string): ReadMail & { ok: true } {
  const mail = readMail(schema, source);
  if (!mail.ok) throw new Error(`This mail ${mail.why} (line ${mail.line}).`);
  return mail;
}

/** Writes words at the end of the first text there is, as a person would. */
function typeInto(mail: ReadMail & { ok: true }, words: string) {
  const state = EditorState.create({ doc: mail.doc });
  let at = -1;
  mail.doc.descendants((node, pos) => {
    if (at === -1 && node.isTextblock) at = pos + 1 + node.content.size;
    return at === -1;
  });
  return state.apply(state.tr.insertText(words, at)).doc;
}

describe("a mail in the visual editor", () => {
  test.each(keptMails)("comes back byte for byte when nobody touches it: $name", ({ source }) => {
    const mail = read(source);
    expect(mail.writer.write(mail.doc)).toBe(source);
  });

  test.each(keptMails)("keeps every block nobody touches while another is written in: $name", ({ source }) => {
    const mail = read(source);
    const after = mail.writer.write(typeInto(mail, "·typed·"));
    expect(after).toContain("·typed·");
    expect(isSameMail(source, after.replace("·typed·", ""))).toBeNull();
    const again = read(after);
    expect(again.writer.write(again.doc)).toBe(after);
  });

  test.each(keptMails)("is itself again after undo: $name", ({ source }) => {
    const mail = read(source);
    const changed = typeInto(mail, "x");
    mail.writer.write(changed);
    // A document that says the same, of other nodes: what undo leaves.
    expect(mail.writer.write(schema.nodeFromJSON(mail.doc.toJSON()))).toBe(source);
  });

  test.each(refusedMails)("is opened as HTML where it would change, and says why: $name", ({ source, why, line }) => {
    expect(readMail(schema, source)).toEqual({ ok: false, why, line });
  });

  test("is kept or refused, never changed, whatever is put together", () => {
    let kept = 0;
    const pieces = fc.constantFrom(
      ...["<p>", "</p>", "<div>", "</div>", "<ul><li>", "</li></ul>", "<b>", "</b>", '<a href="{{ url }}">', "</a>"],
      ...["<br>", "<hr/>", " ", "\n", "word", "Q&amp;A &lt;b&gt;", "a & b", "&nbsp;", "{{ contact.firstName }}"],
      ...["{% if a %}", "{% elsif b %}", "{% else %}", "{% endif %}", "{% for x in y %}", "{% endfor %}", "{{", "<"],
      ...[
        '{% snippet "hello" %}',
        "<span style='color:{{ c }}'>",
        "</span>",
        "<table>",
        "<blockquote>",
        "</blockquote>",
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const source = parts.join("");
        const mail = readMail(schema, source);
        if (!mail.ok) return;
        kept += 1;
        expect(mail.writer.write(mail.doc)).toBe(source);
        expect(isSameMail(source, new MailWriter().write(mail.doc))).toBeNull();
      }),
      { numRuns: 3000 },
    );
    expect(kept).toBeGreaterThan(300);
  });
});

describe("telling mails apart", () => {
  test.each([
    ["<p>a b</p>", "<p>a  b</p>", true],
    ["<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>", true],
    ["<p><b>a</b> b</p>", "<p><b>a</b>b</p>", false],
    ["<p>a</p>", "<div>a</div>", false],
    ["<p>&lt;b&gt;a</p>", "<p><b>a</p>", false],
    ['<p style="a">x</p>', "<p>x</p>", false],
    ["<p>{% if x %} a{% endif %}</p>", "<p>{% if x %}a{% endif %}</p>", false],
    ["<p>{{ a }} {{ b }}</p>", "<p>{{ a }}{{ b }}</p>", false],
  ])("knows what shows: %s against %s", (one, other, isSame) => {
    expect(isSameMail(one, other) === null).toBe(isSame);
  });
});
