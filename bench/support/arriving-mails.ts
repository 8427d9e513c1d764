import { randomUUID } from "node:crypto";
import { bounceOf, mailOf, replyOf } from "../../tests/mail/inbox-mails.ts";
import type { Person } from "../../tests/mail/inbox-world.ts";

const answers = [
  "Thanks for reaching out. This sounds interesting, could you send me your prices and a few times next week?",
  "We already have a supplier for this and are under contract until March. Please write again in April.",
  "I am not the right person for that. My colleague Jonas Weber looks after purchasing.",
  "Vielen Dank für Ihre Nachricht. Wir haben derzeit leider keinen Bedarf.",
  "Merci pour votre message. Quel est le prix pour une équipe de vingt personnes ?",
  "How does that work together with the system we have? And where is the information stored?",
];

const history = Array.from(
  { length: 25 },
  (_, line) => `> line ${line} of what was written before, as programs quote it`,
);

/** An answer as mail programs write it: plain and HTML, with what it answers quoted below (about 5 kB). */
export function answerOf(person: Person, place: number): Buffer {
  const text = `${answers[place % answers.length]}\n\nBest regards\nReader\nHead of Operations\n+49 30 1234567`;
  const quoted = `On Mon, 23 Nov 2026 09:00 UTC, Amina <amina@haste.example> wrote:\n${history.join("\n")}`;
  const html = `<div>${text.replaceAll("\n", "<br>")}</div><blockquote>${quoted.replaceAll("\n", "<br>")}</blockquote>`;
  const part = (type: string, body: string) => ["--m", `Content-Type: ${type}; charset=utf-8`, "", body, ""].join("\n");
  return mailOf(
    {
      From: `Reader <${person.address}>`,
      To: "amina@haste.example",
      Subject: "Re: Hello",
      "Message-ID": `<${randomUUID()}@reader.example>`,
      "In-Reply-To": person.messageId,
      References: person.messageId,
      "MIME-Version": "1.0",
      "Content-Type": 'multipart/alternative; boundary="m"',
    },
    `${part("text/plain", `${text}\n\n${quoted}`)}${part("text/html", html)}--m--\n`,
  );
}

/** Something a program sends to everybody (about 20 kB), which concerns no email of ours. */
function newsletter(): Buffer {
  const row = '<tr><td style="padding:8px"><a href="https://news.example/a">Read on</a> about what is new.</td></tr>\n';
  return mailOf(
    {
      From: "News <news@news.example>",
      To: "amina@haste.example",
      Subject: "This week",
      "Message-ID": `<${randomUUID()}@news.example>`,
      "List-Id": "<news.news.example>",
      "Content-Type": "text/html; charset=utf-8",
    },
    `<table>${row.repeat(190)}</table>`,
  );
}

/** Of ten mails: four answers, two absences, three that came back, and one that is nobody's. */
export function mixedMails(people: readonly Person[]): Buffer[] {
  return people.map((person, place) => {
    const kind = place % 10;
    if (kind < 4) return answerOf(person, place);
    if (kind < 6) {
      return replyOf(person, "I am out of the office and will be back on 3 December.", {
        "Auto-Submitted": "auto-replied",
      });
    }
    if (kind < 8) return bounceOf(person, "5.1.1", "550 5.1.1 User unknown");
    return kind === 8 ? bounceOf(person, "5.2.2", "552 5.2.2 Mailbox full") : newsletter();
  });
}
